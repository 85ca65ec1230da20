import { isOpen, openWork } from '../../../shared/session/open-work.ts';
import type { SessionView } from '../../../shared/session/view.ts';

/** The parts of a session that waiting for its open work needs. */
export interface SafeCloseParts {
  readonly view: () => SessionView;
  /** Session time now. */
  readonly nowMs: () => number;
  readonly connected: () => boolean;
}

/** Waiting for an answer to begin ends by time alone, without any event. */
const lookEveryMs = 250;

/** Waits, bounded, until a session owes nothing any more. Somebody may end the wait at any time. */
export class SafeClose {
  readonly #parts: SafeCloseParts;
  #finish: (() => void) | null = null;
  #check: (() => void) | null = null;

  constructor(parts: SafeCloseParts) {
    this.#parts = parts;
  }

  get waiting(): boolean {
    return this.#finish !== null;
  }

  /** Something was received, or the connection is gone. */
  changed(): void {
    this.#check?.();
  }

  /** Waits no longer. */
  hurry(): void {
    this.#finish?.();
  }

  /** Resolves when nothing is open any more, the connection is gone, the time is over, or somebody is in a hurry. */
  settled(graceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        clearInterval(again);
        this.#check = null;
        this.#finish = null;
        resolve();
      };
      const check = (): void => {
        const { view, nowMs, connected } = this.#parts;
        if (!connected() || !isOpen(openWork(view(), nowMs()))) finish();
      };
      const timer = setTimeout(finish, graceMs);
      const again = setInterval(check, lookEveryMs);
      this.#check = check;
      this.#finish = finish;
      check();
    });
  }
}
