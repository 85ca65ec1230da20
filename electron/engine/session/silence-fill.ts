import { frameMs, frameSamples } from '../../../shared/audio/frames.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import { type PaceClock, realClock } from './pace-clock.ts';

export interface SilenceFillHooks {
  /** Sends one frame of silence. Returns false where the connection has dropped it. */
  frame(pcm24k: Int16Array): boolean;
  bench(event: BenchEvent): void;
}

/**
 * Nothing for so long is more than a page or a machine that is busy. What came too late by less is sent as it comes; silence goes
 * out for the whole of the time once it is sure, so that the service hears no shorter pause than there was.
 */
export const silentAfterMs = 500;
/** How often it is looked while sound comes. */
const watchEveryMs = 100;
/** Silence stays so far behind the clock: the first frame of a microphone that is back was taken a moment before it came. */
const behindMs = 100;
/** A look that comes later than this had to wait for this process: frames may lie in its queue, so the time is not counted. */
const mostLookMs = 200;

/**
 * Keeps the service's clock going while a microphone that was heard gives nothing: it is lost, being changed, or its page is being
 * loaded. Frames of silence take the place of those that do not come, at the pace of a clock, so a VAD ends the turn. A frame whose
 * time is filled already is not sent on top of that.
 */
export class SilenceFill {
  readonly #hooks: SilenceFillHooks;
  readonly #clock: PaceClock;
  #cancel: (() => void) | null = null;
  #running = false;
  #filling = false;
  #lookedAtMs = 0;
  /** Since a frame came, by looks. */
  #quietMs = 0;
  /** What has passed, and what of it is filled, since the last frame that was sent. */
  #passedMs = 0;
  #filledFrames = 0;
  /** Of those, what the connection has dropped. */
  #droppedFrames = 0;
  #lateFrames = 0;
  /** Wall clock at the end of the last frame that was sent; null while it had no stamp. */
  #heardUntilMs: number | null = null;

  constructor(hooks: SilenceFillHooks, clock: PaceClock = realClock) {
    this.#hooks = hooks;
    this.#clock = clock;
  }

  /**
   * A frame came.
   * @param firstAtMs wall clock of its first sample; 0: not known
   * @returns whether it is to be sent: false for one whose time was filled with silence
   */
  heard(firstAtMs: number): boolean {
    this.#filling = false;
    this.#quietMs = 0;
    if (this.#isFilled(firstAtMs)) {
      this.#lateFrames += 1;
      return false;
    }
    this.#fillUpTo(firstAtMs);
    this.#report();
    this.#passedMs = 0;
    this.#heardUntilMs = firstAtMs > 0 ? firstAtMs + frameMs : null;
    this.#lookedAtMs = this.#clock.nowMs();
    if (!this.#running) {
      this.#running = true;
      this.#schedule();
    }
    return true;
  }

  /** Something else speaks in the place of the microphone. */
  spoken(): void {
    if (this.#running) this.heard(0);
  }

  stop(): void {
    this.#running = false;
    this.#cancel?.();
    this.#cancel = null;
    this.#report();
  }

  get #filledUntilMs(): number | null {
    return this.#heardUntilMs === null ? null : this.#heardUntilMs + this.#filledFrames * frameMs;
  }

  /** Never more frames than were filled: a clock that was set cannot silence a microphone for good. */
  #isFilled(firstAtMs: number): boolean {
    const until = this.#filledUntilMs;
    if (until === null || firstAtMs === 0 || this.#lateFrames >= this.#filledFrames) return false;
    return firstAtMs + frameMs / 2 < until;
  }

  /** What silence was behind the clock goes out before the first frame after it. */
  #fillUpTo(firstAtMs: number): void {
    const until = this.#filledUntilMs;
    if (this.#filledFrames === 0 || until === null || firstAtMs === 0) return;
    const missing = Math.min(Math.floor((firstAtMs - until) / frameMs), behindMs / frameMs);
    for (let n = 0; n < missing; n += 1) this.#sendSilence();
  }

  #schedule(): void {
    this.#cancel = this.#clock.after(this.#filling ? frameMs : watchEveryMs, () => this.#look());
  }

  #look(): void {
    const now = this.#clock.nowMs();
    const elapsedMs = Math.min(mostLookMs, now - this.#lookedAtMs);
    this.#lookedAtMs = now;
    this.#quietMs += elapsedMs;
    this.#passedMs += elapsedMs;
    if (this.#quietMs >= silentAfterMs) this.#filling = true;
    while (this.#filling && (this.#filledFrames + 1) * frameMs <= this.#passedMs - behindMs) this.#sendSilence();
    if (this.#running) this.#schedule();
  }

  #sendSilence(): void {
    this.#filledFrames += 1;
    if (!this.#hooks.frame(new Int16Array(frameSamples))) this.#droppedFrames += 1;
  }

  #report(): void {
    if (this.#filledFrames === 0) return;
    const droppedMs = this.#droppedFrames * frameMs;
    this.#hooks.bench({
      type: 'bench.input.filled',
      silenceMs: this.#filledFrames * frameMs - droppedMs,
      lateFrames: this.#lateFrames,
      ...(droppedMs === 0 ? {} : { droppedMs }),
    });
    this.#filledFrames = 0;
    this.#droppedFrames = 0;
    this.#lateFrames = 0;
  }
}
