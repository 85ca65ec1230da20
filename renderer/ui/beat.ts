/** Whether anybody can see the page. */
export interface Visibility {
  readonly hidden: boolean;
  onChange(listener: () => void): void;
}

/** What a beat needs of the page it beats in; times in milliseconds of one monotonic clock. */
export interface BeatPage {
  readonly visibility: Visibility;
  nowMs(): number;
  /** What went wrong in whoever was called back; the others are called all the same. */
  failed(error: unknown): void;
  /** Calls back once; returns what calls it off. */
  after(ms: number, run: () => void): () => void;
}

/** The pace of everything that runs by itself: what moves slower than this is not painted more often than it moves. */
export const beatMs = 100;
/** The finest that anything is due by. */
const stepMs = beatMs / 4;
const stepsInBeat = beatMs / stepMs;
/** Where nothing has changed for `stillAfterMs`, that is looked at four times a second only. */
const stillAfterMs = 2000;
const stillSteps = 10;

/**
 * How many beats lie between the pictures that show it: what a person waits for, what happens, words as they are said,
 * and sound as it streams, of which only counts and lengths are shown.
 */
const beatsOf = { soon: 0.25, next: 1, words: 3, stream: 6 } as const;
export type Pace = keyof typeof beatsOf;
/** What streams is shown this often. */
export const streamMs = beatsOf.stream * beatMs;

interface Wanted {
  /** In steps since the clock's zero. */
  readonly due: number;
  readonly run: () => void;
}

interface Running {
  due: number;
  /** From one to the next. */
  readonly steps: number;
  /** Tells whether something has changed. */
  readonly run: () => boolean;
  changedAt: number;
}

/**
 * One clock for all that runs in a window. A picture costs the computer a few milliseconds however little of it has
 * changed, so meters, clocks, the time axis and what comes from the engine change together, on the same beats. It
 * slows down for what stands still, and nothing beats while the page is hidden or nobody listens.
 */
export class Beat {
  readonly #page: BeatPage;
  readonly #every = new Set<Running>();
  #once: Wanted[] = [];
  #stop: (() => void) | null = null;

  constructor(page: BeatPage) {
    this.#page = page;
    page.visibility.onChange(() => this.#turn(true));
  }

  /**
   * Calls back every `periodMs` or less often, on a beat, while the page is to be seen; what is to come in less than two
   * beats comes with each, and in less than one with each half. `run` tells whether it has changed anything. Returns
   * what ends it.
   */
  every(periodMs: number, run: () => boolean): () => void {
    // Two paces that are no multiples of each other would make two pictures where one does.
    const beats = periodMs / beatMs;
    const whole = beats < 2 - 1e-6 ? 1 : Math.ceil(beats - 1e-6);
    const steps = (beats < 1 - 1e-6 ? 0.5 : whole) * stepsInBeat;
    const due = this.#nextOf(steps);
    const entry: Running = { due, steps, run, changedAt: due };
    this.#every.add(entry);
    this.#wind();
    return () => {
      this.#every.delete(entry);
      this.#wind();
    };
  }

  /**
   * Calls back once, on the next beat of that pace: slower ones fall on those of the faster, so that they share a picture.
   * In a hidden page, where no picture is made, at once: the engine sends it what comes in a second together.
   */
  once(run: () => void, pace: Pace = 'next'): void {
    if (this.#page.visibility.hidden) {
      this.#call(run);
      return;
    }
    this.#once.push({ due: this.#nextOf(beatsOf[pace] * stepsInBeat), run });
    this.#wind();
  }

  #nextOf(steps: number): number {
    const now = Math.floor(this.#page.nowMs() / stepMs + 1e-6);
    return now - (now % steps) + steps;
  }

  #wind(): void {
    this.#stop?.();
    this.#stop = null;
    const waiting = this.#page.visibility.hidden ? [] : [...this.#once, ...this.#every];
    if (waiting.length === 0) return;
    const dueMs = Math.min(...waiting.map(({ due }) => due)) * stepMs;
    this.#stop = this.#page.after(Math.max(0, dueMs - this.#page.nowMs()), () => this.#turn(false));
  }

  /** @param all whatever waits is done, due or not */
  #turn(all: boolean): void {
    const now = Math.floor(this.#page.nowMs() / stepMs + 1e-6);
    // What came is folded before anything shows what has come.
    const once = this.#once;
    this.#once = all ? [] : once.filter(({ due }) => due > now);
    for (const { due, run } of once) if (all || due <= now) this.#call(run);
    for (const entry of this.#page.visibility.hidden ? [] : this.#every) {
      if (entry.due > now && !all) continue;
      if (this.#call(entry.run) === true) entry.changedAt = now;
      const still = (now - entry.changedAt) * stepMs >= stillAfterMs;
      entry.due = this.#nextOf(still ? Math.max(stillSteps, entry.steps) : entry.steps);
    }
    this.#wind();
  }

  #call<T>(run: () => T): T | null {
    try {
      return run();
    } catch (error) {
      this.#page.failed(error);
      return null;
    }
  }
}
