import { performance } from 'node:perf_hooks';
import { BandEnvelope } from '../../../shared/audio/band-envelope.ts';
import { bytesPerMs } from '../../../shared/audio/frames.ts';
import type { FromPlayer } from '../../../shared/audio/player-messages.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import type { PlayerLink, PlayerListener } from '../ports/media.ts';
import { VirtualPlayer } from './virtual-player.ts';

/** A stretch of one item's audio on its way to one player. */
interface OutStream {
  readonly streamId: number;
  readonly itemId: string;
  readonly responseId: string;
  /** Where in the item its first sample lies. */
  readonly fromMs: number;
  receivedMs: number;
  playedMs: number;
  /** What of it was handed over, as it sounds; null: nobody asks. */
  readonly course: BandEnvelope | null;
  /** When that was said, on this process's clock. */
  toldAtMs: number;
  /** What the output was said to hold back when that was counted; null: nothing was said. */
  latencyMs: number | null;
  frames: number;
  started: boolean;
  ended: boolean;
}

/** What an interruption cut off. Both times are positions in the item's audio. */
export interface CutOff {
  readonly itemId: string;
  readonly responseId: string;
  readonly playedMs: number;
  readonly receivedMs: number;
}

/** What sounds at a moment. */
export interface Sounding {
  readonly itemId: string;
  readonly course: BandEnvelope;
  /** How far it has come, from where this playing of it began. */
  readonly atMs: number;
}

/** An answer comes far faster than it plays: so much of what is yet to sound is kept, with what has sounded. */
const courseMs = 300_000;
/** A player says every so often how far it came; for so long that goes on without its word. */
const trustedMs = 250;

/** How long a player may take to say how far it came; after that its last word counts. */
const flushAnswerMs = 300;

const oneDecimal = (ms: number): number => Math.round(ms * 10) / 10;

/** The assistant's voice from the deltas to whatever plays it, with what was really played of every item. */
export class AudioOut {
  readonly #bench: (event: BenchEvent) => void;
  readonly #streams = new Map<number, OutStream>();
  readonly #receivedMs = new Map<string, number>();
  readonly #followed: boolean;
  readonly #nowMs: () => number;
  readonly #silenced = new Set<string>();
  #player: PlayerLink;
  #lastStreamId = 0;
  #closed = false;
  #flushing: { streamId: number; settle: () => void } | null = null;

  /** @param followed whether what plays is held against what is heard (`sounding`) */
  constructor(bench: (event: BenchEvent) => void, followed = false, nowMs: () => number = () => performance.now()) {
    this.#bench = bench;
    this.#followed = followed;
    this.#nowMs = nowMs;
    this.#player = new VirtualPlayer((message) => this.#heard(message));
  }

