import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogIndex } from '../../electron/engine/record/log-index.ts';
import { Library } from '../../electron/engine/record/library.ts';
import { SessionRecord } from '../../electron/engine/record/session-record.ts';
import type { JsonObject } from '../../shared/kit/json.ts';
import type { SessionHeader } from '../../shared/session/entry.ts';
import { holdRows, inTurn, type PacedPhase, pacedPhase } from './support/paced-loop.ts';
import { atLeast, atMost, figure, type BenchTable } from './table.ts';

const app = 'bench';
const wantedPerSecond = 20_000;
/** Longer than a checkpoint takes to come round. */
const phaseMs = 6000;
const pairs = 4;
const mostHoldMs = 10;
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

interface Frame {
  readonly from: 'client' | 'server';
  readonly text: string;
  /** The same frame parsed, where whoever sends it has it. */
  readonly event?: JsonObject;
}

/** Frames as a conversation mixes them: mostly voice in 20 ms pieces, now and then text and a longer piece of reply. */
function frameOf(n: number): Frame {
  if (n % 12 === 0) return { from: 'server', text: audioDelta };
  if (n % 12 === 6) return { from: 'server', text: transcriptDelta };
  return { from: 'client', text: append, event: appendEvent };
}

function recordOne(record: SessionRecord, n: number): void {
  const { from, text, event } = frameOf(n);
  record.frame(from, text, event);
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

/** A record of its own for each phase: what one leaves to be written is no burden of the next. */
async function recording(folder: string, number: number): Promise<PacedPhase> {
  let shown = 0;
  const record = await makeRecord(folder, `paced-${number}`, (count) => {
    shown += count;
  });
  const phase = await pacedPhase(
    { perSecond: wantedPerSecond, forMs: phaseMs },
    (n) => recordOne(record, n),
    (done) => done - shown,
  );
  await record.close();
  return phase;
}

/** The same frames come at the same pace, and nothing is made of them. */
async function recordingNothing(): Promise<PacedPhase> {
  let letters = 0;
  const phase = await pacedPhase({ perSecond: wantedPerSecond, forMs: phaseMs }, (n) => {
    letters += frameOf(n).text.length;
  });
  if (letters === 0) throw new Error('no frame came');
  return phase;
}

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
    let phases = 0;
    const ways = await inTurn(pairs, () => recording(folder, (phases += 1)), recordingNothing);
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
      note: `Frames of a conversation, folded and written with their audio, in turn with a loop to which the same frames come at the same pace and which records nothing. The hour is ${hourEntries.toLocaleString('en')} entries, ${(size / 2 ** 20).toFixed(0)} MB of log.`,
      rows: [
        atLeast(
          `paced at ${wantedPerSecond} a second for ${pairs} times ${phaseMs / 1000} s, slowest`,
          Math.min(...ways.working.map(({ perSecond }) => perSecond)),
          'entries/s',
          wantedPerSecond * 0.99,
        ),
        ...holdRows(ways, mostHoldMs),
        figure(
          'entries waiting for the disk, most',
          Math.max(...ways.working.map(({ lagMs }) => lagMs)),
          'ms of entries',
        ),
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
