import { asNumber, atPath, type JsonObject } from '../../shared/kit/json.ts';
import { toArray } from '../../shared/kit/chunk-list.ts';
import { foldSession } from '../../shared/session/fold/fold.ts';
import type { SessionView } from '../../shared/session/view.ts';
import { coverageOf, familyOf, hasReport, type Coverage, type Family, type Mode, type OutputKind } from './coverage.ts';
import type { SessionFact, TranscriptionFact, UsageFact } from './facts.ts';
import { itemId, recordedLog, responseId } from './log.ts';
import { widthOf } from '../../shared/session/expected/widths.ts';
import type { UsageWidth } from '../../shared/usage/expected.ts';

/** What is judged, in the order in which it is shown. Words for people; `input`: both kinds of it. */
export const fieldWords = {
  input: 'input',
  textIn: 'text in',
  audioIn: 'audio in',
  textOutTextMode: 'text out, text mode',
  textOutAudioMode: 'text out, audio mode',
  textOutCallOnly: 'text out, call only',
  cached: 'cached',
  transcriptionIn: 'transcription in',
  transcriptionOut: 'transcription out',
  transcriptionSeconds: 'transcription, seconds',
} as const;
export type Field = keyof typeof fieldWords;
export const fields = Object.keys(fieldWords).filter((name): name is Field => name in fieldWords);

/** One estimate beside what was reported. Tokens, or seconds where the field says so. */
export interface Sample {
  readonly session: string;
  readonly family: Family;
  /** Index of the response; null for a transcription. */
  readonly response: number | null;
  readonly field: Field;
  readonly reported: number;
  /** Null: the fold gives none. */
  readonly estimate: number | null;
  /** Every part of the field is right; for most fields it has one. */
  readonly exact: boolean;
  /** Half of the width the estimate claims, over all parts together; null: no width is claimed of such a field. */
  readonly halfWidth: number | null;
  /** Every part lies within its width; null where there is none. */
  readonly held: boolean | null;
}

/** One amount of a field: its estimate, its report and how wide the estimate is. */
interface Part {
  readonly estimate: number | null;
  readonly reported: number;
  readonly halfWidth: number | null;
}

/** Seconds that differ by less are the same: a sum of frames rounds. */
const sameWithin = 1e-6;

const off = ({ estimate, reported }: Part): number => Math.abs((estimate ?? Number.NaN) - reported);
const sum = (amounts: readonly (number | null)[]): number | null =>
  amounts.reduce((total, one) => (total === null || one === null ? null : total + one), 0);

