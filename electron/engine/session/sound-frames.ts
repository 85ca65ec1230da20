import { frameMs, frameSamples, wireRateHz } from '../../../shared/audio/frames.ts';
import type { HeardChoice, HeardSound } from '../../../shared/audio/heard-sound.ts';
import { LevelMeter, type LevelReading } from '../../../shared/audio/level-meter.ts';
import { pcm16ToFloat } from '../../../shared/audio/samples.ts';
import type { SoundInfo } from '../../../shared/audio/sound-file.ts';

/** What is played of a file, and how. */
export interface SoundToPlay extends HeardChoice {
  readonly info: SoundInfo;
  readonly heard: HeardSound;
  readonly trailingSilenceMs: number;
  /** What is heard is the mean of channels that cancel each other. */
  readonly cancels?: boolean;
}

/** A file as the 20 ms frames a microphone would give, then silence. Has no clock of its own. */
export class SoundFrames {
  readonly #heard: HeardSound;
  readonly #meter = new LevelMeter(wireRateHz);
  readonly #block = new Float32Array(frameSamples);
  readonly #soundFrames: number;
  readonly #frames: number;
  #next = 0;
  #clips = 0;

  constructor({ heard, trailingSilenceMs }: SoundToPlay) {
    this.#heard = heard;
    this.#soundFrames = Math.ceil(heard.pcm24k.length / frameSamples);
    this.#frames = this.#soundFrames + Math.ceil(trailingSilenceMs / frameMs);
  }

  /** The next frame, the last one filled up with silence; null when file and trailing silence are through. */
  next(): Int16Array | null {
    if (this.#next === this.#frames) return null;
    const from = this.#next * frameSamples;
    const clips = this.#heard.clips[this.#next] ?? 0;
    const frame = new Int16Array(frameSamples);
    frame.set(this.#heard.pcm24k.subarray(from, from + frameSamples));
    pcm16ToFloat(frame, this.#block);
    this.#meter.push(this.#block);
    this.#clips += clips;
    this.#next += 1;
    return frame;
  }

  /** The meter at the frames given so far. */
  level(): LevelReading {
    return this.#meter.read();
  }

  /** Samples beyond full scale, after the gain, since the last call. */
  takeClips(): number {
    const clips = this.#clips;
    this.#clips = 0;
    return clips;
  }
}
