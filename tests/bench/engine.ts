import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { LogIndex } from '../../electron/engine/record/log-index.ts';
import { Library } from '../../electron/engine/record/library.ts';
import { SessionRecord } from '../../electron/engine/record/session-record.ts';
import type { SessionHeader } from '../../shared/session/entry.ts';
import { atLeast, atMost, figure, median, type BenchTable } from './table.ts';

const app = 'bench';
const wantedPerSecond = 20_000;
const pacedSeconds = 4;
/** So often in turn: a moment in which the machine is busy with something else falls on either. */
const rounds = 5;
const hourEntries = 250_000;

const header = (sessionId: string): SessionHeader => ({
  voxtally: 1,
  app,
  sessionId,
  startedAt: new Date().toISOString(),
  endpoint: { kind: 'simulator', label: 'bench', url: 'ws://127.0.0.1', deployment: 'bench', auth: 'none' },
  requested: {},
  priceBookId: 'bench',
  input: { kind: 'microphone', name: 'bench' },
});

const appendEvent = {
  type: 'input_audio_buffer.append',
  audio: Buffer.alloc(960, 3).toString('base64'),
  event_id: 'bench_1',
};
const append = JSON.stringify(appendEvent);
const transcriptDelta = JSON.stringify({
  type: 'response.output_audio_transcript.delta',
  response_id: 'resp_1',
  item_id: 'item_1',
  delta: 'word ',
});
const audioDelta = JSON.stringify({
  type: 'response.output_audio.delta',
  response_id: 'resp_1',
  item_id: 'item_1',
  delta: Buffer.alloc(9600, 5).toString('base64'),
});

/** Frames as a conversation mixes them: mostly voice in 20 ms pieces, now and then text and a longer piece of reply. */
function recordOne(record: SessionRecord, n: number): void {
  if (n % 12 === 0) record.frame('server', audioDelta);
  else if (n % 12 === 6) record.frame('server', transcriptDelta);
  else record.frame('client', append, appendEvent);
}

async function makeRecord(folder: string, sessionId: string, onShown: (count: number) => void): Promise<SessionRecord> {
  const made = await SessionRecord.create({
    sessionsFolder: folder,
    header: header(sessionId),
    startedMs: performance.now(),
    app,
    hooks: { onShown: (entries) => onShown(entries.length), onOverflow: () => undefined, onNote: () => undefined },
  });
  if (!made.ok) throw new Error(made.error.message);
  return made.record;
}

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Paced {
  readonly perSecond: number;
  /** How late the loop was: at worst, and in 99 of 100 cases. */
  readonly delayMs: number;
  readonly p99Ms: number;
  /** Most entries that waited at once, as the time in which they came. */
  readonly lagMs: number;
}

/** Calls `work` at the wanted rate in small bursts, for a while, and watches the loop. */
async function pace(work: (n: number) => void, waiting: (done: number) => number): Promise<Paced> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const startMs = performance.now();
  let done = 0;
  let mostWaiting = 0;
  loop.enable();
  for (let elapsedMs = 0; elapsedMs < pacedSeconds * 1000; elapsedMs = performance.now() - startMs) {
    const due = Math.floor((elapsedMs * wantedPerSecond) / 1000);
    // At most 2 ms of arrears at a time, so that the bench itself does not hold up the loop it measures.
    const until = Math.min(due, done + wantedPerSecond / 500);
    for (; done < until; done += 1) work(done);
    mostWaiting = Math.max(mostWaiting, waiting(done));
    await breath();
  }
  loop.disable();
  return {
    perSecond: (done / (performance.now() - startMs)) * 1000,
    delayMs: loop.max / 1e6,
    p99Ms: loop.percentile(99) / 1e6,
    lagMs: (mostWaiting / wantedPerSecond) * 1000,
  };
}

