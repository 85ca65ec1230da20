import { join } from 'node:path';
import { frameKinds } from '../../fuzz/frames.ts';
import { type Failure, fuzz, type Fuzzed } from '../../fuzz/fuzz.ts';
import { atLeast, atMost, type BenchTable, figure } from '../table.ts';

const seed = 1;
const frames = 100_000;
const perSession = 500;
const hugeBytes = 20_000_000;

/** Which of the faults took the engine, which the record, which anything that reads it. */
const crashes = ({ fault: { what } }: Failure): boolean => what.startsWith('the engine threw');
const inRecord = ({ fault: { what } }: Failure): boolean => /record|frame|summary|replay|window missed/.test(what);

function tableOf({ sent, byKind, sessions, failures, tookMs }: Fuzzed): BenchTable {
  const crashed = failures.filter(crashes);
  const record = failures.filter((failure) => !crashes(failure) && inRecord(failure));
  return {
    title: 'Frames of a service out of its mind',
    note: `${sessions} sessions of up to ${perSession} frames, made from seed ${seed}: GA and preview dialect, conversations and transcription, with tools that are answered, transcription, voice detection, a budget, a player, options changed and events sent meanwhile; one frame of ${hugeBytes / 1e6} MB. Half of the sessions the service ends itself: in the middle of a frame, with a reason, without one. Afterwards the log is read apart from the application's own reader and compared with what was sent, byte for byte and in order; live view, replay, checkpoint and what the engine opens must be one; everything that reads a view reads it. Speed as it was on this machine, everything in one process, judging included.`,
    grid: {
      corner: 'frames',
      lines: frameKinds.map((kind) => ({ name: kind, cells: [figure('sent', byKind.get(kind) ?? 0, '')] })),
    },
    rows: [
      atLeast('frames through the engine', sent, 'frames', frames),
      atMost('faults that escaped from the engine', crashed.length, 'faults', 0),
      atMost('faults of the record', record.length, 'faults', 0),
      atMost('other faults', failures.length - crashed.length - record.length, 'faults', 0),
      figure('time', tookMs / 1000, 's'),
      figure('speed', sent / (tookMs / 1000), 'frames/s'),
    ],
  };
}

/** What the engine bears: every kind of frame, in sessions that do everything at once. */
export async function benchFuzz(root: string): Promise<BenchTable> {
  // Tokens are counted as in the application, in a thread of their own.
  const services = { tokenWorker: join(root, 'out', 'node', 'token-worker.js') };
  const progress = (said: string): void => void process.stderr.write(`${said}\n`);
  const done = await fuzz({ seed, frames, perSession, hugeBytes, services, progress });
  return tableOf(done);
}
