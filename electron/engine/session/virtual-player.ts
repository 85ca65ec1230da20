import { performance } from 'node:perf_hooks';
import { wireRateHz } from '../../../shared/audio/frames.ts';
import type { ToPlayer } from '../../../shared/audio/player-messages.ts';
import { assertNever } from '../../../shared/kit/errors.ts';
import type { PlayerLink, PlayerListener } from '../ports/media.ts';

const tickMs = 20;
const progressEveryMs = 100;
const msOf = (samples: number): number => (samples * 1000) / wireRateHz;

interface Stream {
  readonly streamId: number;
  bufferedMs: number;
  playedMs: number;
  starvedMs: number;
  started: boolean;
  ended: boolean;
}

/**
 * Plays nothing, in real time: the same messages a worklet sends, on the same clock a loudspeaker keeps. So the command line,
 * and a session whose page is away, meet interruptions and truncation like a person at the bench.
 */
export class VirtualPlayer implements PlayerLink {
  readonly #listener: PlayerListener;
  readonly #nowMs: () => number;
  readonly #streams: Stream[] = [];
  #timer: NodeJS.Timeout | null = null;
  #atMs = 0;
  #progressAtMs = 0;

  constructor(listener: PlayerListener, nowMs: () => number = () => performance.now()) {
    this.#listener = listener;
    this.#nowMs = nowMs;
  }

  tell(message: ToPlayer): void {
    this.#advance();
    switch (message.type) {
      case 'begin': {
        const fresh = { bufferedMs: 0, playedMs: 0, starvedMs: 0, started: false, ended: false };
        this.#streams.push({ streamId: message.streamId, ...fresh });
        break;
      }
      case 'end': {
        const stream = this.#find(message.streamId);
        if (stream !== undefined) stream.ended = true;
        break;
      }
      case 'flush': {
        const playing = this.#streams[0];
        this.#streams.length = 0;
        if (playing !== undefined) {
          this.#listener({ type: 'flushed', streamId: playing.streamId, playedMs: playing.playedMs });
        }
        break;
      }
      default:
        assertNever(message, 'Message to the player');
    }
    this.#advance();
    this.#keepTime();
  }

  audio(streamId: number, _number: number, pcm24k: Int16Array): void {
    this.#advance();
    const stream = this.#find(streamId);
    if (stream !== undefined) stream.bufferedMs += msOf(pcm24k.length);
    this.#advance();
    this.#keepTime();
  }

  release(): void {
    this.#streams.length = 0;
    this.#keepTime();
  }

  #find(streamId: number): Stream | undefined {
    return this.#streams.find((stream) => stream.streamId === streamId);
  }

  #keepTime(): void {
    const needed = this.#streams.length > 0;
    if (needed && this.#timer === null) {
      this.#atMs = this.#nowMs();
      this.#timer = setInterval(() => {
        this.#advance();
        this.#keepTime();
      }, tickMs);
    } else if (!needed && this.#timer !== null) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
  }

  /** Plays for as long as has passed since the last call. */
  #advance(): void {
    const now = this.#nowMs();
    let passedMs = this.#timer === null ? 0 : now - this.#atMs;
    this.#atMs = now;
    for (let stream = this.#streams[0]; stream !== undefined; stream = this.#streams[0]) {
      const playable = Math.min(passedMs, stream.bufferedMs);
      if (stream.bufferedMs > 0) this.#begin(stream);
      stream.bufferedMs -= playable;
      stream.playedMs += playable;
      passedMs -= playable;
      if (stream.bufferedMs > 0) break;
      if (!stream.ended) {
        if (stream.started) stream.starvedMs += passedMs;
        break;
      }
      this.#streams.shift();
      this.#listener({ type: 'drained', streamId: stream.streamId, playedMs: stream.playedMs });
    }
    this.#reportProgress(now);
  }

  #begin(stream: Stream): void {
    if (!stream.started) {
      stream.started = true;
      this.#listener({ type: 'started', streamId: stream.streamId });
    }
    if (stream.starvedMs > 0) {
      this.#listener({ type: 'underrun', streamId: stream.streamId, silenceMs: stream.starvedMs });
      stream.starvedMs = 0;
    }
  }

  #reportProgress(now: number): void {
    const stream = this.#streams[0];
    if (stream === undefined || !stream.started || now - this.#progressAtMs < progressEveryMs) return;
    this.#progressAtMs = now;
    const { streamId, playedMs, bufferedMs } = stream;
    this.#listener({ type: 'progress', streamId, playedMs, bufferedMs });
  }
}
