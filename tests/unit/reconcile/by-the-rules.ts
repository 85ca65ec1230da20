import fc from 'fast-check';
import { meterKinds, type WholeTokens, type MeterKind } from '../../../shared/billing/meter-kind.ts';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import type { Counting } from '../../../shared/usage/rules/rules.ts';
import { callText, readAs, spokenText, usualRuns, writtenText, type Said } from '../session/by-hand.ts';

/*
 * Conversations and bills by the measured rules, item by item, whose numbers stand in by-hand.ts: nothing of it is shared with
 * the search, so that a wrong number there cannot hide behind the same number here.
 */

/** What comes before an answer. Tokens of a typed message or of a function's result are those of its text. */
export type Asked =
  | { readonly kind: 'spoken'; readonly audio: number }
  | { readonly kind: 'typed'; readonly words: number }
  | { readonly kind: 'result'; readonly words: number };

/** An answer: tokens of its transcript, text or arguments, and of its audio. */
export type Answered =
  | { readonly kind: 'spoken'; readonly words: number; readonly audio: number }
  | { readonly kind: 'written' | 'called'; readonly words: number };

export interface Exchange {
  readonly asked: Asked;
  readonly answered: Answered;
}

export interface Talk {
  readonly exchanges: readonly Exchange[];
  /** Tokens of instructions and tools. */
  readonly prompt: number;
  readonly counting: Counting;
}

export interface Read {
  readonly audio: number;
  readonly text: number;
}

export const gaOpenAi: Counting = { family: 'ga', service: 'openai', certain: true };
export const gaAzure: Counting = { family: 'ga', service: 'azure', certain: true };
export const previewOpenAi: Counting = { family: 'preview', service: 'openai', certain: true };

/** Text that an answer reports. */
export function textOutOf(answer: Answered): number {
  switch (answer.kind) {
    case 'spoken':
      return spokenText(answer.words, usualRuns(answer.words, answer.audio), false);
    case 'written':
      return writtenText(answer.words, 'ga');
    case 'called':
      return callText(answer.words);
  }
}

const askedAs = (asked: Asked): Said => {
  switch (asked.kind) {
    case 'spoken':
      return { kind: 'spoken turn', ms: 100 * asked.audio + 25 };
    case 'typed':
      return { kind: 'typed', tokens: asked.words };
    case 'result':
      return { kind: 'result', tokens: asked.words };
  }
};

const answeredAs = (answer: Answered): Said => {
  const textOut = textOutOf(answer);
  switch (answer.kind) {
    case 'spoken':
      return { kind: 'spoken answer', tokens: answer.words, textOut, audioOut: answer.audio };
    case 'written':
      return { kind: 'written answer', textOut };
    case 'called':
      return { kind: 'call', textOut };
  }
};

export const add = (...all: readonly Read[]): Read => ({
  audio: all.reduce((sum, { audio }) => sum + audio, 0),
  text: all.reduce((sum, { text }) => sum + text, 0),
});

/** What is read with the first `asked` questions and the first `answered` answers in the conversation. */
function readWith({ exchanges, prompt, counting: { family, service } }: Talk, asked: number, answered: number): Read {
  const answers = exchanges.slice(0, answered).map((one) => one.answered);
  const last = answers.findLastIndex(({ kind }) => kind === 'spoken');
  return add(
    { audio: 0, text: prompt },
    ...exchanges.slice(0, asked).map((one) => readAs(askedAs(one.asked), true, family, service)),
    ...answers.map((one, at) => readAs(answeredAs(one), at >= last, family, service)),
  );
}

/** What the response at a turn reads, from 0. */
export const retryOf = (talk: Talk, turn: number): Read => readWith(talk, turn + 1, turn);
/** What a response right after it reads, nothing new added. */
export const finishedOf = (talk: Talk, turn: number): Read => readWith(talk, turn + 1, turn + 1);

