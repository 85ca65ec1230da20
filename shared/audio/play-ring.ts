import type { FromPlayer } from './player-messages.ts';
import { wireRateHz } from './frames.ts';
import { pcm16ToFloat } from './samples.ts';
import { Resampler } from './resampler.ts';

/** 24 kHz samples fed to the resampler at a time: 5 ms, so that little is in flight when playback is cut. */
const feedSamples = 120;
/** Long enough that cutting speech off does not click. */
const fadeMs = 3;

interface Stream {
  readonly id: number;
  readonly chunks: Int16Array[];
  /** Samples of the first chunk that have been fed. */
  offset: number;
  buffered: number;
  fed: number;
  ended: boolean;
  started: boolean;
}

/** Counters for the whole life of a player. */
export interface PlayStats {
  playedMs: number;
  underruns: number;
  silenceMs: number;
  flushes: number;
}

/**
 * What a player has yet to play: 24 kHz PCM16 streams, one after another, converted to the device's rate as they are
 * pulled. It knows which sample of which stream has left it, so that a barge-in can say what was really heard.
 */
export class PlayRing {
  readonly stats: PlayStats = { playedMs: 0, underruns: 0, silenceMs: 0, flushes: 0 };
  readonly #rateHz: number;
  readonly #prebufferSamples: number;
  readonly #report: (event: FromPlayer) => void;
  readonly #resampler: Resampler;
  readonly #feed = new Float32Array(feedSamples);
  readonly #converted: Float32Array;
  /** Converted samples not yet pulled. */
  readonly #ready: Float32Array;
  #readyCount = 0;
  readonly #streams: Stream[] = [];
  /** Waiting for the prebuffer to fill. */
  #waiting = true;
  #starvedSamples = 0;
  #fadeLeft = 0;

  /** @throws RangeError for a device rate that cannot be converted to */
  constructor(deviceRateHz: number, report: (event: FromPlayer) => void, prebufferMs = 60) {
    this.#rateHz = deviceRateHz;
    this.#report = report;
    this.#prebufferSamples = (prebufferMs * wireRateHz) / 1000;
    this.#resampler = new Resampler(wireRateHz, deviceRateHz);
    this.#converted = new Float32Array(this.#resampler.maxOutput(feedSamples));
    this.#ready = new Float32Array(4 * this.#converted.length + 8192);
  }

  /** Opens a stream; it plays when those before it have drained. */
  begin(streamId: number): void {
    this.#streams.push({ id: streamId, chunks: [], offset: 0, buffered: 0, fed: 0, ended: false, started: false });
  }

  /** Adds audio to an open stream. Audio of a stream that was flushed or never begun is dropped. */
  write(streamId: number, pcm24k: Int16Array): void {
    const stream = this.#streams.find((one) => one.id === streamId);
    if (stream === undefined || pcm24k.length === 0) return;
    stream.chunks.push(pcm24k);
    stream.buffered += pcm24k.length;
  }

  /** No more audio will come for this stream. */
  end(streamId: number): void {
    const stream = this.#streams.find((one) => one.id === streamId);
    if (stream !== undefined) stream.ended = true;
  }

