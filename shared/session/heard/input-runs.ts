import { append, at, type ChunkList, replace } from '../../kit/chunk-list.ts';

/** A stretch of what a person sent that came in one piece. */
export interface InputRun {
  readonly file: string;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly bytesPerMs: number;
  readonly bytesPerSample: number;
  /** Session time of its first sample. */
  readonly startMs: number;
}

/** Frames that come this much earlier or later than they are due belong together all the same: less than one of them. */
const toleranceMs = 15;
/** What was held up and comes in a heap belongs to the time before: so long a run is still moved there. */
const mostMovedMs = 2000;
/** Two clocks that do not agree are apart by less than this when it is noticed; what is more came faster than anybody speaks. */
const mostDriftMs = 100;

const endMs = (run: InputRun): number => run.startMs + run.lengthBytes / run.bytesPerMs;

type Frame = Omit<InputRun, 'startMs'>;

/**
 * The runs after one more frame, which was sent at `t` and so holds what was said until then.
 * One that is late begins a run; where those behind it come at once, it is moved back to when they were said, at most to the end of the
 * run before. What comes faster than real time lies one behind the other.
 */
export function inputAfter(runs: ChunkList<InputRun>, frame: Frame, t: number): ChunkList<InputRun> {
  const due = Math.max(0, t - frame.lengthBytes / frame.bytesPerMs);
  const index = runs.length - 1;
  const run = at(runs, index);
  if (run === undefined) return append(runs, { ...frame, startMs: due });
  const goesOn = run.file === frame.file && run.offsetBytes + run.lengthBytes === frame.offsetBytes;
  const earlyMs = endMs(run) - due;
  if (!goesOn || earlyMs < -toleranceMs) return append(runs, { ...frame, startMs: Math.max(0, due) });
  const before = at(runs, index - 1);
  const roomMs = Math.max(0, run.startMs - (before === undefined ? 0 : endMs(before)));
  const isMoved = earlyMs > toleranceMs && run.lengthBytes / run.bytesPerMs < mostMovedMs;
  const movedMs = isMoved ? Math.min(earlyMs, roomMs) : 0;
  const leftMs = earlyMs - movedMs;
  if (!isMoved && leftMs > toleranceMs && leftMs <= mostDriftMs) return append(runs, { ...frame, startMs: due });
  const grown = { ...run, startMs: run.startMs - movedMs, lengthBytes: run.lengthBytes + frame.lengthBytes };
  return replace(runs, index, grown);
}
