import { monitorEventLoopDelay } from 'node:perf_hooks';
import { atMost, type BenchRow, figure, median } from '../table.ts';

/** How one phase went in which work came at a pace. */
export interface PacedPhase {
  /** Pieces of work a second that were done. */
  readonly perSecond: number;
  /** How long the loop was held up: at worst, and in 99 of 100 cases, ms. */
  readonly longestMs: number;
  readonly p99Ms: number;
  /** Most that waited at once, as the ms in which they came. */
  readonly lagMs: number;
}

export interface Pace {
  readonly perSecond: number;
  readonly forMs: number;
}

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Calls `work` at a pace in small bursts, for a while, and watches the loop.
 * @param work is given the number of the piece, from 0 @param waiting how many of those done wait for something yet
 */
export async function pacedPhase(
  { perSecond, forMs }: Pace,
  work: (n: number) => void,
  waiting: (done: number) => number = () => 0,
): Promise<PacedPhase> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const startMs = performance.now();
  let done = 0;
  let mostWaiting = 0;
  loop.enable();
  for (let elapsedMs = 0; elapsedMs < forMs; elapsedMs = performance.now() - startMs) {
    const due = Math.floor((elapsedMs * perSecond) / 1000);
    // At most 2 ms of arrears at a time, so that the bench itself does not hold up the loop it measures.
    const until = Math.min(due, done + perSecond / 500);
    for (; done < until; done += 1) work(done);
    mostWaiting = Math.max(mostWaiting, waiting(done));
    await breath();
  }
  loop.disable();
  return {
    perSecond: (done / (performance.now() - startMs)) * 1000,
    longestMs: loop.max / 1e6,
    p99Ms: loop.percentile(99) / 1e6,
    lagMs: (mostWaiting / perSecond) * 1000,
  };
}

/** Two ways of the same loop, each as often, and pairs of them as they came one behind the other. */
export interface TwoWays {
  readonly working: readonly PacedPhase[];
  readonly idle: readonly PacedPhase[];
}

/**
 * Both ways in turn, the first of a pair the second of the next, so that neither has the warm machine, the full heap or the busy
 * minute to itself.
 */
export async function inTurn(
  pairs: number,
  working: () => Promise<PacedPhase>,
  idle: () => Promise<PacedPhase>,
): Promise<TwoWays> {
  const ways: { working: PacedPhase[]; idle: PacedPhase[] } = { working: [], idle: [] };
  for (let pair = 0; pair < pairs; pair += 1) {
    if (pair % 2 === 0) ways.idle.push(await idle());
    ways.working.push(await working());
    if (pair % 2 === 1) ways.idle.push(await idle());
  }
  return ways;
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;

/** How much longer the loop is held while it works: what the machine itself takes is in both, and in no difference of them. */
export function holdRows({ working, idle }: TwoWays, limitMs: number): BenchRow[] {
  const longest = (phases: readonly PacedPhase[]): number => Math.max(...phases.map(({ longestMs }) => longestMs));
  const p99 = (phases: readonly PacedPhase[]): number => median(phases.map(({ p99Ms }) => p99Ms));
  const differences = working.map(({ longestMs }, at) => longestMs - (idle[at]?.longestMs ?? Number.NaN));
  const both = (work: number, rest: number): string => `${ms(work)} recording, ${ms(rest)} recording nothing`;
  const [work, rest] = [longest(working), longest(idle)];
  return [
    atMost(
      'loop held up, longest, above the same loop recording nothing',
      work - rest,
      'ms',
      limitMs,
      both(work, rest),
    ),
    figure(`the same, middle of ${working.length} pairs`, median(differences), 'ms'),
    figure(
      'loop held up, 99 %, above the same loop recording nothing',
      p99(working) - p99(idle),
      'ms',
      both(p99(working), p99(idle)),
    ),
  ];
}
