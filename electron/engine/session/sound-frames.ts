import {
  applyGain,
  type ChannelChoice,
  channelInForce,
  gainFactor,
  pickChannel,
} from '../../../shared/audio/channels.ts';
import { frameMs, frameSamples, wireRateHz } from '../../../shared/audio/frames.ts';
import { LevelMeter, type LevelReading } from '../../../shared/audio/level-meter.ts';
import { Resampler } from '../../../shared/audio/resampler.ts';
import { floatToPcm16 } from '../../../shared/audio/samples.ts';
import { readChannel, readChannels, type SoundFile } from '../../../shared/audio/sound-file.ts';

/** What is played of a file, and how. */
export interface SoundToPlay {
  readonly sound: SoundFile;
  readonly channel: ChannelChoice;
  readonly gainDb: number;
  readonly trailingSilenceMs: number;
  /** What is heard is the mean of channels that cancel each other. */
  readonly cancels?: boolean;
}

/** A file as the 20 ms frames a microphone would give: mono, 24 kHz, its first sample first, then silence. Has no clock of its own. */
export class SoundFrames {
  readonly #play: SoundToPlay;
  readonly #factor: number;
  readonly #resampler: Resampler;
  readonly #meter: LevelMeter;
  readonly #blockSamples: number;
  readonly #scratch: Float32Array;
  #waiting = new Float32Array(0);
  #position = 0;
  #flushed = false;
  #silenceFrames: number;
  #clips = 0;

  constructor(play: SoundToPlay) {
    const { rateHz } = play.sound;
    this.#play = play;
    this.#factor = gainFactor(play.gainDb);
    this.#resampler = new Resampler(rateHz, wireRateHz, { aligned: true });
    this.#meter = new LevelMeter(rateHz);
    this.#blockSamples = Math.ceil((rateHz * frameMs) / 1000);
    this.#scratch = new Float32Array(this.#resampler.maxOutput(this.#blockSamples));
    this.#silenceFrames = Math.ceil(play.trailingSilenceMs / frameMs);
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

  /** Samples beyond full scale at 24 kHz, after the gain, since the last call. */
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
    const { sound } = this.#play;
    const to = Math.min(sound.samples, this.#position + this.#blockSamples);
    if (to === this.#position) {
      this.#flushed = true;
      const tail = new Float32Array(this.#resampler.maxHeld());
      this.#keep(tail, this.#resampler.flush(tail));
      return;
    }
    const block = this.#heard(this.#position, to);
    this.#position = to;
    this.#meter.push(block);
    this.#keep(this.#scratch, this.#resampler.process(block, this.#scratch));
  }

  #heard(from: number, to: number): Float32Array {
    const { sound, channel } = this.#play;
    const only = channelInForce(channel, sound.channels);
    const channels = only === 'mix' ? readChannels(sound, from, to) : [readChannel(sound, only - 1, from, to)];
    const block = new Float32Array(to - from);
    pickChannel(channels, 'mix', block);
    applyGain(block, this.#factor);
    return block;
  }

  #keep(samples: Float32Array, count: number): void {
    const joined = new Float32Array(this.#waiting.length + count);
    joined.set(this.#waiting);
    joined.set(samples.subarray(0, count), this.#waiting.length);
    this.#waiting = joined;
  }
}