async function paced(folder: string, round: number): Promise<Paced> {
  let shown = 0;
  const record = await makeRecord(folder, `paced-${round}`, (count) => {
    shown += count;
  });
  const measured = await pace(
    (n) => recordOne(record, n),
    (done) => done - shown,
  );
  await record.close();
  return measured;
}

type TimeName = 'delayMs' | 'p99Ms' | 'lagMs';
const all = (rounds: readonly Paced[], name: TimeName): number[] => rounds.map((round) => round[name]);
const middle = (rounds: readonly Paced[], name: TimeName): number => median(all(rounds, name));
const most = (rounds: readonly Paced[], name: TimeName): number => Math.max(...all(rounds, name));
const list = (rounds: readonly Paced[], name: TimeName): string =>
  all(rounds, name)
    .map((ms) => ms.toFixed(1))
    .join(', ');

/** As fast as it goes, until everything is on disk. */
async function flatOut(folder: string): Promise<number> {
  const record = await makeRecord(folder, 'hour', () => undefined);
  const startMs = performance.now();
  for (let n = 0; n < hourEntries; n += 1) {
    recordOne(record, n);
    if (n % 500 === 0) await breath();
  }
  await record.close();
  return (hourEntries / (performance.now() - startMs)) * 1000;
}

/** The recorder at the target rate and flat out, and reading back an hour's session. */
export async function benchEngine(): Promise<BenchTable> {
  const folder = await mkdtemp(join(tmpdir(), 'voxtally-bench-'));
  try {
    const idle: Paced[] = [];
    const recording: Paced[] = [];
    for (let round = 0; round < rounds; round += 1) {
      idle.push(
        await pace(
          () => undefined,
          () => 0,
        ),
      );
      recording.push(await paced(folder, round));
    }
    const fastest = await flatOut(folder);
    const openStart = performance.now();
    const opened = await new Library(folder, app).open('hour');
    const openMs = performance.now() - openStart;
    const index = new LogIndex(join(folder, 'hour', 'events.jsonl'));
    const firstStart = performance.now();
    await index.read(200_000, 200_199, 200);
    const firstMs = performance.now() - firstStart;
    const againStart = performance.now();
    const read = await index.read(100_000, 100_199, 200);
    const againMs = performance.now() - againStart;
    if (!opened.ok || read.length !== 200) throw new Error('the recorded session could not be read back');
    const { size } = await stat(join(folder, 'hour', 'events.jsonl'));
    return {
      title: 'Recorder',
      note: `Frames of a conversation, folded and written with their audio. The loop records and records nothing in turn, ${rounds} times ${pacedSeconds} s each; the middle of the rounds is held against the middle. The hour is ${hourEntries.toLocaleString('en')} entries, ${(size / 2 ** 20).toFixed(0)} MB of log.`,
      rows: [
        atLeast(
          `paced at ${wantedPerSecond} a second`,
          Math.min(...recording.map(({ perSecond }) => perSecond)),
          'entries/s',
          wantedPerSecond * 0.99,
        ),
        atMost(
          'loop held up by that, longest',
          middle(recording, 'delayMs') - middle(idle, 'delayMs'),
          'ms more',
          10,
          `${list(recording, 'delayMs')} ms; recording nothing ${list(idle, 'delayMs')} ms`,
        ),
        figure(
          'loop held up by that, 99 %',
          middle(recording, 'p99Ms') - middle(idle, 'p99Ms'),
          'ms more',
          `${list(recording, 'p99Ms')} ms; recording nothing ${list(idle, 'p99Ms')} ms`,
        ),
        figure('entries waiting for the disk, most', most(recording, 'lagMs'), 'ms of entries'),
        atLeast('flat out, until on disk', fastest, 'entries/s', wantedPerSecond),
        atMost('opening the hour from its checkpoint', openMs, 'ms', 1000),
        figure('first 200 entries from the middle, index included', firstMs, 'ms'),
        atMost('any other 200 entries', againMs, 'ms', 50),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
