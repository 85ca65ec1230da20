import { transcriptionUsage } from './transcription-usage.ts';
import { inputNames, responseCount } from '../../usage/fields.ts';
import { Decimal } from 'decimal.js';
import { toArray } from '../../kit/chunk-list.ts';
import { instantMs, utcDayOf } from '../../kit/dates.ts';
import { ok } from '../../kit/errors.ts';
import { asString, atPath } from '../../kit/json.ts';
import { expectedTotals } from '../../session/expected/expected-totals.ts';
import { inputEvidence } from '../../session/expected/input-evidence.ts';
import { widthsWith } from '../../session/expected/widths.ts';
import type { ItemView, ResponseView, SessionView } from '../../session/view.ts';
import { isEmptyUsage } from '../../usage/ledger.ts';
import { ifBilledWords, type LogEvidence, type TranscriptionUsage, type UnreportedResponse } from './evidence.ts';
import { type ReportedUsage, turnOfReport } from './pasted-usage.ts';
import type { ReadAfter, ResponseOrigin, Turn } from './reported-responses.ts';

/** What the log knows of a response beside its report. */
type PlaceInConversation = Pick<Turn, 'conversation' | 'wrote' | 'prompt' | 'after'>;

/**
 * Whether the log tells what a reported response read: worked out from it, its input comes to what it reported. A log that keeps
 * no audio and no transcripts does not.
 */
function isInputKnown({ expected }: Pick<ResponseView, 'expected'>): boolean {
  const { input } = expected.evidence;
  return (['text', 'audio'] as const).every((kind) => {
    const reported = responseCount(expected.usage, inputNames[kind]) ?? 0;
    // A prompt that only this very report tells is no sign of what the log keeps.
    const guessed = kind === 'text' && input.prompt.from === 'default';
    return guessed || Math.abs(reported - input[kind]) <= input.width[kind];
  });
}

/** Something of what it put out is in the log: an answer of which nothing is would be read as nothing. */
const isAnswerKnown = (items: readonly ItemView[]): boolean =>
  items.some(({ text, audioMs, kind }) => text !== '' || audioMs > 0 || kind === 'function_call');

/** What a response begun right after this one would read, nothing new added; null: it never ended. */
function readAfter(view: SessionView, response: ResponseView): ReadAfter | null {
  const { doneSeq, outOfBand, expected } = response;
  // What it said is read by nothing.
  if (outOfBand) return { audio: 0, text: 0, width: { audio: 0, text: 0 }, known: false };
  if (doneSeq === null) return null;
  const { counting, instructions, tools } = expected.evidence.input;
  const input = inputEvidence(view, {
    seq: doneSeq + 1,
    prompt: { instructions, tools },
    ownInput: null,
    outOfBand: false,
    reported: false,
    counting,
  });
  return {
    audio: input.audio,
    text: input.text,
    width: { audio: input.width.audio, text: input.width.text },
    known: input.unknown.every((rule) => rule === 'image') && input.uncounted === 0,
  };
}

/** Instructions and tools: what it reported, less every item before it; null: one of these counts by no known rule. */
function promptOf({ outOfBand, expected }: ResponseView): number | null {
  const { input } = expected.evidence;
  const reported = responseCount(expected.usage, 'textIn');
  const known = input.unknown.every((rule) => rule === 'image') && input.uncounted === 0 && input.ownInput === null;
  // A log that keeps no items does not tell what of it is the prompt.
  if (reported === undefined || outOfBand || !known || input.items === 0) return null;
  const prompt = reported - (input.text - input.prompt.tokens);
  return prompt >= 0 ? prompt : null;
}

function wroteOf(items: readonly ItemView[]): Turn['wrote'] {
  if (items.length === 0) return undefined;
  if (items.some(({ kind }) => kind === 'function_call')) return 'called';
  return items.some(({ medium }) => medium === 'audio') ? 'spoken' : 'written';
}

/** Where a reported response stands in its conversation, as the log has it. */
function placeInConversation(view: SessionView, response: ResponseView): PlaceInConversation {
  const { id, itemIds, outOfBand } = response;
  const session = view.header?.sessionId ?? '';
  const prompt = promptOf(response);
  const items = toArray(view.items).filter((item) => itemIds.includes(item.id));
  const after = outOfBand || (isInputKnown(response) && isAnswerKnown(items)) ? readAfter(view, response) : null;
  const wrote = wroteOf(items);
  return {
    conversation: outOfBand ? `${session} ${id}` : session,
    ...(wrote === undefined ? {} : { wrote }),
    ...(prompt === null ? {} : { prompt }),
    ...(after === null ? {} : { after }),
  };
}

/** A reported turn with the response that reported it. */
interface ReportedTurn {
  readonly turn: Turn;
  readonly response: ResponseView;
}

/**
 * Responses that never reported, each with what it read by the counting rules. What a rule does not cover is left open:
 * a story told of it would be a guess.
 */
function unreportedOf(view: SessionView, reported: readonly ReportedTurn[]): UnreportedResponse[] {
  const { learned } = expectedTotals(view);
  return toArray(view.responses)
    .filter((response) => !reported.some((one) => one.response.id === response.id))
    .map((response): UnreportedResponse => {
      const { input } = response.expected.evidence;
      const after = reported.filter((one) => (one.response.doneMs ?? Number.POSITIVE_INFINITY) <= response.createdMs);
      const told = after.at(-1) === undefined || isInputKnown(after.at(-1)?.response ?? response);
      const width = widthsWith(learned, response.id, response.expected);
      // What an image adds to the text is known; its own tokens are on none of these meters.
      const isKnown = input.unknown.every((rule) => rule === 'image') && input.uncounted === 0;
      return {
        number: response.number,
        status: response.status,
        reason: response.statusReason,
        after: after.length,
        audioIn: isKnown && told ? input.audio : null,
        textIn: isKnown && told ? input.text : null,
        ...(isKnown && !told ? { byPlace: true } : {}),
        audioOut: responseCount(response.expected.estimate, 'audioOut') ?? 0,
        textOut: responseCount(response.expected.estimate, 'textOut') ?? 0,
        width,
        basis: response.expected.basis,
        nothing: isEmptyUsage(response.expected.estimate),
      };
    });
}

