import type { Turn } from '../facts.ts';
import type { Billed } from '../../billing/meter-kind.ts';

/** One equation's worth of evidence: what was reported in a session or day of its own, and what was billed for it. */
export interface Observation {
  /** The day, or the session. */
  readonly label: string;
  readonly turns: readonly Turn[];
  readonly billed: Billed;
}

/** A reported amount that may stand on the right side of a meter's equation. */
export interface Field {
  readonly id: string;
  readonly words: string;
  /** null: not known for a turn. */
  readonly of: (turn: Turn) => number | null;
  /** Largest coefficient that the integer search tries. */
  readonly most: number;
}

const field = (id: string, words: string, of: Field['of'], most = 3): Field => ({ id, words, of, most });

/** Every field, by modality: audio meters are made of audio fields and text meters of text fields, for anything else fits by chance. */
const fields = {
  audio: [field('ain', 'audio in', (turn) => turn.audioIn), field('aout', 'audio out', (turn) => turn.audioOut)],
  audioCached: [field('acached', 'audio cached', (turn) => turn.audioCached)],
  audioOut: [field('aout', 'audio out', (turn) => turn.audioOut)],
  text: [
    field('tin', 'text in', (turn) => turn.textIn),
    field('tout', 'text out', (turn) => turn.textOut),
    field('heard', 'transcript of what you said', (turn) => turn.userTranscript),
    field('answer', 'transcript of the answer', (turn) => turn.answerTranscript),
    field('responses', 'responses', () => 1, 10),
  ],
  textCached: [field('tcached', 'text cached', (turn) => turn.textCached)],
  textOut: [
    field('tout', 'text out', (turn) => turn.textOut),
    field('answer', 'transcript of the answer', (turn) => turn.answerTranscript),
  ],
} as const;

/** A meter, or two that only together are known: input with its cached part, wherever that was booked. */
export interface Equation {
  readonly id: string;
  readonly words: string;
  readonly fields: readonly Field[];
  /** null: the bill has no row to take it from. */
  readonly billed: (billed: Billed) => number | null;
}

const together = (one: number | undefined, other: number | undefined): number | null =>
  one === undefined ? null : one + (other ?? 0);

/** The equations that are solved, each by itself. */
export const equations: readonly Equation[] = [
  {
    id: 'audio_in',
    words: 'audio in, cached included',
    fields: fields.audio,
    billed: ({ audio_in, audio_cached }) => together(audio_in, audio_cached),
  },
  {
    id: 'audio_cached',
    words: 'audio cached',
    fields: fields.audioCached,
    billed: (bill) => bill.audio_cached ?? null,
  },
  { id: 'audio_out', words: 'audio out', fields: fields.audioOut, billed: (bill) => bill.audio_out ?? null },
  {
    id: 'text_in',
    words: 'text in, cached included',
    fields: fields.text,
    billed: ({ text_in, text_cached }) => together(text_in, text_cached),
  },
  { id: 'text_cached', words: 'text cached', fields: fields.textCached, billed: (bill) => bill.text_cached ?? null },
  { id: 'text_out', words: 'text out', fields: fields.textOut, billed: (bill) => bill.text_out ?? null },
];

/** The sum of a field over an observation's turns; null where a turn does not know it. */
export function totalOf({ of }: Field, turns: readonly Turn[]): number | null {
  return turns.reduce<number | null>((sum, turn) => {
    const value = of(turn);
    return sum === null || value === null ? null : sum + value;
  }, 0);
}
