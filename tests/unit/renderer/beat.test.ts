import { beforeEach, describe, expect, it } from 'vitest';
import { Beat, beatMs } from '../../../renderer/ui/beat.ts';

/** A page whose time goes on by hand. */
class Page {
  ms = 0;
  readonly #timers = new Set<{ readonly dueMs: number; readonly run: () => void }>();
  readonly #listeners: (() => void)[] = [];
  readonly visibility = {
    hidden: false,
    onChange: (listener: () => void): void => void this.#listeners.push(listener),
  };

  readonly failures: unknown[] = [];

  failed(error: unknown): void {
    this.failures.push(error);
  }

  nowMs(): number {
    return this.ms;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { dueMs: this.ms + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  see(seen: boolean): void {
    this.visibility.hidden = !seen;
    for (const listener of this.#listeners) listener();
  }

  /** Timers that wait: none wakes a window in which nothing runs. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Runs what falls due, each at its time. Returns how often the page was woken. */
  go(ms: number): number {
    const untilMs = this.ms + ms;
    let woken = 0;
    for (;;) {
      const [next] = [...this.#timers].sort((one, other) => one.dueMs - other.dueMs);
      if (next === undefined || next.dueMs > untilMs) break;
      this.#timers.delete(next);
      this.ms = Math.max(this.ms, next.dueMs);
      woken += 1;
      next.run();
    }
    this.ms = untilMs;
    return woken;
  }
}

describe('the beat of a window', () => {
  let page = new Page();
  let beat = new Beat(page);
  beforeEach(() => {
    page = new Page();
    beat = new Beat(page);
  });

  it('wakes the window once for all that runs at one pace, ten times a second', () => {
    let [meters, clock] = [0, 0];
    beat.every(beatMs, () => ((meters += 1), true));
    // In the middle of a beat.
    page.go(20);
    beat.every(130, () => ((clock += 1), true));
    const woken = page.go(1001);
    expect(woken).toBe(10);
    expect(meters).toBe(10);
    expect(clock).toBe(10);
  });

  it('makes slower paces out of whole beats, so that they fall on those of the faster', () => {
    const times: number[] = [];
    beat.every(beatMs, () => true);
    beat.every(250, () => (times.push(Math.round(page.ms / beatMs)), true));
    const woken = page.go(1001);
    expect(woken).toBe(10);
    expect(times).toEqual([3, 6, 9]);
  });

  it('lets what a person waits for come in between, and what streams when others come anyway', () => {
    const times: number[] = [];
    page.go(beatMs + 1);
    for (const pace of ['stream', 'words', 'soon'] as const) beat.once(() => times.push(page.ms), pace);
    beat.once(() => times.push(page.ms));
    page.go(1000);
    expect(times.map((ms) => ms / beatMs)).toEqual([1.25, 2, 3, 6].map((beats) => expect.closeTo(beats)));
    expect(page.waiting).toBe(0);
  });

  it('does what came before what shows it', () => {
    const order: string[] = [];
    beat.every(beatMs, () => (order.push('shown'), true));
    beat.once(() => order.push('came'));
    page.go(beatMs + 1);
    expect(order).toEqual(['came', 'shown']);
  });

  it('looks four times a second only at what has not changed for two seconds, until it changes', () => {
    let changes = false;
    let looks = 0;
    beat.every(beatMs, () => ((looks += 1), changes));
    page.go(3000);
    looks = 0;
    expect(page.go(10_000)).toBeLessThanOrEqual(42);
    expect(looks).toBeGreaterThanOrEqual(40);
    changes = true;
    page.go(300);
    looks = 0;
    page.go(1000);
    expect(looks).toBe(10);
  });

  it('is still while the page is hidden, but for what must go on, and goes on at once when it is seen', () => {
    let [painted, folded] = [0, 0];
    beat.every(beatMs, () => ((painted += 1), true));
    beat.once(() => (folded += 1));
    page.see(false);
    expect([painted, folded]).toEqual([0, 1]);
    expect(page.waiting).toBe(0);
    beat.once(() => (folded += 1), 'stream');
    expect(folded).toBe(2);
    expect(page.go(10_000)).toBe(0);
    page.see(true);
    expect([painted, folded]).toEqual([1, 2]);
    page.go(beatMs + 1);
    expect(painted).toBe(2);
  });

  it('goes on with the others where one fails, and says so', () => {
    let [turns, folded] = [0, 0];
    beat.every(beatMs, () => {
      throw new Error('no picture');
    });
    beat.every(beatMs, () => ((turns += 1), true));
    beat.once(() => {
      throw new Error('no fold');
    });
    beat.once(() => (folded += 1));
    page.go(1001);
    expect([turns, folded]).toEqual([10, 1]);
    expect(page.failures).toHaveLength(11);
  });

  it('keeps no timer once nothing runs', () => {
    const stop = beat.every(beatMs, () => true);
    expect(page.waiting).toBe(1);
    stop();
    expect(page.waiting).toBe(0);
  });

  it('catches up with one turn when it was kept waiting', () => {
    let turns = 0;
    beat.every(beatMs, () => ((turns += 1), true));
    page.ms += 1000;
    page.go(0);
    expect(turns).toBe(1);
    page.go(1001);
    expect(turns).toBe(11);
  });
});