  /**
   * Hands playback to another player, or with null to the virtual one. What the old one was playing ends where it last said that it
   * was heard, and is not taken up again: its late audio is silenced. Says what was cut off so, in playing order.
   */
  setPlayer(make: ((listener: PlayerListener) => PlayerLink) | null): CutOff[] {
    this.#player.release();
    const cut = [...this.#streams.values()];
    this.silence(cut.map((stream) => stream.responseId));
    const lost = cut.map((stream) => this.#cutOff(stream, 'lost'));
    this.#flushing?.settle();
    const listener: PlayerListener = (message) => this.#heard(message);
    this.#player = make === null ? new VirtualPlayer(listener) : make(listener);
    return lost;
  }

  /** True while audio of the assistant is playing, or waits to be played. */
  get playing(): boolean {
    return [...this.#streams.values()].some((stream) => stream.receivedMs > stream.playedMs || !stream.ended);
  }

  /** What sounds now; null: nothing, or nothing of it was heard yet. */
  sounding(): Sounding | null {
    const stream = [...this.#streams.values()].find(({ started, playedMs }) => started && playedMs > 0);
    if (stream === undefined || stream.course === null) return null;
    const sinceMs = Math.min(trustedMs, this.#nowMs() - stream.toldAtMs);
    const { itemId, course, playedMs, receivedMs } = stream;
    return { itemId, course, atMs: Math.min(playedMs + sinceMs, receivedMs) };
  }

  /** Audio of an item, in order. Audio of a silenced response is not played. */
  delta(responseId: string, itemId: string, pcm: Buffer): void {
    const durationMs = pcm.byteLength / bytesPerMs;
    const beforeMs = this.#receivedMs.get(itemId) ?? 0;
    this.#receivedMs.set(itemId, beforeMs + durationMs);
    if (this.#closed || this.#silenced.has(responseId) || pcm.byteLength === 0) return;
    const stream = this.#streamOf(itemId) ?? this.#begin(responseId, itemId, beforeMs);
    stream.receivedMs += durationMs;
    stream.frames += 1;
    // A copy: a pooled Buffer may begin at an odd byte, where no Int16Array can.
    const copy = Uint8Array.from(pcm);
    const samples = new Int16Array(copy.buffer);
    stream.course?.push(samples);
    this.#player.audio(stream.streamId, stream.frames, samples);
  }

  /** No more audio will come for this item. */
  itemDone(itemId: string): void {
    const stream = this.#streamOf(itemId);
    if (stream !== undefined) this.#end(stream);
  }

  /** No more audio will come for any item of this response. */
  responseDone(responseId: string): void {
    for (const stream of this.#streams.values()) {
      if (stream.responseId === responseId && !stream.ended) this.#end(stream);
    }
  }

  /** Late audio of these responses is not played any more (it is recorded all the same). */
  silence(responseIds: Iterable<string>): void {
    for (const id of responseIds) this.#silenced.add(id);
  }

  /** Stops playback at once and says what was cut off, in playing order, once the player has told how far it came. */
  async interrupt(why: 'interrupted' | 'closed'): Promise<CutOff[]> {
    const cut = [...this.#streams.values()];
    const playing = cut[0];
    if (playing === undefined) return [];
    this.silence(cut.map((stream) => stream.responseId));
    const flushed = this.#awaitFlush(playing.streamId);
    this.#player.tell({ type: 'flush' });
    const answered = await flushed;
    const left = cut.filter((stream) => this.#streams.has(stream.streamId));
    return left.map((stream) => this.#cutOff(stream, why, answered));
  }

  #cutOff(stream: OutStream, why: 'interrupted' | 'closed' | 'lost', answered = true): CutOff {
    this.#stopped(stream, why, answered);
    const { itemId, responseId } = stream;
    return { itemId, responseId, playedMs: this.#position(stream), receivedMs: this.#receivedMs.get(itemId) ?? 0 };
  }

  /** Stops playback for good. What comes later is not played. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.interrupt('closed');
    this.#player.release();
  }

  #begin(responseId: string, itemId: string, fromMs: number): OutStream {
    this.#lastStreamId += 1;
    const streamId = this.#lastStreamId;
    const fresh = {
      receivedMs: 0,
      playedMs: 0,
      toldAtMs: 0,
      latencyMs: null,
      course: this.#followed ? new BandEnvelope(courseMs) : null,
      frames: 0,
      started: false,
      ended: false,
    };
    const stream: OutStream = { streamId, itemId, responseId, fromMs, ...fresh };
    this.#streams.set(streamId, stream);
    this.#player.tell({ type: 'begin', streamId, itemId });
    return stream;
  }

  #streamOf(itemId: string): OutStream | undefined {
    return [...this.#streams.values()].find((stream) => stream.itemId === itemId && !stream.ended);
  }

  #end(stream: OutStream): void {
    stream.ended = true;
    this.#player.tell({ type: 'end', streamId: stream.streamId });
  }

  /** True when the player has answered, has ended the stream by itself, or is gone; false when it said nothing for too long. */
  #awaitFlush(streamId: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (answered: boolean): void => {
        clearTimeout(timer);
        this.#flushing = null;
        resolve(answered);
      };
      const timer = setTimeout(() => settle(false), flushAnswerMs);
      this.#flushing = { streamId, settle: () => settle(true) };
    });
  }

  #heard(message: FromPlayer): void {
    const stream = this.#streams.get(message.streamId);
    if (stream === undefined) return;
    switch (message.type) {
      case 'started':
        this.#started(stream);
        break;
      case 'progress':
        stream.playedMs = Math.max(stream.playedMs, message.playedMs);
        stream.toldAtMs = this.#nowMs();
        stream.latencyMs = message.latencyMs ?? null;
        break;
      case 'underrun':
        this.#bench({
          type: 'bench.playback.underrun',
          itemId: stream.itemId,
          silenceMs: oneDecimal(message.silenceMs),
        });
        break;
      case 'flushed':
        stream.playedMs = message.playedMs;
        stream.latencyMs = message.latencyMs ?? null;
        if (this.#flushing?.streamId === stream.streamId) this.#flushing.settle();
        break;
      case 'drained':
        stream.playedMs = message.playedMs;
        this.#stopped(stream, 'drained');
        this.#drainedWhileFlushing(stream.streamId);
        break;
    }
  }

  /** The stream ended by itself just before the flush reached the player: the answer will be about the next one. */
  #drainedWhileFlushing(streamId: number): void {
    if (this.#flushing?.streamId !== streamId) return;
    const next = [...this.#streams.keys()][0];
    if (next === undefined) this.#flushing.settle();
    else this.#flushing.streamId = next;
  }

  #started(stream: OutStream): void {
    if (stream.started) return;
    stream.started = true;
    this.#bench({ type: 'bench.playback.started', itemId: stream.itemId, responseId: stream.responseId });
  }

  /** Never more than was received: a player that counts its own padding must not move the cut beyond the audio. */
  #position(stream: OutStream): number {
    return stream.fromMs + Math.min(stream.playedMs, stream.receivedMs);
  }

  #stopped(stream: OutStream, why: 'drained' | 'interrupted' | 'closed' | 'lost', answered = true): void {
    this.#streams.delete(stream.streamId);
    if (!stream.started && (why === 'drained' || why === 'closed')) return;
    this.#bench({
      type: 'bench.playback.stopped',
      itemId: stream.itemId,
      playedMs: oneDecimal(this.#position(stream)),
      receivedMs: oneDecimal(this.#receivedMs.get(stream.itemId) ?? 0),
      why,
      ...(why === 'drained' || stream.latencyMs === null ? {} : { latencyMs: oneDecimal(stream.latencyMs) }),
      ...(answered ? {} : { unanswered: true }),
    });
  }
}