/** The reports of a conversation, one a turn, nothing cached. Transcripts of answers are told. */
export const turnsOf = (talk: Talk): Turn[] =>
  talk.exchanges.map(({ answered }, at): Turn => {
    const { audio, text } = retryOf(talk, at);
    return {
      audioIn: audio,
      textIn: text,
      audioOut: answered.kind === 'spoken' ? answered.audio : 0,
      textOut: textOutOf(answered),
      audioCached: 0,
      textCached: 0,
      userTranscript: null,
      answerTranscript: answered.kind === 'spoken' ? answered.words : null,
      wrote: answered.kind,
    };
  });

/** The same without what only a log or a count of transcripts tells. */
export const plain = (turns: readonly Turn[]): Turn[] =>
  turns.map(({ wrote: _wrote, ...turn }) => ({ ...turn, answerTranscript: null }));

export type More = Partial<Record<'audio_in' | 'audio_out' | 'text_in' | 'text_out', number>>;

/** A bill of these turns with so much more on its meters, cached tokens on meters of their own. */
export function billOf(turns: readonly Turn[], more: More = {}): Record<MeterKind, number> {
  const sum = (pick: (turn: Turn) => number): number => turns.reduce((all, turn) => all + pick(turn), 0);
  return {
    audio_in: sum(({ audioIn, audioCached }) => audioIn - audioCached) + (more.audio_in ?? 0),
    audio_cached: sum(({ audioCached }) => audioCached),
    audio_out: sum(({ audioOut }) => audioOut) + (more.audio_out ?? 0),
    text_in: sum(({ textIn, textCached }) => textIn - textCached) + (more.text_in ?? 0),
    text_cached: sum(({ textCached }) => textCached),
    text_out: sum(({ textOut }) => textOut) + (more.text_out ?? 0),
  };
}

/** The same with cached tokens on the input meters and none on their own. */
export function foldedBill(turns: readonly Turn[], more: More = {}): Record<MeterKind, number> {
  const bill = billOf(turns, more);
  return {
    ...bill,
    audio_in: bill.audio_in + bill.audio_cached,
    text_in: bill.text_in + bill.text_cached,
    audio_cached: 0,
    text_cached: 0,
  };
}

/** A bill without some of its rows. */
export const without = (bill: WholeTokens, ...rows: readonly MeterKind[]): WholeTokens =>
  Object.fromEntries(
    meterKinds.flatMap((meter): [MeterKind, number][] =>
      bill[meter] === undefined || rows.includes(meter) ? [] : [[meter, bill[meter]]],
    ),
  );

export interface Sizes {
  readonly turns: number;
  readonly question: number;
  readonly answer: number;
  readonly words: number;
  readonly prompt: number;
}

/** Conversations of one to `turns` exchanges, whose sizes are at most those given. */
export const talks = (
  { turns, question, answer, words, prompt }: Sizes,
  countings: readonly Counting[] = [gaOpenAi, gaAzure, previewOpenAi],
): fc.Arbitrary<Talk> => {
  const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
  const answered: fc.Arbitrary<Answered> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('spoken' as const), words: size(words), audio: size(answer) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constantFrom('written' as const, 'called' as const), words: size(words) }),
    },
  );
  const asked: fc.Arbitrary<Exclude<Asked, { kind: 'result' }>> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('spoken' as const), audio: size(question) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('typed' as const), words: size(words) }) },
  );
  return fc
    .record({
      exchanges: fc.array(fc.record({ asked, answered, result: size(words) }), { minLength: 1, maxLength: turns }),
      prompt: fc.integer({ min: 0, max: prompt }),
      counting: fc.constantFrom(...countings),
    })
    .map(({ exchanges, ...rest }) => ({
      ...rest,
      // What follows a call is its result.
      exchanges: exchanges.map(({ asked: said, answered: answer, result }, at): Exchange => ({
        asked: exchanges[at - 1]?.answered.kind === 'called' ? { kind: 'result', words: result } : said,
        answered: answer,
      })),
    }));
};
