import { noWidth, type UsageBasis, type UsageWidth } from '../usage/expected.ts';
import { nothingWords } from '../usage/words.ts';
import type { MeterKind } from '../billing/meter-kind.ts';

/** A response that the log saw begin and that never reported what it used. Tokens are worked out from the log; null: cannot be. */
export interface UnreportedResponse {
  /** As the window numbers it: 3 is R3. */
  readonly number: number;
  readonly status: string;
  /** `turn_detected`, `client_cancelled` … as the service said it. */
  readonly reason: string | null;
  /** Reported turns that were done before it began: 0 is none of them. */
  readonly after: number;
  readonly audioIn: number | null;
  readonly textIn: number | null;
  /** Output that arrived before it ended, by the counting rules. */
  readonly audioOut: number;
  readonly textOut?: number;
  /** How far those counts may be off; left out: not known. */
  readonly width?: UsageWidth;
  /** Whether the service ended it without a report, or the report was lost. */
  readonly basis?: UsageBasis;
  /** Only its place among the reports is known: it was pasted, or its log does not tell what was read. */
  readonly byPlace?: boolean;
  /** It ended before it had begun an item, and comes to nothing by the counting rules. */
  readonly nothing?: boolean;
}

/** What an unreported response comes to at most, per field: `if billed: up to 591 audio in, 250 text in, …`. */
export function ifBilledWords({
  audioIn,
  textIn,
  audioOut,
  textOut = 0,
  width = noWidth,
  basis,
  nothing,
  byPlace = false,
}: UnreportedResponse): string {
  if (nothing === true) return nothingWords;
  const unknown = byPlace ? 'input that the log does not tell' : 'input that no counting rule covers';
  const isKnown = audioIn !== null && textIn !== null;
  const read = isKnown ? [`${audioIn + width.audioIn} audio in`, `${textIn + width.textIn} text in`] : [];
  const made = [`${audioOut + width.audioOut} audio out`, `${textOut + width.textOut + width.reasoning} text out`];
  const heads = { estimated: 'its report was lost; it used', live: 'still running; so far' } as const;
  const head = basis === 'estimated' || basis === 'live' ? heads[basis] : 'if billed:';
  return `${head} ${isKnown ? '' : `${unknown}, and `}up to ${[...read, ...made].join(', ')}`;
}

/** What transcription of the caller's audio reported, added up. Null counts: it reported seconds, or nothing. */
export interface TranscriptionUsage {
  readonly model: string | null;
  readonly audioIn: number;
  readonly textIn: number;
  readonly textOut: number;
  readonly seconds: string | null;
  readonly reports: number;
}

/** Another recorded session whose usage may be on the same meters. */
export interface OtherSession {
  readonly id: string;
  readonly totals: Readonly<Record<MeterKind, number>>;
}

/** What a session log, and witnesses beside it, can say for or against a story. */
export interface LogEvidence {
  /** `response.created` seen, and of those the ones that reported usage. null: there is no log, other witnesses alone. */
  readonly responsesCreated: number | null;
  readonly responsesReported: number;
  readonly unreported?: readonly UnreportedResponse[];
  /** UTC day of each reported turn. */
  readonly days?: readonly string[];
  readonly transcription?: TranscriptionUsage | null;
  readonly others?: readonly OtherSession[];
  /** Requests that Azure Monitor counted for the deployment in the window. */
  readonly requests?: { readonly count: number; readonly source: string } | null;
}
