import { keepBusy, seconds } from '../../e2e/support/audio-page.ts';
import type { HostName } from '../../e2e/support/bench.ts';
import { capturedIn } from '../../e2e/support/captured.ts';
import { eventsOf, type Line } from '../../e2e/support/record.ts';
import { atMost, type BenchRow, figure, median } from '../table.ts';
import { above, between, longestMs, rarity, shared, within, type Interval } from './intervals.ts';
import { inSession, phaseSeconds } from './session.ts';
import { withTimerBeside } from './timer-beside.ts';

/** A frame that takes longer to the socket, or comes longer after the one before it, is late. */
const limitMs = 45;

/** How the window is kept from its work meanwhile: for so many ms of each second. */
const phases = [
  { name: 'window idle', busyMs: 0 },
  { name: 'window busy half of the time', busyMs: 500 },
  { name: 'window blocked 200 ms a second', busyMs: 200 },
] as const;

/** The engine's own account, over all windows of five seconds: middle of the medians, worst of the rest. */
function latencyIn(lines: readonly Line[]): { p50Ms: number; p95Ms: number; maxMs: number } {
  const told = eventsOf(lines, 'bench.capture');
  const all = (field: string): number[] => told.map((event) => event[field] as number);
  return { p50Ms: median(all('p50Ms')), p95Ms: Math.max(...all('p95Ms')), maxMs: Math.max(...all('maxMs')) };
}

/** A line as it stands on disk, with the wall clock of its entry. */
type Dated = Line & { readonly at: string };

/** Between frames as the socket got them. */
const framesIn = (lines: readonly Line[]): Interval[] =>
  between(
    (lines as readonly Dated[])
      .filter(({ event }) => event['type'] === 'input_audio_buffer.append')
      .map(({ at }) => Date.parse(at)),
  );

async function phase(host: HostName, name: string, busyMs: number): Promise<BenchRow[]> {
  const { worked: ticks, lines } = await inSession(host, async ({ bench }) => {
    const rest = busyMs === 0 ? null : await keepBusy(bench.page, busyMs);
    const intervals = await withTimerBeside(() => seconds(phaseSeconds));
    await rest?.();
    return intervals;
  });
  const latency = latencyIn(lines);
  const frames = within(framesIn(lines), ticks);
  const late = above(frames, limitMs);
  const lateTicks = above(ticks, limitMs);
  const machines = shared(late, lateTicks).length;
  const { lostFrames, droppedFrames, deviceGapMs } = capturedIn(lines);
  const timer = `a timer alone: ${Math.round(longestMs(ticks))} ms`;
  const rare = `${rarity(late.length, frames.length)}; a timer alone: ${rarity(lateTicks.length, ticks.length)}`;
  return [
    atMost(`first sample to socket, ${name}, p50`, latency.p50Ms, 'ms', 22),
    atMost('first sample to socket, the same, p95', latency.p95Ms, 'ms', 35),
    atMost('first sample to socket, the same, longest', latency.maxMs, 'ms', limitMs, timer),
    figure('between two frames at the socket, longest', longestMs(frames), 'ms', timer),
    figure(`more than ${limitMs} ms between two frames`, late.length, 'times', rare),
    figure('of these, while the timer waited, too', machines, 'times'),
    atMost('frames lost meanwhile', lostFrames + droppedFrames, '', 0),
    figure('left out by the sound card itself meanwhile', deviceGapMs, 'ms'),
  ];
}

/** First sample of a 20 ms frame until the socket has it, and how evenly frames come there. */
export async function capture(host: HostName): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { name, busyMs } of phases) rows.push(...(await phase(host, name, busyMs)));
  return rows;
}
