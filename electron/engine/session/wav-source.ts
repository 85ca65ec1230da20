import { performance } from 'node:perf_hooks';
import { frameMs, frameSamples, wireRateHz } from '../../../shared/audio/frames.ts';
import { LevelMeter, type LevelReading } from '../../../shared/audio/level-meter.ts';
import { Resampler } from '../../../shared/audio/resampler.ts';
import { floatToPcm16 } from '../../../shared/audio/samples.ts';
import { readMono, type WavFile } from '../../../shared/audio/wav.ts';

/** A WAV file as the 20 ms frames a microphone would give: mono, 24 kHz, then silence. Has no clock of its own. */
class WavFrames {
  readonly #wav: WavFile;
  readonly #resampler: Resampler;
  readonly #meter: LevelMeter;
  readonly #blockSamples: number;
  readonly #scratch: Float32Array;
  #waiting = new Float32Array(0);
  #position = 0;
  #flushed = false;
  #silenceFrames: number;
  #clips = 0;

  constructor(wav: WavFile, trailingSilenceMs: number) {
    this.#wav = wav;
    this.#resampler = new Resampler(wav.rateHz, wireRateHz);
    this.#meter = new LevelMeter(wav.rateHz);
    this.#blockSamples = Math.ceil((wav.rateHz * frameMs) / 1000);
    this.#scratch = new Float32Array(this.#resampler.maxOutput(this.#blockSamples));
    this.#silenceFrames = Math.ceil(trailingSilenceMs / frameMs);
  }

  /** The next frame, the last one filled up with silence; null when file and trailing silence are through. */
  next(): Int16Array | null {
    while (this.#waiting.length < frameSamples && !this.#flushed) this.#readBlock();
    if (this.#waiting.length > 0) return this.#take();
    if (this.#silenceFrames === 0) return null;
    this.#silenceFrames -= 1;
    this.#meter.push(new Float32Array(this.#blockSamples));
    return new Int16Array(frameSamples);
  }

  /** The meter at the frames given so far, at the file's own rate. */
  level(): LevelReading {
    return this.#meter.read();
  }

  /** Samples that reached full scale on the way to 24 kHz since the last call. */
  takeClips(): number {
    const clips = this.#clips;
    this.#clips = 0;
    return clips;
  }

  #take(): Int16Array {
    const frame = new Int16Array(frameSamples);
    const count = Math.min(frameSamples, this.#waiting.length);
    this.#clips += floatToPcm16(this.#waiting.subarray(0, count), frame, count);
    this.#waiting = this.#waiting.slice(count);
    return frame;
  }

  #readBlock(): void {
    const to = Math.min(this.#wav.samples, this.#position + this.#blockSamples);
    if (to === this.#position) {
      this.#flushed = true;
      const heldSamples = Math.ceil((this.#resampler.delayMs * this.#wav.rateHz) / 1000);
      const tail = new Float32Array(this.#resampler.maxOutput(heldSamples));
      this.#keep(tail, this.#resampler.flush(tail));
      return;
    }
    const block = readMono(this.#wav, this.#position, to);
    this.#position = to;
    this.#meter.push(block);
    this.#keep(this.#scratch, this.#resampler.process(block, this.#scratch));
  }

  #keep(samples: Float32Array, count: number): void {
    const joined = new Float32Array(this.#waiting.length + count);
    joined.set(this.#waiting);
    joined.set(samples.subarray(0, count), this.#waiting.length);
    this.#waiting = joined;
  }
}

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
