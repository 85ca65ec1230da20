import { countOf, type Metrics, type MetricWindow } from '../../billing/azure-metrics.ts';
import type { MeterKind } from '../../billing/meter-kind.ts';
import { count, plural } from '../../kit/numbers.ts';
import { noWidth, type UsageBasis, type UsageWidth } from '../../usage/expected.ts';
import { nothingWords } from '../../usage/estimate-words.ts';
import type { SessionAbout } from '../../session/about.ts';
import type { ResponseOrigin, Turn } from './reported-responses.ts';

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
  const read = isKnown ? [`${count(audioIn + width.audioIn)} audio in`, `${count(textIn + width.textIn)} text in`] : [];
  const made = [
    `${count(audioOut + width.audioOut)} audio out`,
    `${count(textOut + width.textOut + width.reasoning)} text out`,
  ];
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

/** What was reported, and where on a bill it belongs. */
export interface Reported {
  readonly turns: readonly Turn[];
  readonly notes: readonly string[];
  readonly log: LogEvidence | null;
  readonly sessions: readonly string[];
  /** UTC days, sorted; empty: not known. */
  readonly days: readonly string[];
  /** Names of the Azure resources spoken to, in lower case; empty: not known. */
  readonly resources: readonly string[];
  /** Model names as the service or the deployment gave them; empty: not known. */
  readonly models: readonly string[];
  /** When each session ran and which deployment it spoke to; left out: not known. */
  readonly windows?: readonly MetricWindow[];
  /** Where each turn stands in its record; left out: the usage was pasted. */
  readonly origins?: readonly ResponseOrigin[];
}

/** One session with what it reported: sessions of a period are never added up before they are assigned. */
export interface SessionEvidence {
  readonly id: string;
  readonly reported: Reported;
  readonly about: SessionAbout;
}

/** What was reported with the count of requests that Azure Monitor has for the same time: it settles how many inferences ran. */
export function withMetrics(reported: Reported, metrics: Metrics): Reported {
  const windows = reported.windows ?? [];
  const requests = countOf(metrics, 'requests', windows);
  const prompt = countOf(metrics, 'prompt', windows);
  const generated = countOf(metrics, 'generated', windows);
  const said = [
    ...(requests === null ? [] : [plural(requests, 'request')]),
    ...(prompt === null ? [] : [`${count(prompt)} prompt tokens`]),
    ...(generated === null ? [] : [`${count(generated)} generated tokens`]),
  ];
  const where = windows.length === 0 ? 'in all of the metrics given' : 'while the sessions ran';
  const log = reported.log ?? { responsesCreated: null, responsesReported: reported.turns.length };
  return {
    ...reported,
    log: requests === null ? reported.log : { ...log, requests: { count: requests, source: 'Azure Monitor' } },
    notes: [
      ...reported.notes,
      ...metrics.notes,
      `Azure Monitor counts ${said.join(', ')} ${where}. It is no bill: its tokens may leave cached ones out.`,
    ],
  };
}
