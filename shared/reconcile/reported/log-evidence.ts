import { Decimal } from 'decimal.js';
import { asNumber, asString, atPath } from '../../json.ts';
import type { LogEvidence, TranscriptionUsage, UnreportedResponse } from '../evidence.ts';
import type { Turn } from '../facts.ts';
import { instantMs, utcDayOf } from '../../utc.ts';
import { bytesPerMsOf } from '../../session/audio-payload.ts';
import { toArray } from '../../session/chunk-list.ts';
import type { ItemView, ResponseView, SessionView } from '../../session/view.ts';
import { readUsage } from '../../usage/read-usage.ts';
import { assistantAudioTokens, tokensPerMessageOverhead, userAudioTokens } from '../../usage/recurrence.ts';

/** A reported turn with the response that reported it. */
export interface ReportedTurn {
  readonly turn: Turn;
  readonly response: ResponseView;
}

const isUserAudio = ({ role, medium }: ItemView): boolean => role === 'user' && medium === 'audio';
const heard = (items: readonly ItemView[]): number =>
  items.filter(isUserAudio).reduce((sum, { audioMs }) => sum + userAudioTokens(audioMs), 0);

/**
 * What an unreported response read: the answered turn before it with that answer and what was said since; or, where nobody
 * spoke in between, what the reported response after it read.
 */
function inputOf(
  response: ResponseView,
  audioOut: number,
  items: readonly ItemView[],
  reported: readonly ReportedTurn[],
): { audioIn: number | null; textIn: number | null } {
  const before = reported.findLast((one) => one.response.number < response.number);
  const next = reported.find((one) => one.response.number > response.number);
  const between = (from: number, to: number): readonly ItemView[] =>
    items.filter(({ startMs }) => startMs >= from && startMs < to);
  const since = next === undefined ? [] : between(response.createdMs, next.response.createdMs);
  const later = heard(since);
  if (next !== undefined && (before === undefined || (later === 0 && audioOut === 0))) {
    return { audioIn: Math.max(0, next.turn.audioIn - later - audioOut), textIn: next.turn.textIn };
  }
  if (before === undefined) return { audioIn: null, textIn: null };
  const { turn } = before;
  return {
    audioIn: turn.audioIn + turn.audioOut + heard(between(before.response.createdMs, response.createdMs)),
    textIn: turn.textIn + turn.textOut + tokensPerMessageOverhead,
  };
}

function unreportedOf(view: SessionView, reported: readonly ReportedTurn[]): UnreportedResponse[] {
  const items = toArray(view.items);
  const bytesPerMs = bytesPerMsOf(atPath(view.effective ?? {}, 'audio.output.format'));
  return toArray(view.responses)
    .filter((response) => !reported.some((one) => one.response.id === response.id))
    .map((response): UnreportedResponse => {
      const audioOut = assistantAudioTokens(response.audioBytes / bytesPerMs);
      return {
        number: response.number,
        status: response.status,
        reason: response.statusReason,
        after: reported.filter((one) => (one.response.doneMs ?? Number.POSITIVE_INFINITY) <= response.createdMs).length,
        ...inputOf(response, audioOut, items, reported),
        audioOut,
      };
    });
}

/** What transcription reported over a session, or null when it reported nothing. */
function transcriptionOf(view: SessionView): TranscriptionUsage | null {
  const usages = toArray(view.items).flatMap(({ transcription }) =>
    transcription?.usage == null ? [] : [readUsage(transcription.usage, 'transcription').usage],
  );
  if (usages.length === 0) return null;
  const total = (path: string): number =>
    usages.map((usage) => asNumber(atPath(usage, path)) ?? 0).reduce((sum, tokens) => sum + tokens, 0);
  const seconds = usages.flatMap((usage) => asNumber(atPath(usage, 'seconds')) ?? []);
  return {
    model: asString(atPath(view.effective ?? {}, 'audio.input.transcription.model')) ?? null,
    audioIn: total('input_token_details.audio_tokens'),
    textIn: total('input_token_details.text_tokens'),
    textOut: total('output_tokens'),
    seconds: seconds.length === 0 ? null : seconds.reduce((sum, one) => sum.plus(one), new Decimal(0)).toFixed(),
    reports: usages.length,
  };
}

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
