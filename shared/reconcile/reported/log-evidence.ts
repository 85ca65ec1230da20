import { Decimal } from 'decimal.js';
import { asNumber, asString, atPath } from '../../json.ts';
import type { LogEvidence, TranscriptionUsage, UnreportedResponse } from '../evidence.ts';
import type { Turn } from '../facts.ts';
import { instantMs, utcDayOf } from '../../utc.ts';
import { toArray } from '../../session/chunk-list.ts';
import { expectedTotals } from '../../session/expected/expected-totals.ts';
import { isEmptyUsage } from '../../usage/report.ts';
import { isInputTold } from './in-conversation.ts';
import { widthsWith } from '../../session/expected/widths.ts';
import type { ResponseView, SessionView } from '../../session/view.ts';
import { readUsage } from '../../usage/read-usage.ts';

/** A reported turn with the response that reported it. */
export interface ReportedTurn {
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
      const told = after.at(-1) === undefined || isInputTold(after.at(-1)?.response ?? response);
      const width = widthsWith(learned, response.id, response.expected);
      // What an image adds to the text is known; its own tokens are on none of these meters.
      const isKnown = input.unknown.every((rule) => rule === 'image') && input.uncounted === 0;
      const out = (path: string): number =>
        asNumber(atPath(response.expected.estimate, `output_token_details.${path}`)) ?? 0;
      return {
        number: response.number,
        status: response.status,
        reason: response.statusReason,
        after: after.length,
        audioIn: isKnown && told ? input.audio : null,
        textIn: isKnown && told ? input.text : null,
        ...(isKnown && !told ? { byPlace: true } : {}),
        audioOut: out('audio_tokens'),
        textOut: out('text_tokens'),
        width,
        basis: response.expected.basis,
        nothing: isEmptyUsage(response.expected.estimate),
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
