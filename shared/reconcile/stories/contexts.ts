import type { Turn } from '../facts.ts';

/** One way to read audio into an inference that ran at a turn. */
export interface AudioPart {
  readonly id: 'none' | 'user' | 'answer' | 'both' | 'logged';
  readonly words: string;
  /** The same in letters, for a run that is yet to be made: `ain + aout`. */
  readonly letters: string;
  readonly tokens: (turn: Turn) => number;
  readonly formula: (turn: Turn) => string;
}

/** One way to read text into it. `perMessage` is the overhead of a message, where the part holds one. */
export interface TextPart {
  readonly id: 'nothing' | 'prompt' | 'prompt-answer' | 'prompt-heard' | 'prompt-transcripts' | 'answer' | 'logged';
  readonly words: string;
  /** The same in letters; B is the prompt, w and a the two transcripts. */
  readonly letters: string;
  readonly messages: number;
  /** null: cannot be computed, a transcript's token count is not known. */
  readonly tokens: (turn: Turn) => number | null;
  /** What of it is known without that count, where the rest may be fitted to a bill; null: it is tried with its count alone. */
  readonly known: ((turn: Turn) => number) | null;
  readonly formula: (turn: Turn) => string;
}

export const audioParts: readonly AudioPart[] = [
  { id: 'none', words: 'no audio', letters: '0', tokens: () => 0, formula: () => '0' },
  {
    id: 'user',
    words: 'what you said',
    letters: 'ain',
    tokens: (turn) => turn.audioIn,
    formula: (turn) => `${turn.audioIn}`,
  },
  {
    id: 'answer',
    words: 'the spoken answer alone',
    letters: 'aout',
    tokens: (turn) => turn.audioOut,
    formula: (turn) => `${turn.audioOut}`,
  },
  {
    id: 'both',
    words: 'what you said and the spoken answer',
    letters: 'ain + aout',
    tokens: (turn) => turn.audioIn + turn.audioOut,
    formula: (turn) => `(${turn.audioIn} + ${turn.audioOut})`,
  },
];

const sum = (...values: (number | null)[]): number | null =>
  values.reduce<number | null>((total, value) => (total === null || value === null ? null : total + value), 0);

export const textParts: readonly TextPart[] = [
  { id: 'nothing', words: 'no text', letters: '0', messages: 0, tokens: () => 0, known: null, formula: () => '0' },
  {
    id: 'prompt',
    words: 'the prompt',
    letters: 'B',
    messages: 0,
    tokens: (turn) => turn.textIn,
    known: null,
    formula: (turn) => `${turn.textIn}`,
  },
  {
    id: 'prompt-answer',
    words: "the prompt and the answer's text",
    letters: 'B + tout',
    messages: 1,
    tokens: (turn) => turn.textIn + turn.textOut,
    known: null,
    formula: (turn) => `${turn.textIn} + ${turn.textOut}`,
  },
  {
    id: 'prompt-heard',
    words: 'the prompt and the transcript of what you said',
    letters: 'B + w',
    messages: 0,
    tokens: (turn) => sum(turn.textIn, turn.userTranscript),
    known: null,
    formula: (turn) => `(${turn.textIn} + ${turn.userTranscript})`,
  },
  {
    id: 'prompt-transcripts',
    words: 'the prompt and both transcripts',
    letters: 'B + w + a',
    messages: 0,
    tokens: (turn) => sum(turn.textIn, turn.userTranscript, turn.answerTranscript),
    known: (turn) => turn.textIn,
    formula: (turn) => `(${turn.textIn} + ${turn.userTranscript ?? '?'} + ${turn.answerTranscript ?? '?'})`,
  },
  {
    id: 'answer',
    words: "the answer's text alone",
    letters: 'tout',
    messages: 0,
    tokens: (turn) => turn.textOut,
    known: null,
    formula: (turn) => `${turn.textOut}`,
  },
];

/** What a further inference read: one audio part with one text part. */
export interface Context {
  readonly id: string;
  readonly audio: AudioPart;
  readonly text: TextPart;
  /** The provider's documentation describes an inference that reads exactly this. */
  readonly documented: boolean;
  readonly title: string;
  /** Whether it can only have run before, or only after, the answer; null: either. */
  readonly when: 'before' | 'after' | null;
  readonly assumption: string | null;
  /** What may have caused such an inference. The sums are the same, so the numbers cannot tell which. */
  readonly mechanisms: readonly string[];
  /** The logged response that this is about, which can be in a story once; null: no trace in a log is meant. */
  readonly response: number | null;
}

const beforeAnswer: readonly string[] = [
  'a retry of the same turn',
  'a response cancelled before it reported what it used',
  'a second response to the same turn, as a double commit or a second response.create makes one',
];
const afterAnswer: readonly string[] = [
  'a hidden second response',
  'a continuation or automatic second pass',
  'a retry after the answer',
  'a response begun after the answer and cancelled before it reported',
];

const named: Readonly<Record<string, { title: string; documented: boolean }>> = {
  'user+prompt': { title: 'over the prompt and what you said', documented: true },
  'both+prompt-answer': { title: 'over the whole conversation, answer included', documented: true },
  'none+prompt': { title: 'over the prompt alone', documented: false },
};

/** Every context the search tries: all pairs that read anything at all. */
export const contexts: readonly Context[] = audioParts.flatMap((audio) =>
  textParts
    .filter((text) => !(audio.id === 'none' && text.id === 'nothing'))
    .map((text): Context => {
      const id = `${audio.id}+${text.id}`;
      const documented = named[id]?.documented ?? false;
      const seesAnswer =
        audio.id === 'answer' || audio.id === 'both' || text.id.includes('answer') || text.id.includes('transcripts');
      return {
        id,
        audio,
        text,
        documented,
        title: named[id]?.title ?? `over ${audio.words}, with ${text.words}`,
        when: seesAnswer ? 'after' : null,
        assumption: documented
          ? null
          : `An inference may read ${audio.words} with ${text.words}. No documentation describes one.`,
        mechanisms: seesAnswer ? afterAnswer : beforeAnswer,
        response: null,
      };
    }),
);
