import { assertNever } from '../../../shared/kit/errors.ts';
import { type TurnDetection, usualVad } from '../config/session-config.ts';
import { samplesOf } from '../wire/audio.ts';

const initialSamples = 24_000;

/**
 * The audio written in a session that has not been dropped yet. Positions count every sample ever written, so they
 * go on growing over commits and clears, as the service's `audio_start_ms` and `audio_end_ms` do.
 */
export class InputBuffer {
  #samples = new Int16Array(initialSamples);
  #length = 0;
  #start = 0;

  /** Position of the oldest sample still held. */
  get start(): number {
    return this.#start;
  }

  /** Position after the newest sample: how much was ever written. */
  get end(): number {
    return this.#start + this.#length;
  }

  append(pcm24k: Int16Array): void {
    const needed = this.#length + pcm24k.length;
    if (needed > this.#samples.length) {
      const grown = new Int16Array(Math.max(needed, this.#samples.length * 2));
      grown.set(this.#samples.subarray(0, this.#length));
      this.#samples = grown;
    }
    this.#samples.set(pcm24k, this.#length);
    this.#length = needed;
  }

  /** A copy of what lies between two positions; what is no longer or not yet there is left out. */
  slice(from: number, to: number): Int16Array {
    return this.#samples.slice(Math.max(0, from - this.#start), Math.max(0, Math.min(to - this.#start, this.#length)));
  }

  /** Forgets everything before a position. */
  dropBefore(position: number): void {
    const dropped = Math.min(Math.max(0, position - this.#start), this.#length);
    if (dropped === 0) return;
    this.#samples.copyWithin(0, dropped, this.#length);
    this.#length -= dropped;
    this.#start += dropped;
    if (this.#samples.length > initialSamples && this.#length < this.#samples.length / 4) {
      this.#samples = this.#samples.slice(0, Math.max(initialSamples, this.#length * 2));
    }
  }
}

/** What ends and begins a turn. */
interface TurnRules {
  readonly threshold: number;
  readonly prefixMs: number;
  readonly silenceMs: number;
}

/**
 * How long semantic VAD waits in a pause. The simulator does not understand what was said, so each eagerness is one
 * wait, in the order of the longest waits the service documents (8, 4 and 2 s).
 */
const semanticWaitMs = { low: 2400, medium: 1200, high: 600, auto: 1200 } as const;

export function turnRules(detection: TurnDetection): TurnRules {
  switch (detection.type) {
    case 'server_vad':
      return {
        threshold: detection.threshold,
        prefixMs: detection.prefix_padding_ms,
        silenceMs: detection.silence_duration_ms,
      };
    case 'semantic_vad':
      return {
        threshold: usualVad.threshold,
        prefixMs: usualVad.prefix_padding_ms,
        silenceMs: semanticWaitMs[detection.eagerness],
      };
    default:
      return assertNever(detection, 'Turn detection');
  }
}

/** Length of the frames the meter looks at. */
const vadFrameMs = 20;
const floorWindowFrames = 3000 / vadFrameMs;
/** A room is assumed to be at least this loud and at most that loud, in dBFS. */
const quietestFloorDb = -65;
const loudestFloorDb = -40;
/** So many dB above the floor count as certainly speech. */
const certainDb = 40;

function levelDb(frame: Int16Array): number {
  let energy = 0;
  for (const sample of frame) energy += sample * sample;
  return energy === 0 ? -Infinity : 10 * Math.log10(energy / frame.length / (32_768 * 32_768));
}

/**
 * How much a frame sounds like speech, 0 to 1: its level above a noise floor that follows the quietest moment of the
 * last 3 s. A steady noise therefore stops counting after 3 s, and the dips between words keep the floor down while someone speaks.
 */
class SpeechMeter {
  readonly #recent: number[] = Array.from({ length: floorWindowFrames }, () => quietestFloorDb);
  #next = 0;

  score(frame: Int16Array): number {
    const level = levelDb(frame);
    this.#recent[this.#next] = level;
    this.#next = (this.#next + 1) % floorWindowFrames;
    const floor = Math.min(loudestFloorDb, Math.max(quietestFloorDb, Math.min(...this.#recent)));
    return Math.min(1, Math.max(0, (level - floor) / certainDb));
  }
}

/** Something the detector found, at positions of the input buffer. */
export type TurnMark =
  /** Speech began at `onset`. */
  | { readonly kind: 'started'; readonly onset: number }
  /** Speech ended; `end` is the last of it plus the silence that proved it. */
  | { readonly kind: 'stopped'; readonly end: number };

const frameSamples = samplesOf(vadFrameMs);
/** So many loud frames in a row begin a turn; a click is shorter. */
const onsetFrames = 3;
/** Within a turn quieter sounds still count as speech. */
const easierWithin = 0.15;

/** Finds turns in audio as it arrives, whatever the size of the pieces. */
export class TurnDetector {
  readonly #meter = new SpeechMeter();
  readonly #frame = new Int16Array(frameSamples);
  #filled = 0;
  #position: number;
  #loudFrames = 0;
  #speaking = false;
  #lastSpeech = 0;

  /** `position` in the input buffer of the first sample that will be pushed. */
  constructor(position: number) {
    this.#position = position;
  }

  get speaking(): boolean {
    return this.#speaking;
  }

  /** Forgets a turn that has begun: it was committed or cleared from outside. */
  reset(): void {
    this.#speaking = false;
    this.#loudFrames = 0;
  }

  /** Hears more audio under `rules`, which may have changed since the last piece. Calls `found` in order. */
  push(pcm24k: Int16Array, rules: TurnRules, found: (mark: TurnMark) => void): void {
    for (let offset = 0; offset < pcm24k.length;) {
      const take = Math.min(frameSamples - this.#filled, pcm24k.length - offset);
      this.#frame.set(pcm24k.subarray(offset, offset + take), this.#filled);
      this.#filled += take;
      offset += take;
      if (this.#filled < frameSamples) return;
      this.#filled = 0;
      this.#position += frameSamples;
      this.#hear(this.#meter.score(this.#frame), rules, found);
    }
  }

  #hear(score: number, rules: TurnRules, found: (mark: TurnMark) => void): void {
    if (this.#speaking) {
      if (score > Math.max(0, rules.threshold - easierWithin)) this.#lastSpeech = this.#position;
      const end = this.#lastSpeech + samplesOf(rules.silenceMs);
      if (this.#position < end || this.#position === this.#lastSpeech) return;
      this.reset();
      found({ kind: 'stopped', end });
      return;
    }
    this.#loudFrames = score > rules.threshold ? this.#loudFrames + 1 : 0;
    if (this.#loudFrames < onsetFrames) return;
    this.#speaking = true;
    this.#lastSpeech = this.#position;
    found({ kind: 'started', onset: this.#position - onsetFrames * frameSamples });
  }
}
