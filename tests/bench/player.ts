import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { decodeFrame } from '../../shared/audio/frames.ts';
import type { BenchPort, PortMessage } from '../../shared/contract/ports.ts';
import { ok } from '../../shared/kit/errors.ts';
import { listenIn, listening } from '../e2e/support/loudspeaker.ts';
import { openBench } from '../e2e/support/open-bench.ts';
import { temporaryFolder } from '../e2e/support/places.ts';
import { makeRecord, type RecordPlan } from '../integration/support/made-record.ts';
import { hostsHere } from './support/hosts.ts';
import { atMost, type BenchRow, type BenchTable, figure, median, unmeasured } from './table.ts';

/** An hour in which one voice speaks all the time and is answered most of it: 250,000 entries. */
const hour: RecordPlan = { lengthMs: 3_600_000, everyMs: 15_000, answerMs: 14_400, deltaMs: 50, talk: true };
const sessionId = '2026-11-23T15-20-00Z-contoso-voice-000001';

const limits = { paintMs: 1000, positionMs: 300, playMs: 200, holdMs: 10 };

/** Places looked at, spread over the hour by the golden ratio, so that no two lie near each other. */
const placesMs = Array.from({ length: 24 }, (_, at) => ((at * 0.618_034) % 1) * (hour.lengthMs - 60_000));
const spansMs = [2000, 20_000, 72_000, 600_000];

async function timed<T>(run: () => Promise<T>): Promise<readonly [ms: number, value: T]> {
  const sinceMs = performance.now();
  const value = await run();
  return [performance.now() - sinceMs, value];
}

/** What was made by another version is folded anew. */
const versionOf = (root: string): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;

/** An engine in this process, with its threads as they are built. */
const engineOver = (root: string, home: string): Promise<Engine> =>
  createEngine({
    dataFolder: home,
    assetsFolder: join(root, 'assets'),
    workersFolder: join(root, 'out/node'),
    version: versionOf(root),
    host: 'test',
    simulatorUrl: () => Promise.resolve(ok({ url: 'ws://127.0.0.1:1' })),
    secret: () => Promise.resolve(null),
    secretStatus: () => Promise.resolve({ present: false, from: null, needed: false }),
    systemProxy: () => Promise.resolve(null),
    log: () => undefined,
  });

/** A page's ends of its ports to an engine in this process. */
function pageOf(engine: Engine, id: number) {
  let ask: (message: PortMessage) => void = () => undefined;
  let settle: (answer: unknown) => void = () => undefined;
  let heard: () => void = () => undefined;
  const port = (post: BenchPort['post'], onMessage: BenchPort['onMessage']): BenchPort => ({
    post,
    onMessage,
    onClose: () => undefined,
    close: () => undefined,
  });
  const told = (message: PortMessage): void => {
    if (!(message instanceof ArrayBuffer) && 'answer' in message) settle(message.answer);
  };
  engine.attachPort(
    'control',
    port(told, (listener) => (ask = listener)),
    id,
  );
  const listen = port(
    (message) => {
      if (message instanceof ArrayBuffer && decodeFrame(new Uint8Array(message)) !== null) heard();
    },
    () => undefined,
  );
  engine.attachPort('listen', listen, id);
  return {
    call: (command: string, args: object): Promise<unknown> =>
      new Promise((resolve) => {
        settle = resolve;
        ask({ id: 1, command, args } as unknown as PortMessage);
      }),
    sound: (): Promise<void> => new Promise((resolve) => (heard = resolve)),
  };
}

/** What the engine takes for each question, with its threads as they are built, and how long its loop was held meanwhile. */
async function engineFigures(root: string, home: string): Promise<BenchRow[]> {
  const engine = await engineOver(root, home);
  const page = pageOf(engine, 1);
  const [attachMs] = await timed(() => page.call('session.attach', { sessionId }));
  const peaks = (fromMs: number, spanMs: number, columns = 4096) =>
    timed(() => page.call('sound.peaks', { sessionId, fromMs, toMs: fromMs + spanMs, columns }));
  const [firstMs] = await peaks(0, hour.lengthMs, 2048);
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const positionMs: number[] = [];
  for (const [at, fromMs] of placesMs.entries()) positionMs.push((await peaks(fromMs, spansMs[at % 4] ?? 72_000))[0]);
  const [wholeMs] = await peaks(0, hour.lengthMs);
  const [firstMomentMs] = await timed(() => page.call('session.at', { sessionId, atMs: hour.lengthMs / 2 }));
  const momentMs: number[] = [];
  for (const atMs of placesMs) momentMs.push((await timed(() => page.call('session.at', { sessionId, atMs })))[0]);
  const order = { sessionId, toMs: null, loopFromMs: null, voices: 'both', speed: 1, unheardItemId: null };
  const playMs: number[] = [];
  for (const fromMs of placesMs.slice(0, 8)) {
    const sound = page.sound();
    playMs.push((await timed(() => Promise.all([page.call('player.play', { ...order, fromMs }), sound])))[0]);
  }
  await page.call('player.stop', {});
  loop.disable();
  const heldMs = loop.max / 1e6 - 1;
  loop.reset();
  loop.enable();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  loop.disable();
  const idleMs = loop.max / 1e6 - 1;
  await engine.shutdown(0);
  const again = await createEngineAgain(root, home);
  return [
    figure('The view of the session, from its summary and the digests of its log', attachMs, 'ms'),
    figure('The whole hour, the first time: log and both files read, peaks made and kept', firstMs, 'ms'),
    atMost('The whole hour from what was kept, in an engine that has just started', again, 'ms', limits.positionMs),
    atMost('The whole hour at 4,096 columns', wholeMs, 'ms', limits.positionMs),
    atMost('Any position at its zoom (2 s to 10 min), slowest of 24', Math.max(...positionMs), 'ms', limits.positionMs),
    figure('Any position, median', median(positionMs), 'ms'),
    figure('The session at a moment, the first time', firstMomentMs, 'ms'),
    atMost('The session at any moment, slowest of 24', Math.max(...momentMs), 'ms', limits.positionMs),
    atMost(
      'From play to the first sound on its way to the loudspeaker, slowest of 8',
      Math.max(...playMs),
      'ms',
      limits.playMs,
    ),
    atMost(
      'Longest hold of the engine’s loop meanwhile, above that of one with nothing to do',
      Math.max(0, heldMs - idleMs),
      'ms',
      limits.holdMs,
    ),
  ];
}

