/** What a beat needs of the page it beats in; times in milliseconds of one monotonic clock. */
export interface BeatPage {
  nowMs(): number;
  /** Calls back once; returns what calls it off. */
  after(ms: number, run: () => void): () => void;
  readonly hidden: boolean;
  /** Calls back whenever the page is hidden or shown. */
  onVisibility(listener: () => void): void;
}

/** The pace of everything that runs by itself: what moves slower than this is not painted more often than it moves. */
export const beatMs = 1000 / 15;
/** What a person waits for comes at twice that pace. */
const halfMs = beatMs / 2;
/** In a hidden page nobody looks; what must go on goes on at this pace. */
export const hiddenMs = 1000;
/** Where nothing has changed for `stillAfterMs`, that is looked at four times a second only. */
const stillAfterMs = 2000;
const stillHalves = 8;

interface Wanted {
  /** In half beats since the clock's zero. */
  due: number;
  readonly run: () => void;
}

interface Running extends Omit<Wanted, 'run'> {
  readonly halves: number;
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
    page.onVisibility(() => this.#turn());
  }

  /**
   * Calls back about every `periodMs`, at most once a half beat, while the page is to be seen; `run` tells whether it
   * has changed anything. Returns what ends it.
   */
  every(periodMs: number, run: () => boolean): () => void {
    // Two paces that are no multiples of each other would make two pictures where one does.
    const halves = periodMs < beatMs ? 1 : Math.floor(periodMs / beatMs + 1e-6) * 2;
    const due = this.#nextOf(halves);
    const entry: Running = { due, halves, run, changedAt: due };
    this.#every.add(entry);
    this.#wind();
    return () => {
      this.#every.delete(entry);
      this.#wind();
    };
  }

  /** Calls back once, on the next beat; `soon` on the next half. In a hidden page it takes up to a second. */
  once(run: () => void, soon = false): void {
    this.#once.push({ due: this.#nextOf(soon ? 1 : 2), run });
    this.#wind();
  }

  #nextOf(halves: number): number {
    const now = Math.floor(this.#page.nowMs() / halfMs + 1e-6);
    return now - (now % halves) + halves;
  }

  #wind(): void {
    this.#stop?.();
    this.#stop = null;
    const { hidden } = this.#page;
    const waiting = hidden ? this.#once : [...this.#once, ...this.#every];
    if (waiting.length === 0) return;
    const dueMs = Math.min(...waiting.map(({ due }) => due)) * halfMs;
    this.#stop = this.#page.after(hidden ? hiddenMs : Math.max(0, dueMs - this.#page.nowMs()), () => this.#turn());
  }

  #turn(): void {
    const { hidden } = this.#page;
    const now = Math.floor(this.#page.nowMs() / halfMs + 1e-6);
    // What came is folded before anything shows what has come.
    const once = this.#once;
    this.#once = hidden ? [] : once.filter(({ due }) => due > now);
    for (const entry of once) if (hidden || entry.due <= now) entry.run();
    if (!hidden) {
      for (const entry of this.#every) {
        if (entry.due > now) continue;
        if (entry.run()) entry.changedAt = now;
        const still = (now - entry.changedAt) * halfMs >= stillAfterMs;
        entry.due = this.#nextOf(still ? Math.max(stillHalves, entry.halves) : entry.halves);
      }
    }
    this.#wind();
  }
}

/** The beat of this page. */
export const beat = new Beat({
  nowMs: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  get hidden() {
    return document.hidden;
  },
  onVisibility: (listener) => document.addEventListener('visibilitychange', listener),
});
