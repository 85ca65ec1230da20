import type { FromPlayer } from './player-messages.ts';
import { wireRateHz } from './frames.ts';
import { pcm16ToFloat } from './samples.ts';
import { PlayedPast } from './played-past.ts';
import { Resampler } from './resampler.ts';

/** 24 kHz samples fed to the resampler at a time: 5 ms, so that little is in flight when playback is cut. */
const feedSamples = 120;
/** Long enough that speech which breaks off or comes in does not click. */
const fadeMs = 3;
/** What was pulled so long ago has been heard, whatever the output says of its latency. */
const mostLatencyMs = 2000;

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

/** A stream that has been pulled to its end, and may not have been heard to it yet. */
interface Leaving {
  readonly id: number;
  readonly playedMs: number;
  /** Samples pulled when its last one was. */
  readonly endsAt: number;
}

/** Counters for the whole life of a player. */
export interface PlayStats {
  playedMs: number;
  underruns: number;
  silenceMs: number;
  flushes: number;
}

/** The gain of a fade at a place from 0 (silence) to 1: it begins and ends without a kink, so that neither edge clicks. */
const edge = (place: number): number => Math.sin((Math.min(1, place) * Math.PI) / 2) ** 2;

/**
 * What a player has yet to play: 24 kHz PCM16 streams, one after another, converted to the device's rate as they are
 * pulled. It knows which sample of which stream has left it, and how long the output holds it, so that a barge-in can say
 * what was really heard. Where a stream runs dry it fades out, and in again when it goes on.
 */
export class PlayRing {
  readonly stats: PlayStats = { playedMs: 0, underruns: 0, silenceMs: 0, flushes: 0 };
  readonly #rateHz: number;
  readonly #prebufferSamples: number;
  readonly #report: (event: FromPlayer) => void;
  readonly #resampler: Resampler;
  readonly #feed = new Float32Array(feedSamples);
  readonly #converted: Float32Array;
  readonly #fadeSamples: number;
  readonly #past: PlayedPast;
  readonly #leaving: Leaving[] = [];
  /** All samples pulled, silence included. */
  #pulled = 0;
  #latencySamples = 0;
  /** Converted samples not yet pulled. */
  readonly #ready: Float32Array;
  #readyCount = 0;
  readonly #streams: Stream[] = [];
  /** Waiting for the prebuffer to fill. */
  #waiting = true;
  #starvedSamples = 0;
  /** Samples of a flush still to be faded out. */
  #fadeLeft = 0;
  /** The stream has run dry: what is ready fades out, and nothing is added to it. */
  #dry = false;
  /** Samples still to be faded in after a stream had run dry. */
  #fadeInLeft = 0;

  /** @throws RangeError for a device rate that cannot be converted to */
  constructor(deviceRateHz: number, report: (event: FromPlayer) => void, prebufferMs = 60) {
    this.#rateHz = deviceRateHz;
    this.#report = report;
    this.#prebufferSamples = (prebufferMs * wireRateHz) / 1000;
    this.#fadeSamples = Math.round((fadeMs * deviceRateHz) / 1000);
    this.#past = new PlayedPast(deviceRateHz, mostLatencyMs);
    this.#resampler = new Resampler(wireRateHz, deviceRateHz);
    this.#converted = new Float32Array(this.#resampler.maxOutput(feedSamples));
    this.#ready = new Float32Array(4 * this.#converted.length + 8192);
  }

  /** How long the output holds a sample before it sounds, in ms; what is no number or less than nothing is taken as 0. */
  set outputLatencyMs(latencyMs: number) {
    const known = Number.isFinite(latencyMs) ? Math.min(mostLatencyMs, Math.max(0, latencyMs)) : 0;
    this.#latencySamples = Math.round((known * this.#rateHz) / 1000);
  }