/** What transcription reported over a session, or null when it reported nothing. */
const transcriptionOf = (view: SessionView): TranscriptionUsage | null =>
  transcriptionUsage(
    toArray(view.items).flatMap(({ transcription }) => (transcription?.usage == null ? [] : [transcription.usage])),
    asString(atPath(view.effective ?? {}, 'audio.input.transcription.model')) ?? null,
  );

/** Everything in a session's log that speaks for or against further inferences. */
export function logEvidence(view: SessionView, reported: readonly ReportedTurn[]): LogEvidence {
  const startMs = instantMs(view.header?.startedAt ?? '');
  return {
    responsesCreated: view.responses.length,
    responsesReported: reported.length,
    unreported: unreportedOf(view, reported),
    ...(startMs === null
      ? {}
      : { days: reported.map(({ response }) => utcDayOf(startMs + (response.doneMs ?? response.createdMs))) }),
    transcription: transcriptionOf(view),
  };
}

const addSeconds = (one: string | null, other: string | null): string | null =>
  one === null || other === null ? (one ?? other) : new Decimal(one).plus(other).toFixed();

function addTranscription(one: TranscriptionUsage | null, other: TranscriptionUsage | null): TranscriptionUsage | null {
  if (one === null || other === null) return one ?? other;
  return {
    model: one.model === other.model ? one.model : null,
    audioIn: one.audioIn + other.audioIn,
    textIn: one.textIn + other.textIn,
    textOut: one.textOut + other.textOut,
    seconds: addSeconds(one.seconds, other.seconds),
    reports: one.reports + other.reports,
  };
}

/** The evidence of several sessions whose turns stand one after another. */
export function joinEvidence(all: readonly LogEvidence[]): LogEvidence {
  return all.reduce<LogEvidence>(
    (sum, one) => ({
      responsesCreated: (sum.responsesCreated ?? 0) + (one.responsesCreated ?? 0),
      responsesReported: sum.responsesReported + one.responsesReported,
      unreported: [
        ...(sum.unreported ?? []),
        ...(one.unreported ?? []).map((response) => ({ ...response, after: response.after + sum.responsesReported })),
      ],
      ...(sum.days === undefined || one.days === undefined ? {} : { days: [...sum.days, ...one.days] }),
      transcription: addTranscription(sum.transcription ?? null, one.transcription ?? null),
    }),
    { responsesCreated: 0, responsesReported: 0, unreported: [], days: [], transcription: null },
  );
}

/** What a recorded session reported, and what its log holds for or against further inferences. */
export interface SessionReported extends ReportedUsage {
  readonly log: LogEvidence;
  /** Beside `turns`. */
  readonly origins: readonly ResponseOrigin[];
}

/** Text of items, or null where there is none: an empty transcript is one that was never made. */
const spokenText = (items: readonly ItemView[]): string | null => {
  const text = items.map((item) => item.text).join('');
  return text === '' ? null : text;
};

/** User turns that stand between the answer before and this one. */
function heardBefore(response: ResponseView, items: readonly ItemView[]): readonly ItemView[] {
  const own = items.findIndex(({ id }) => response.itemIds.includes(id));
  const before = items.slice(0, own < 0 ? items.length : own);
  const last = before.findLastIndex(({ role }) => role === 'assistant');
  return before.slice(last + 1).filter(({ role, medium }) => role === 'user' && medium === 'audio');
}

/** The reported responses of a session in their order. One without usage is a sentence, and stays in the evidence. */
export function usageOfSession(view: SessionView): SessionReported {
  const responses = toArray(view.responses);
  const items = toArray(view.items);
  const reported: ReportedTurn[] = [];
  const spoken: { user: string | null; answer: string | null }[] = [];
  const notes: string[] = [];
  const silent: { response: ResponseView; name: string }[] = [];
  for (const response of responses) {
    const name = `Response ${response.number} of ${view.header?.sessionId ?? 'the session'}`;
    const { usage } = response;
    const read: ReturnType<typeof turnOfReport> =
      usage === null || usage === undefined ? ok({ turn: null, notes: [] }) : turnOfReport(usage, 'It');
    if (!read.ok) {
      notes.push(`${name} is not counted: ${read.error.message}`);
      continue;
    }
    notes.push(...read.notes.map((note) => `${name}: ${note}`));
    if (read.turn === null) {
      silent.push({ response, name });
      continue;
    }
    reported.push({ turn: { ...read.turn, ...placeInConversation(view, response) }, response });
    spoken.push({
      user: spokenText(heardBefore(response, items)),
      answer: spokenText(items.filter(({ responseId }) => responseId === response.id)),
    });
  }
  const log = logEvidence(view, reported);
  for (const { response, name } of silent) {
    const evidence = log.unreported?.find(({ number }) => number === response.number);
    const words = evidence === undefined ? '' : ifBilledWords(evidence);
    const most = words === '' ? '' : ` ${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
    notes.push(
      `${name} (${response.status}) reports no tokens; whether it was billed is not known, and it is not counted.${most}`,
    );
  }
  const session = view.header?.sessionId ?? '';
  const origins = reported.map(({ response: { number, id } }) => ({ session, number, responseId: id }));
  return { turns: reported.map(({ turn }) => turn), spoken, notes, log, origins };
}
