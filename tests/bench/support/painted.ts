import type { Page } from '@playwright/test';
import { seconds } from '../../e2e/support/audio-page.ts';
import type { HostName } from '../../e2e/support/bench.ts';
import type { Line } from '../../e2e/support/record.ts';
import { atLeast, atMost, type BenchRow, figure, percentile } from '../table.ts';
import { eventsPerSecond, flood, floodType } from './flood.ts';
import { inSession, longSeconds } from './session.ts';

/** What the page looked like after each of its paints. */
interface Paints {
  readonly atMs: number[];
  /** The newest event whose row was to be seen; the list draws some beyond its edge. */
  readonly newestSeq: number[];
  /** How many events the window counted. */
  readonly counted: number[];
}

declare global {
  interface Window {
    paintsOfBench?: Paints;
  }
}

/** Watches the event list from now on. A message posted while a frame is made is delivered right after its paint. */
async function watchPaints(page: Page): Promise<void> {
  await page.evaluate(() => {
    const paints: Paints = { atMs: [], newestSeq: [], counted: [] };
    window.paintsOfBench = paints;
    const rows = document.querySelector('[role="listbox"][aria-label="Events"]');
    const total = document.querySelector('[aria-label="Event inspector"] h2 + span');
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      const bottom = rows?.getBoundingClientRect().bottom ?? 0;
      const inView = [...(rows?.querySelectorAll('[role="option"]') ?? [])].filter(
        (row) => row.getBoundingClientRect().top < bottom,
      );
      const ids = inView.map(({ id }) => Number(id.split('-')[1]));
      paints.atMs.push(Date.now());
      paints.newestSeq.push(Math.max(0, ...ids));
      paints.counted.push(Number((total?.textContent ?? '').replace(/\D/g, '')));
    });
    port1.start();
    const frame = (): void => {
      port2.postMessage(null);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

const rowsIn = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const rows = document.querySelector('[role="listbox"][aria-label="Events"]')?.firstElementChild;
    return rows instanceof HTMLElement ? Math.round(rows.offsetHeight / 20) : 0;
  });

/** A line as it stands on disk, with the wall clock of its arrival. */
type Dated = Line & { readonly at: string };

/** Arrival at the socket to the first paint that had got as far as the event. */
function delaysMs(lines: readonly Dated[], atMs: readonly number[], reached: readonly number[]): number[] {
  let paint = 0;
  return lines
    .filter(({ event }) => event['type'] === floodType)
    .flatMap(({ seq, at }) => {
      while (paint < atMs.length && (reached[paint] ?? 0) < seq) paint += 1;
      const paintedMs = atMs[paint];
      return paintedMs === undefined ? [] : [paintedMs - Date.parse(at)];
    });
}

const isAudio = ({ event }: Line): boolean => event['type'] === 'input_audio_buffer.append';

/** The window under a flood of events, with the microphone running. */
export async function painted(host: HostName): Promise<BenchRow[]> {
  let rows = 0;
  const { worked, lines } = await inSession(
    host,
    async ({ bench: { page }, remote }) => {
      await watchPaints(page);
      const startMs = Date.now();
      const sent = await flood(remote, longSeconds);
      const endMs = Date.now();
      await seconds(1);
      const paints = await page.evaluate(() => window.paintsOfBench ?? { atMs: [], newestSeq: [], counted: [] });
      return { paints, startMs, endMs, sent };
    },
    async ({ bench }) => {
      await seconds(1);
      rows = await rowsIn(bench.page);
    },
  );
  const { paints, startMs, endMs, sent } = worked;
  const frames = paints.atMs.filter((ms) => ms >= startMs && ms < endMs);
  const dated = lines as readonly Dated[];
  const delays = delaysMs(dated, paints.atMs, paints.newestSeq);
  const counted = delaysMs(dated, paints.atMs, paints.counted);
  const longestMs = Math.max(...frames.map((ms, at) => ms - (frames[at - 1] ?? ms)));
  const flooded = `${eventsPerSecond.toLocaleString('en')} events a second for ${longSeconds} s`;
  return [
    atMost(`socket to painted in the list of events, ${flooded}, p95`, percentile(delays, 0.95), 'ms', 50),
    figure('socket to painted in the list, p50', percentile(delays, 0.5), 'ms'),
    figure('of that, until the window counts the event, p95', percentile(counted, 0.95), 'ms'),
    figure('until the window counts the event, p50', percentile(counted, 0.5), 'ms'),
    atLeast('frames drawn meanwhile', (frames.length * 1000) / (endMs - startMs), 'frames/s', 50),
    figure('longest time between two of them', longestMs, 'ms'),
    atMost('events never painted', sent - delays.length, '', 0),
    atMost('rows missing from the list at the end', lines.filter((line) => !isAudio(line)).length - rows, '', 0),
  ];
}
