import { floatToPcm16, pcm16ToFloat } from '../../../shared/audio/samples.ts';
import { TimeStretch } from '../../../shared/audio/time-stretch.ts';
import { wireRateHz } from '../../../shared/audio/frames.ts';
import type { PlaySpeed, PlayVoices } from '../../../shared/audio/play-choices.ts';
import { mixed, playedPieces, sampleAt } from './mix.ts';
import type { RecordedSession } from './recorded-session.ts';

export interface PlayOrder {
  readonly fromMs: number;
  /** Null: to the end. */
  readonly toMs: number | null;
  /** Null: once. */
  readonly loopFromMs: number | null;
  readonly voices: PlayVoices;
  readonly speed: PlaySpeed;
  readonly unheardItemId: string | null;
}

/** A block of what plays, and from what session time it is, ms. */
export interface PlayedBlock {
  readonly pcm24k: Int16Array;
  readonly atMs: number;
}

/** Session time a block holds: more at first, so that no slow disk or busy machine makes a gap at once. */
const firstBlockMs = 500;
const blockMs = 250;

/** One record as it is played, block by block. */
export class PlayRun {
  readonly #session: RecordedSession;
  readonly #order: PlayOrder;
  #stretch: TimeStretch;
  /** The next sample, from the beginning of the session. */
  #next: number;
  #blocks = 0;
  #over = false;

  constructor(session: RecordedSession, order: PlayOrder) {
    this.#session = session;
    this.#order = order;
    this.#next = sampleAt(order.fromMs);
    this.#stretch = new TimeStretch(order.speed);
  }

  /** The next block; null: it is over. Rejects with the system's error where a file cannot be read. */
  async next(): Promise<PlayedBlock | null> {
    if (this.#over) return null;
    const { pieces, lengthMs } = await this.#session.pieces();
    const { toMs, loopFromMs, voices, unheardItemId } = this.#order;
    const played = playedPieces(pieces, voices, unheardItemId);
    const own = unheardItemId === null ? null : Math.max(0, ...played.map(({ endMs }) => endMs));
    const end = sampleAt(toMs ?? own ?? lengthMs);
    const atMs = this.#next / (wireRateHz / 1000);
    const count = Math.min(end - this.#next, sampleAt(this.#blocks === 0 ? firstBlockMs : blockMs));
    if (count <= 0) {
      if (loopFromMs === null || sampleAt(loopFromMs) >= end) return this.#last(atMs);
      this.#next = sampleAt(loopFromMs);
      return await this.next();
    }
    const first = this.#next;
    const within = played.filter(
      ({ startMs, endMs }) => sampleAt(startMs) < first + count && sampleAt(endMs) > first - 1,
    );
    const pcm = await mixed(this.#session.folder, within, first, count);
    this.#next += count;
    this.#blocks += 1;
    if (this.#order.speed === 1) return { pcm24k: pcm, atMs };
    const samples = new Float32Array(pcm.length);
    pcm16ToFloat(pcm, samples);
    return { pcm24k: asPcm(this.#stretch.push(samples)), atMs };
  }

  #last(atMs: number): PlayedBlock {
    this.#over = true;
    return { pcm24k: asPcm(this.#stretch.flush()), atMs };
  }
}

function asPcm(samples: Float32Array): Int16Array {
  const pcm = new Int16Array(samples.length);
  floatToPcm16(samples, pcm);
  return pcm;
}
