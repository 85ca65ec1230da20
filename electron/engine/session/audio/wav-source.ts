import { performance } from 'node:perf_hooks';
import { frameMs } from '../../../../shared/audio/frame.ts';
import type { LevelReading } from '../../../../shared/audio/level.ts';
import type { WavFile } from '../../../../shared/audio/wav.ts';
import { WavFrames } from './wav-frames.ts';

export interface WavSourceHooks {
  frame(pcm24k: Int16Array): void;
  level(level: LevelReading): void;
  clipped(count: number): void;
  /** Whether the connection takes audio now: a file, unlike a voice, can wait. */
  ready(): boolean;
  ended(): void;
}

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

/** A meter reading about 30 times a second would be every 1.6 frames; every second frame is 25. */
const levelEveryFrames = 2;

/**
 * Plays a WAV into the session at the pace of speech: frame n leaves n x 20 ms after the start on a monotonic clock,
 * so late timers are caught up and nothing drifts. While the connection takes no audio the file's time stands still.
 */
export class WavSource {
  readonly #frames: WavFrames;
  readonly #hooks: WavSourceHooks;
  readonly #clock: PaceClock;
  #startMs = 0;
  #sent = 0;
  #cancel: (() => void) | null = null;
  #stopped = false;

  constructor(wav: WavFile, trailingSilenceMs: number, hooks: WavSourceHooks, clock: PaceClock = realClock) {
    this.#frames = new WavFrames(wav, trailingSilenceMs);
    this.#hooks = hooks;
    this.#clock = clock;
  }

  start(): void {
    this.#startMs = this.#clock.nowMs();
    this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    this.#cancel = null;
  }

  #schedule(): void {
    const dueMs = this.#startMs + (this.#sent + 1) * frameMs;
    this.#cancel = this.#clock.after(Math.max(0, dueMs - this.#clock.nowMs()), () => this.#tick());
  }

  #tick(): void {
    const due = Math.floor((this.#clock.nowMs() - this.#startMs) / frameMs);
    while (this.#sent < due && !this.#stopped) {
      if (!this.#hooks.ready()) {
        this.#startMs = this.#clock.nowMs() - this.#sent * frameMs;
        break;
      }
      const frame = this.#frames.next();
      if (frame === null) {
        this.#cancel = null;
        this.#hooks.ended();
        return;
      }
      this.#sent += 1;
      this.#hooks.frame(frame);
      this.#meter();
    }
    if (!this.#stopped) this.#schedule();
  }

  #meter(): void {
    const clips = this.#frames.takeClips();
    if (clips > 0) this.#hooks.clipped(clips);
    if (this.#sent % levelEveryFrames === 0) this.#hooks.level(this.#frames.level());
  }
}