/** How long the first answer of a fresh engine takes, its thread's start included. */
async function createEngineAgain(root: string, home: string): Promise<number> {
  const engine = await engineOver(root, home);
  const page = pageOf(engine, 1);
  const whole = { sessionId, fromMs: 0, toMs: hour.lengthMs, columns: 2048 };
  const [ms] = await timed(() => page.call('sound.peaks', whole));
  await engine.shutdown(0);
  return ms;
}

/** From the press that opens the record until its player is painted, in the page's own time. */
const opened = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const row = document.querySelector<HTMLElement>('[role=grid] tbody tr');
    row?.focus();
    const sinceMs = performance.now();
    row?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    while (document.querySelector('section[aria-label=Player]') === null) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - sinceMs;
  });

/** From the press until the first sample that is not silence has gone to the sound card. */
const playing = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const before = window.heardByTest?.pieces.length ?? 0;
    const sinceMs = performance.now();
    document.querySelector<HTMLElement>('section[aria-label=Player] button[aria-label=Play]')?.click();
    for (;;) {
      const pieces = window.heardByTest?.pieces.slice(before) ?? [];
      if (pieces.some((piece) => piece.some((sample) => sample !== 0))) return performance.now() - sinceMs;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  });

async function pageFigures(root: string, home: string): Promise<BenchRow[]> {
  const [chromium] = hostsHere(root);
  const says = ['Opening the record until its player is painted', 'From the press on play until it is heard'] as const;
  if (chromium === undefined || chromium.missing !== null) {
    const why = chromium?.missing ?? 'no browser is here';
    return [unmeasured(says[0], why, `<= ${limits.paintMs}`), unmeasured(says[1], why, `<= ${limits.playMs}`)];
  }
  const bench = await openBench({ host: 'chromium', home });
  try {
    const { page } = bench;
    await listenIn(page);
    await page.getByRole('button', { name: 'Sessions' }).click();
    await page.getByRole('grid', { name: 'Sessions' }).locator('tbody tr').first().waitFor();
    // What a start does behind its window is over when somebody has looked for a session.
    await page.waitForTimeout(3000);
    const paintMs = await opened(page);
    // The first press also opens the output.
    const firstMs = await playing(page);
    await listening(page);
    const playMs: number[] = [];
    for (let press = 0; press < 5; press += 1) {
      await page.getByRole('button', { name: 'Pause', exact: true }).click();
      await page.getByRole('slider', { name: 'Position' }).press('Shift+ArrowRight');
      // What was on its way to the sound card is over.
      await page.waitForTimeout(500);
      playMs.push(await playing(page));
    }
    return [
      atMost(says[0], paintMs, 'ms', limits.paintMs),
      figure(`${says[1]}, the first time, output opened`, firstMs, 'ms'),
      atMost(`${says[1]}, median of 5`, median(playMs), 'ms', limits.playMs),
    ];
  } finally {
    await bench.close();
  }
}

/** Listening to an hour: how soon it is painted, drawn at any position, and heard. */
export async function benchPlayer(root: string): Promise<BenchTable> {
  const home = await temporaryFolder();
  try {
    const record = await makeRecord(join(home, 'sessions'), sessionId, hour, versionOf(root));
    const engine = await engineFigures(root, home);
    return {
      title: 'Listening to a record',
      note: `A session of 60 minutes with ${record.entries.toLocaleString('en')} entries and two sound files of up to 173 MB, written by the engine’s own recorder from a script, by a clock that runs as fast as the disk: with its summary and digests, as a session leaves them. Questions are asked of an engine in the process of the bench, whose threads are the built ones; opening and playing are measured in Chromium with the engine in its own process.`,
      rows: [...engine, ...(await pageFigures(root, home))],
    };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