  /** Drops everything not yet played; what is on its way out fades within 3 ms. */
  flush(): void {
    const playing = this.#streams.find((stream) => stream.started);
    const fadeSamples = Math.round((fadeMs * this.#rateHz) / 1000);
    this.#fadeLeft = Math.min(fadeSamples, this.#readyCount);
    this.#readyCount = this.#fadeLeft;
    if (playing !== undefined) {
      this.stats.flushes += 1;
      this.#report({ type: 'flushed', streamId: playing.id, playedMs: this.#playedMs(playing) });
    }
    this.#streams.length = 0;
    this.#waiting = true;
    this.#starvedSamples = 0;
    this.#resampler.reset();
  }

  /** The stream being played and where it is; null in silence. */
  progress(): { streamId: number; playedMs: number; bufferedMs: number } | null {
    const stream = this.#streams.find((one) => one.started);
    if (stream === undefined) return null;
    return { streamId: stream.id, playedMs: this.#playedMs(stream), bufferedMs: (stream.buffered / wireRateHz) * 1000 };
  }

  /** Fills `output` at the device's rate: audio where there is some, silence where not. Allocates nothing in steady state. */
  pull(output: Float32Array): void {
    if (this.#fadeLeft > 0) {
      this.#fade(output);
      return;
    }
    while (this.#readyCount < output.length && this.#feedOnce()) continue;
    const count = Math.min(output.length, this.#readyCount);
    output.set(this.#ready.subarray(0, count));
    output.fill(0, count);
    this.#drop(count);
    this.stats.playedMs += (count / this.#rateHz) * 1000;
    this.#starve(output.length - count);
    this.#settle();
  }

  #fade(output: Float32Array): void {
    const count = Math.min(output.length, this.#fadeLeft);
    const whole = Math.round((fadeMs * this.#rateHz) / 1000);
    for (let i = 0; i < count; i += 1) output[i] = ((this.#ready[i] as number) * (this.#fadeLeft - i)) / whole;
    output.fill(0, count);
    this.#drop(count);
    this.#fadeLeft -= count;
  }

  #drop(count: number): void {
    this.#ready.copyWithin(0, count, this.#readyCount);
    this.#readyCount -= count;
  }

  /** Converts up to 5 ms of the first stream. False when nothing can be fed now. */
  #feedOnce(): boolean {
    const stream = this.#streams[0];
    if (stream === undefined || stream.buffered === 0) return false;
    if (this.#waiting && !stream.ended && stream.buffered < this.#prebufferSamples) return false;
    this.#resume(stream);
    let count = 0;
    while (count < feedSamples && stream.buffered > 0) {
      const chunk = stream.chunks[0] as Int16Array;
      const take = Math.min(feedSamples - count, chunk.length - stream.offset);
      pcm16ToFloat(chunk.subarray(stream.offset, stream.offset + take), this.#feed.subarray(count), take);
      count += take;
      stream.offset += take;
      stream.buffered -= take;
      if (stream.offset === chunk.length) {
        stream.chunks.shift();
        stream.offset = 0;
      }
    }
    stream.fed += count;
    const written = this.#resampler.process(this.#feed.subarray(0, count), this.#converted);
    this.#ready.set(this.#converted.subarray(0, written), this.#readyCount);
    this.#readyCount += written;
    return true;
  }

  #resume(stream: Stream): void {
    this.#waiting = false;
    if (!stream.started) {
      stream.started = true;
      this.#report({ type: 'started', streamId: stream.id });
    } else if (this.#starvedSamples > 0) {
      this.#report({ type: 'underrun', streamId: stream.id, silenceMs: (this.#starvedSamples / this.#rateHz) * 1000 });
    }
    this.#starvedSamples = 0;
  }

  /** Silence in the middle of a stream is an underrun: the stream has begun, has not ended, and had nothing to give. */
  #starve(missing: number): void {
    const stream = this.#streams[0];
    if (missing === 0 || stream === undefined || !stream.started || stream.ended) return;
    if (this.#starvedSamples === 0) this.stats.underruns += 1;
    this.#waiting = true;
    this.#starvedSamples += missing;
    this.stats.silenceMs += (missing / this.#rateHz) * 1000;
  }

  /** Reports a stream that has ended and been played to its last sample, and moves on to the next. */
  #settle(): void {
    const stream = this.#streams[0];
    if (stream === undefined || !stream.ended || stream.buffered > 0 || this.#readyCount > 0) return;
    this.#streams.shift();
    this.#waiting = true;
    if (stream.started)
      this.#report({ type: 'drained', streamId: stream.id, playedMs: (stream.fed / wireRateHz) * 1000 });
  }

  #playedMs(stream: Stream): number {
    const inFlightMs = (this.#readyCount / this.#rateHz) * 1000 + this.#resampler.delayMs;
    return Math.max(0, (stream.fed / wireRateHz) * 1000 - inFlightMs);
  }
}
