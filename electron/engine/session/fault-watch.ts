import { benchError } from '../../../shared/kit/errors.ts';
import { visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';

export interface FaultParts {
  readonly bench: (event: BenchEvent) => void;
  /** One line for the host's log. */
  readonly log: (line: string) => void;
}

/** A service that sends one unfit frame after another fills neither the record nor the log with what the bench says of it. */
const mostReported = 20;

/**
 * Stands around everything that is done about a frame. A throw there is a fault of the bench; the frame is in the record by then,
 * so the fault is told, and the session goes on with the next one.
 */
export class FaultWatch {
  readonly #parts: FaultParts;
  readonly #reported = new Set<string>();

  constructor(parts: FaultParts) {
    this.#parts = parts;
  }

  /** Does the work, and waits for it in the background where it is a promise. @param about what it is done about, for a person */
  guard(about: string, work: () => void | Promise<void>): void {
    try {
      work()?.catch((error: unknown) => this.#met(about, error));
    } catch (error) {
      this.#met(about, error);
    }
  }

  /** As `guard`, for work that has to be over before anything else happens. Never rejects. */
  async settled(about: string, work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#met(about, error);
    }
  }

  #met(about: string, error: unknown): void {
    const what = visibleLine(about.slice(0, 80));
    if (this.#reported.size >= mostReported || this.#reported.has(what)) return;
    this.#reported.add(what);
    const fault = error instanceof Error ? error : new Error(String(error));
    this.#parts.log(`A fault of the bench while it worked on ${what}: ${fault.stack ?? fault.message}`);
    this.#parts.bench({
      type: 'bench.error',
      error: benchError('engine', `The bench met a fault of its own while it worked on ${what}.`, {
        nextStep:
          'The session goes on, and the record is complete. Please report this with the log of the application.',
        facts: { fault: fault.message },
      }),
    });
  }
}