/** A finite number at a path of an estimate; null: there is none. */
function amountAt(estimate: JsonObject | undefined, path: string): number | null {
  const value = asNumber(atPath(estimate, path));
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function sampleOf(about: Pick<Sample, 'session' | 'family' | 'response' | 'field'>, parts: readonly Part[]): Sample {
  const claimed = parts.every(({ halfWidth }) => halfWidth !== null);
  return {
    ...about,
    reported: parts.reduce((total, { reported }) => total + reported, 0),
    estimate: sum(parts.map(({ estimate }) => estimate)),
    exact: parts.every((part) => off(part) < sameWithin),
    halfWidth: sum(parts.map(({ halfWidth }) => halfWidth)),
    held: claimed ? parts.every((part) => off(part) < (part.halfWidth ?? 0) + sameWithin) : null,
  };
}

const outputFields: Readonly<Record<OutputKind, Field>> = {
  text: 'textOutTextMode',
  audio: 'textOutAudioMode',
  call: 'textOutCallOnly',
};

/** The fields of one response that its facts cover, each with its parts. */
function responseParts(
  covered: Coverage,
  usage: UsageFact,
  estimate: JsonObject | undefined,
  width: UsageWidth | undefined,
): (readonly [Field, readonly Part[]])[] {
  const part = (path: string, reported: number | null | undefined, halfWidth: number | undefined): Part => ({
    estimate: amountAt(estimate, path),
    reported: reported ?? Number.NaN,
    halfWidth: halfWidth ?? 0,
  });
  const textIn = part('input_token_details.text_tokens', usage.inText, width?.textIn);
  const audioIn = part('input_token_details.audio_tokens', usage.inAudio, width?.audioIn);
  // What a model thinks is not told by what it says: taken off on both sides.
  const textOut = part('output_token_details.text_tokens', usage.outText, width?.textOut);
  const thought = amountAt(estimate, 'output_token_details.reasoning_tokens') ?? 0;
  const said: Part = {
    ...textOut,
    estimate: textOut.estimate === null ? null : textOut.estimate - thought,
    reported: textOut.reported - (usage.reasoning ?? 0),
  };
  const cached = part('input_token_details.cached_tokens', usage.cached, width?.cached);
  const output = covered.output === null ? null : outputFields[covered.output];
  return [
    ...(covered.input ? [['input', [textIn, audioIn]] as const] : []),
    ...(covered.textIn ? [['textIn', [textIn]] as const] : []),
    ...(covered.audioIn ? [['audioIn', [audioIn]] as const] : []),
    ...(output === null ? [] : [[output, [said]] as const]),
    ...(covered.cached ? [['cached', [cached]] as const] : []),
  ];
}

/** The fields of one transcription that can be judged. No width is claimed of any. */
function transcriptionParts(
  session: SessionFact,
  { item, transcriptO200k, usage }: TranscriptionFact,
  estimate: JsonObject | undefined,
): (readonly [Field, readonly Part[]])[] {
  const part = (path: string, reported: number): readonly Part[] => [
    { estimate: amountAt(estimate, path), reported, halfWidth: null },
  ];
  const isLengthKnown = typeof session.items[item ?? -1]?.audioMs === 'number';
  if (usage?.type !== 'tokens') {
    return isLengthKnown && typeof usage?.seconds === 'number'
      ? [['transcriptionSeconds', part('seconds', usage.seconds)]]
      : [];
  }
  const { input_tokens: read, output_tokens: written } = usage;
  return [
    ...(isLengthKnown && typeof read === 'number' ? [['transcriptionIn', part('input_tokens', read)] as const] : []),
    ...(typeof transcriptO200k === 'number' && typeof written === 'number'
      ? [['transcriptionOut', part('output_tokens', written)] as const]
      : []),
  ];
}

/** Every estimate of a session that its facts can judge. */
export function samplesOf(session: SessionFact, mode: Mode): Sample[] {
  const { header, entries } = recordedLog(session, mode);
  return judgedSamples(session, mode, foldSession(header, entries));
}

/** The same of a view of that session, however it was folded. */
export function judgedSamples(session: SessionFact, mode: Mode, view: SessionView): Sample[] {
  const about = { session: session.id, family: familyOf(session) };
  const coverage = coverageOf(session, mode);
  const responses = new Map(toArray(view.responses).map((one) => [one.id, one]));
  const items = new Map(toArray(view.items).map((one) => [one.id, one]));
  return [
    ...session.responses.flatMap((response, k) => {
      const covered = coverage.responses[k];
      if (covered === undefined || !hasReport(response)) return [];
      const seen = responses.get(responseId(k));
      const width = seen === undefined ? undefined : widthOf(view, seen);
      return responseParts(covered, response.usage ?? {}, seen?.expected.estimate, width).map(([field, parts]) =>
        sampleOf({ ...about, response: k, field }, parts),
      );
    }),
    ...(session.transcriptions ?? []).flatMap((told, n) => {
      const id = typeof told.item === 'number' ? itemId(told.item) : `transcribed_${n}`;
      const estimate = items.get(id)?.transcription?.expected.estimate;
      return transcriptionParts(session, told, estimate).map(([field, parts]) =>
        sampleOf({ ...about, response: null, field }, parts),
      );
    }),
  ];
}
