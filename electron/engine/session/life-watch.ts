import { performance } from 'node:perf_hooks';
import { clockJump, type ClockReading, expiresAtMs, expiryWarning } from '../../../shared/session/life.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import type { SessionView } from '../../../shared/session/view.ts';

export interface LifeWatchParts {
  readonly view: () => SessionView;
  readonly bench: (event: BenchEvent) => void;
  /** Finds out whether the connection still lives, and ends it soon when it does not. */
  readonly probe: () => void;
}

const everyMs = 1000;

const systemClocks = (): ClockReading => ({ monotonicMs: performance.now(), wallMs: Date.now() });

/** Looks at both clocks once a second: sleep, a clock that was set, and the end of the session's time. */
export class LifeWatch {
  readonly #parts: LifeWatchParts;
  readonly #clocks: () => ClockReading;
  #before: ClockReading;
  #warnedMs: number | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: LifeWatchParts, clocks: () => ClockReading = systemClocks) {
    this.#parts = parts;
    this.#clocks = clocks;
    this.#before = clocks();
  }

  start(): void {
    this.#before = this.#clocks();
    this.#timer = setInterval(() => this.look(), everyMs);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** One look; called by the timer. */
  look(): void {
    const now = this.#clocks();
    const jump = clockJump(this.#before, now, everyMs);
    this.#before = now;
    if (jump?.kind === 'slept') {
      this.#parts.bench({ type: 'bench.slept', forMs: jump.forMs });
      this.#parts.probe();
    } else if (jump?.kind === 'clock-set') {
      this.#parts.bench({ type: 'bench.clock-set', byMs: jump.byMs });
    }
    this.#warn(now.wallMs);
  }

  #warn(wallMs: number): void {
    const endMs = expiresAtMs(this.#parts.view().effective);
    if (endMs === null) return;
    const leftMs = endMs - wallMs;
    const due = expiryWarning(leftMs, this.#warnedMs);
    if (due === null) return;
    this.#warnedMs = due;
    this.#parts.bench({ type: 'bench.expiring', leftMs: Math.round(leftMs) });
  }
}
