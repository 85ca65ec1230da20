import { reconcileModel } from './reconcile-model.ts';
import type { BilledModel } from '../billing/billed-models.ts';
import type { ImportedBill } from '../billing/imported-bill.ts';
import type { BooksByCurrency } from '../pricing/choose-book.ts';
import type { Explanation } from './stories/answer-types.ts';
import type { LogEvidence } from './evidence/evidence.ts';
import type { Explained } from './finding/explanation.ts';
import {
  originSentence,
  type ReportedResponse,
  reportedResponses,
  type ResponseOrigin,
  type Turn,
} from './evidence/reported-responses.ts';
import type { BesideStatus, ComparedImages, ComparedTranscription } from './finding/transcription.ts';
import type { ManySessions } from './scope/several-days.ts';
import type { Reconciliation } from './reconcile.ts';
import type { DayCompared } from './scope/by-day.ts';
import { type LeftOut, leftOutSentence } from './scope/left-out.ts';
import type { BillScope } from './scope/scope.ts';

/** An import as a report names it. */
export type ReportSource = Pick<
  ImportedBill,
  'files' | 'shape' | 'importedAt' | 'writtenAt' | 'period' | 'runId' | 'tally'
>;

/** What `--json` prints: stable; fields are added, never changed. Money is an exact decimal string beside the code of its currency. */
export interface ReconcileReport extends Omit<Reconciliation, 'explanations'> {
  readonly voxtally: 1;
  /** The billed model, as bill and price book name it. */
  readonly model: {
    readonly label: string;
    readonly model: string | null;
    readonly version: string | null;
    readonly scope: string | null;
    /** What the bill calls each of its meters. */
    readonly names: BilledModel['names'];
  };
  /** Book of list prices behind the money; null: the model or its scope has no list price here. */
  readonly priceBook: string | null;
  readonly responses: number;
  /** The same one by one, with where each stands in its record. */
  readonly reportedResponses: readonly ReportedResponse[];
  /** Each compared day apart; empty for one day, and where no day is known. */
  readonly days: readonly DayCompared[];
  readonly explanations: readonly Explanation[];
  /** The sessions compared, by id; empty for a pasted usage. */
  readonly sessions: readonly string[];
  /** The part of an imported bill that was compared; null for a pasted table. */
  readonly compared: BillScope | null;
  /** Transcription held against meters of its own; null: nobody transcribed and none is billed. */
  readonly transcription: ComparedTranscription | null;
  /** Image tokens held against meters of their own; null: none are reported and none is billed. */
  readonly images: ComparedImages | null;
  /** Money of the compared days and resource that is in no comparison; other services are left aside. */
  readonly leftOut: readonly LeftOut[];
  /** What several days say together, where sessions and bill have two or more in common; else null. */
  readonly many: ManySessions | null;
  /** The exports behind the bill, each with its fingerprint and when it was imported. */
  readonly sources: readonly ReportSource[];
  /** What was passed over or taken for granted, in whole sentences. */
  readonly notes: readonly string[];
}

/** The story is the search's own working; what it says is in the statement and the inferences. */
function withoutStory(explanation: Explained): Explanation {
  const { story: _, ...shown } = explanation;
  return shown;
}

/** A report with what names it. `at`: when it was written, ISO 8601. */
export interface NamedReport {
  readonly name: string;
  readonly report: ReconcileReport;
  readonly at: string;
}

/** What stands beside the comparison in a report. */
export interface ReportContext {
  readonly notes: readonly string[];
  readonly sessions: readonly string[];
  readonly compared: BillScope | null;
  readonly sources: readonly ImportedBill[];
  readonly transcription?: ComparedTranscription | null;
  readonly images?: ComparedImages | null;
  readonly leftOut?: readonly LeftOut[];
  readonly many?: ManySessions | null;
  readonly origins?: readonly ResponseOrigin[];
  readonly days?: readonly DayCompared[];
}

const isOdd = ({ status }: { readonly status: BesideStatus }): boolean => status !== 'match';

/** What heads a finding beside the six meters: amounts of other meters that are not what was reported. null: all are. */
function besideSentence(transcription: ComparedTranscription | null, images: ComparedImages | null): string | null {
  const said = [
    ...(transcription !== null &&
    (transcription.lines.some(isOdd) || (transcription.hours !== null && isOdd(transcription.hours)))
      ? [transcription.statement]
      : []),
    ...(images?.lines.some(isOdd) === true ? [images.statement] : []),
  ];
  return said.length === 0 ? null : said.join(' ');
}

/** Reported turns held against one model's bill. Pure. */
export function reconcileReport(
  { turns, log }: { readonly turns: readonly Turn[]; readonly log: LogEvidence | null },
  bill: BilledModel,
  books: BooksByCurrency,
  {
    notes,
    sessions,
    compared,
    sources,
    transcription = null,
    images = null,
    leftOut = [],
    many = null,
    origins = [],
    days = [],
  }: ReportContext,
): ReconcileReport {
  const freshness = compared?.freshness ?? null;
  const { book, prices, note, answer } = reconcileModel(bill, { turns, log }, books, freshness);
  const { explanations, finding, ...rest } = answer;
  const { names } = bill;
  const outside = leftOutSentence(leftOut, rest.charge.costs);
  const where = finding.turn === undefined ? null : originSentence(finding.turn, origins);
  const { label, model, version, scope } = bill;
  return {
    voxtally: 1,
    model: { label, model, version, scope, names },
    priceBook: prices === null ? null : book.id,
    responses: turns.length,
    reportedResponses: reportedResponses(turns, origins),
    days,
    ...rest,
    finding: {
      ...finding,
      headline: [outside, finding.headline, besideSentence(transcription, images)]
        .filter((one) => one !== null)
        .join(' '),
      open: where === null ? finding.open : `${where} ${finding.open}`,
    },
    explanations: explanations.map(withoutStory),
    sessions,
    compared,
    transcription,
    images,
    leftOut,
    many,
    sources: sources.map(({ files, shape, importedAt, writtenAt, period, runId, tally }) => ({
      files,
      shape,
      importedAt,
      writtenAt,
      period,
      runId,
      tally,
    })),
    notes: note === null ? notes : [...notes, note],
  };
}
