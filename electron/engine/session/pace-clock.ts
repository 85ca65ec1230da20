import { performance } from 'node:perf_hooks';

/** The part of a clock and timers that pacing needs. */
export interface PaceClock {
  nowMs(): number;
  after(ms: number, run: () => void): () => void;
}

export const realClock: PaceClock = {
  nowMs: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
