import { type ResponseCount, responseCount, responsePath } from '../../usage/fields.ts';
import { type MeterKind, meterKinds } from '../../billing/meter-kind.ts';
import { benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import type { JsonObject } from '../../kit/json.ts';
import { count as groups } from '../../kit/numbers.ts';

/** What one response reported, in whole tokens. Input counts include what was cached. */
export interface Turn {
  readonly audioIn: number;
  readonly textIn: number;
  readonly audioOut: number;
  readonly textOut: number;
  readonly audioCached: number;
  readonly textCached: number;
  /** o200k tokens of what the caller was heard to say, and of the answer's transcript; null: not known. */
  readonly userTranscript: number | null;
  readonly answerTranscript: number | null;
  /** Cached tokens of which no kind is told, in neither of the two above; left out: none. */
  readonly cachedUnsplit?: number;
  /** Image tokens of the input, cached ones inside; left out: none. */
  readonly imageIn?: number;
  readonly imageCached?: number;
  /** Of `textOut`, what was thought and is never read again; left out: none was reported. */
  readonly reasoning?: number;
  /** Id of the conversation it belongs to; left out: not known, and turns are taken as one conversation where they fit. */
  readonly conversation?: string;
  /** What the answer was; left out: not known, and audio tells a spoken one. */
  readonly wrote?: 'spoken' | 'written' | 'called';
  /** Tokens of instructions and tools before every item; left out: not known. */
  readonly prompt?: number;
  /** What a response begun right after it would read, worked out from the log; left out: there is no log. */
  readonly after?: ReadAfter;
}

/** Input of a response that adds nothing to a conversation, by the measured rules. */
export interface ReadAfter {
  readonly audio: number;
  readonly text: number;
  /** How far these may be off. */
  readonly width: { readonly audio: number; readonly text: number };
  /** False: a rule for something in the conversation is not known. */
  readonly known: boolean;
}

/**
 * The facts in one `usage` object of `response.done` (snake_case, as on the wire).
 * Refuses an object that lacks a per-modality count or whose counts are not whole, non-negative or consistent.
 */
export function turnFromUsage(usage: JsonObject): Result<{ turn: Turn }> {
  const count = (name: ResponseCount, fallback = Number.NaN): number => responseCount(usage, name) ?? fallback;
  const reasoning = responseCount(usage, 'reasoning');
  const turn: Turn = {
    audioIn: count('audioIn'),
    textIn: count('textIn'),
    audioOut: count('audioOut'),
    textOut: count('textOut'),
    audioCached: count('audioCached', 0),
    textCached: count('textCached', 0),
    userTranscript: null,
    answerTranscript: null,
    ...(reasoning === undefined || reasoning === 0 ? {} : { reasoning }),
    ...(count('imageIn', 0) === 0 ? {} : { imageIn: count('imageIn', 0) }),
    ...(count('imageCached', 0) === 0 ? {} : { imageCached: count('imageCached', 0) }),
  };
  const missing = (['audioIn', 'textIn', 'audioOut', 'textOut'] as const).filter((key) => Number.isNaN(turn[key]));
  if (missing.length > 0) {
    const input = count('input');
    const output = count('output');
    if (missing.length === 4 && Number.isSafeInteger(input) && Number.isSafeInteger(output)) {
      return refuse(
        benchError(
          'invalid-argument',
          `The usage counts ${groups(input)} input and ${groups(output)} output tokens, and not how many of them are audio and how many text.`,
          {
            nextStep:
              'The meters are apart by audio and text, so the totals cannot be compared. Paste the whole usage object of response.done, token details included.',
          },
        ),
      );
    }
    return refuse(
      benchError('invalid-argument', `The usage has no ${missing.map(responsePath).join(', no ')}.`, {
        nextStep: 'Paste the whole usage object of response.done, token details included.',
      }),
    );
  }
  const { audioIn, textIn, audioOut, textOut, audioCached, textCached } = turn;
  const numbers = [audioIn, textIn, audioOut, textOut, audioCached, textCached, reasoning ?? 0];
  numbers.push(turn.imageIn ?? 0, turn.imageCached ?? 0);
  if (numbers.some((value) => !Number.isSafeInteger(value) || value < 0)) {
    return refuse(benchError('invalid-argument', 'A token count in the usage is not a whole number of at least 0.'));
  }
  if (turn.audioCached > turn.audioIn || turn.textCached > turn.textIn) {
    return refuse(
      benchError('invalid-argument', 'The usage reports more cached tokens than input tokens of the same kind.', {
        nextStep: 'Check the numbers: cached tokens are a part of the input, never beside it.',
      }),
    );
  }
  return ok({ turn });
}

/** What the turns reported on each meter's field, cached counted inside input. */
export function reportedTotals(turns: readonly Turn[]): Record<MeterKind, number> {
  const sum = (pick: (turn: Turn) => number): number => turns.reduce((total, turn) => total + pick(turn), 0);
  return {
    audio_in: sum((turn) => turn.audioIn),
    audio_cached: sum((turn) => turn.audioCached),
    audio_out: sum((turn) => turn.audioOut),
    text_in: sum((turn) => turn.textIn),
    text_cached: sum((turn) => turn.textCached),
    text_out: sum((turn) => turn.textOut),
  };
}

/** Image tokens of the input of these turns, cached ones inside. */
export const imageTotals = (turns: readonly Turn[]): { readonly input: number; readonly cached: number } => ({
  input: turns.reduce((sum, { imageIn = 0 }) => sum + imageIn, 0),
  cached: turns.reduce((sum, { imageCached = 0 }) => sum + imageCached, 0),
});

/** Two amounts, meter by meter. */
export function addTotals(
  one: Readonly<Record<MeterKind, number>>,
  other: Readonly<Record<MeterKind, number>>,
  times = 1,
): Record<MeterKind, number> {
  const sum: Record<MeterKind, number> = { ...one };
  for (const meter of meterKinds) sum[meter] += times * other[meter];
  return sum;
}

/** What the meters should show if the report is all there is: cached tokens on their own meters. */
export function expectedTotals(turns: readonly Turn[]): Record<MeterKind, number> {
  const reported = reportedTotals(turns);
  return {
    ...reported,
    audio_in: reported.audio_in - reported.audio_cached,
    text_in: reported.text_in - reported.text_cached,
  };
}

/** Where a reported response stands in a record: the session, its number there, and the id that the service gave it. */
export interface ResponseOrigin {
  readonly session: string;
  readonly number: number;
  readonly responseId: string;
}

/** One reported response as the report counts it from 1, with what its usage object said. */
export interface ReportedResponse {
  readonly number: number;
  /** null: the usage was pasted. */
  readonly origin: ResponseOrigin | null;
  readonly audioIn: number;
  readonly audioCached: number;
  readonly audioOut: number;
  readonly textIn: number;
  readonly textCached: number;
  readonly textOut: number;
}

/** The reported responses in the order in which a story numbers them. */
export const reportedResponses = (turns: readonly Turn[], origins: readonly ResponseOrigin[]): ReportedResponse[] =>
  turns.map(({ audioIn, audioCached, audioOut, textIn, textCached, textOut }, index) => ({
    number: index + 1,
    origin: origins[index] ?? null,
    audioIn,
    audioCached,
    audioOut,
    textIn,
    textCached,
    textOut,
  }));

/** `Response 5 is response 1 of 2026-11-20T19-42-41Z-voice-mini-07200a, resp_ab12.`; null where nothing more is known. */
export function originSentence(turn: number, origins: readonly ResponseOrigin[]): string | null {
  const origin = origins[turn];
  return origin === undefined
    ? null
    : `Response ${turn + 1} is response ${origin.number} of ${origin.session}, ${origin.responseId}.`;
}
