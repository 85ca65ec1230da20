import { samplesOf } from '../audio/time.ts';
import { SpeechMeter, vadFrameMs } from './speech-meter.ts';
import type { TurnRules } from './turn-rules.ts';

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