  get outputLatencyMs(): number {
    return (this.#latencySamples / this.#rateHz) * 1000;
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

  /** Drops everything not yet played; what is on its way out fades within 3 ms. Says how much of the first stream was heard. */
  flush(): void {
    const heard = this.progress();
    const waiting = this.#leaving[0] ?? this.#streams[0];
    this.#fadeLeft = Math.min(this.#fadeSamples, this.#readyCount);
    this.#readyCount = this.#fadeLeft;
    if (heard !== null) this.stats.flushes += 1;
    const cut = heard ?? (waiting === undefined ? null : { streamId: waiting.id, playedMs: 0 });
    if (cut !== null) {
      const { outputLatencyMs: latencyMs } = this;
      this.#report({ type: 'flushed', streamId: cut.streamId, playedMs: cut.playedMs, latencyMs });
    }
    this.#streams.length = 0;
    this.#leaving.length = 0;
    this.#waiting = true;
    this.#dry = false;
    this.#starvedSamples = 0;
    this.#resampler.reset();
  }

  /** The stream that is being heard and where it is; null in silence. */
  progress(): { streamId: number; playedMs: number; bufferedMs: number } | null {
    const [leaving] = this.#leaving;
    const stream = this.#streams.find((one) => one.started);
    const id = leaving?.id ?? stream?.id;
    if (id === undefined) return null;
    const bufferedMs = leaving === undefined && stream !== undefined ? (stream.buffered / wireRateHz) * 1000 : 0;
    return { streamId: id, playedMs: this.#past.heardMs(id, this.#pulled - this.#latencySamples), bufferedMs };
  }

  /** Fills `output` at the device's rate: audio where there is some, silence where not. Allocates nothing in steady state. */
  pull(output: Float32Array): void {
    this.#pulled += output.length;
    const cut = this.#fadeLeft > 0;
    if (cut) this.#fade(output);
    else this.#play(output);
    if (cut || !this.#waiting) this.#fadeIn(output);
    this.#tellDrained();
  }

  #play(output: Float32Array): void {
    // 3 ms are kept ready beyond what is asked for, so that there is something to fade when nothing follows.
    while (this.#readyCount < output.length + this.#fadeSamples && this.#feedOnce()) continue;
    const stream = this.#streams[0];
    if (stream?.started === true && !stream.ended && this.#readyCount < output.length + this.#fadeSamples) {
      this.#dry = this.#readyCount > 0;
      this.#waiting = true;
    }
    const count = Math.min(output.length, this.#readyCount);
    output.set(this.#ready.subarray(0, count));
    output.fill(0, count);
    if (this.#dry) this.#fadeTail(output, count);
    this.#drop(count);
    this.stats.playedMs += (count / this.#rateHz) * 1000;
    if (stream?.started === true) this.#past.note(this.#pulled, stream.id, this.#playedMs(stream));
    this.#starve(output.length - count);
    this.#settle();
  }

  /** What is left of a stream that has run dry: its last 3 ms go down to silence. */
  #fadeTail(output: Float32Array, count: number): void {
    for (let i = 0; i < count; i += 1) {
      const left = this.#readyCount - i;
      if (left < this.#fadeSamples) output[i] = (output[i] as number) * edge(left / this.#fadeSamples);
    }
    if (count === this.#readyCount) {
      this.#dry = false;
      this.#fadeInLeft = this.#fadeSamples;
    }
  }

  #fadeIn(output: Float32Array): void {
    const count = Math.min(output.length, this.#fadeInLeft);
    for (let i = 0; i < count; i += 1) {
      output[i] = (output[i] as number) * edge((this.#fadeSamples - this.#fadeInLeft + i + 1) / this.#fadeSamples);
    }
    this.#fadeInLeft -= count;
  }

  #fade(output: Float32Array): void {
    const count = Math.min(output.length, this.#fadeLeft);
    for (let i = 0; i < count; i += 1) {
      output[i] = (this.#ready[i] as number) * edge((this.#fadeLeft - i) / this.#fadeSamples);
    }
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
    if (stream === undefined || stream.buffered === 0 || this.#dry) return false;
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
      this.#fadeInLeft = 0;
      this.#report({ type: 'started', streamId: stream.id });
    } else if (this.#starvedSamples > 0) {
      this.#report({ type: 'underrun', streamId: stream.id, silenceMs: (this.#starvedSamples / this.#rateHz) * 1000 });
    }
    this.#starvedSamples = 0;
  }

  /**
   * Silence in the middle of a stream is an underrun: the stream has begun and gave nothing, and more of it will come, or
   * has come while what went before was faded out.
   */
  #starve(missing: number): void {
    const stream = this.#streams[0];
    if (missing === 0 || stream?.started !== true || (stream.ended && stream.buffered === 0)) return;
    if (this.#starvedSamples === 0) this.stats.underruns += 1;
    this.#waiting = true;
    this.#starvedSamples += missing;
    this.stats.silenceMs += (missing / this.#rateHz) * 1000;
  }

  /** Moves on from a stream that has ended and been pulled to its last sample. */
  #settle(): void {
    const stream = this.#streams[0];
    if (stream === undefined || !stream.ended || stream.buffered > 0 || this.#readyCount > 0) return;
    this.#streams.shift();
    this.#waiting = true;
    if (!stream.started) return;
    this.#leaving.push({ id: stream.id, playedMs: (stream.fed / wireRateHz) * 1000, endsAt: this.#pulled });
  }

  /** Reports streams whose last sample has been heard. */
  #tellDrained(): void {
    for (let first = this.#leaving[0]; first !== undefined; first = this.#leaving[0]) {
      if (this.#pulled - this.#latencySamples < first.endsAt) return;
      this.#leaving.shift();
      this.#report({ type: 'drained', streamId: first.id, playedMs: first.playedMs });
    }
  }

  #playedMs(stream: Stream): number {
    const inFlightMs = (this.#readyCount / this.#rateHz) * 1000 + this.#resampler.delayMs;
    return Math.max(0, (stream.fed / wireRateHz) * 1000 - inFlightMs);
  }
}
