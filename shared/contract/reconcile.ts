import { z } from 'zod';
import type { ConventionQuestion } from '../billing/number-and-date-marks.ts';
import { azureClouds } from '../protocol/authentication.ts';
import { entraSchema } from '../protocol/endpoints/schema.ts';
import type { CaseView, ImportSummary } from '../reconcile/case/case-view.ts';
import type { PeriodProgress } from '../reconcile/period/compare-period.ts';
import { caseChange, caseIdSchema, importIdSchema } from '../reconcile/case/case.ts';
import { exportFormats } from '../reconcile/report/documents.ts';
import { sessionId } from './session-id.ts';

const importWish = z.object({
  /** Files of one upload of this page, by the id its upload port was given; paths on this computer; or what a fetch brought that asked. */
  from: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('upload'), uploadId: z.uuid() }),
    z.object({ kind: z.literal('paths'), paths: z.array(z.string().min(1).max(4096)).min(1).max(1000) }),
    z.object({ kind: z.literal('fetched'), fetchId: z.uuid() }),
  ]),
  /** What a person answered where the files can be read in two ways. */
  answers: z.object({
    decimalMark: z.enum(['.', ',']).optional(),
    dateOrder: z.enum(['month-first', 'day-first']).optional(),
  }),
});
export type ImportWish = z.infer<typeof importWish>;

/** Reconciliations and the bills they are held against. */
export const reconcileArgs = {
  /** The remembered cases, the last changed first. */
  'reconcile.list': z.object({}),
  /** Begins a case: empty, over recorded sessions, or the public example. */
  'reconcile.create': z.object({
    from: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('nothing') }),
      z.object({ kind: z.literal('sessions'), sessionIds: z.array(sessionId).min(1).max(500) }),
      z.object({ kind: z.literal('example') }),
    ]),
  }),
  /** Reads the evidence of a case and searches, in a thread of its own. A newer call for the case stands in for an older. */
  'reconcile.look': z.object({ caseId: caseIdSchema }),
  /** Changes what is given, keeps the rest, and looks. */
  'reconcile.change': z.object({ caseId: caseIdSchema, change: caseChange }),
  'reconcile.cancel': z.object({ caseId: caseIdSchema }),
  'reconcile.delete': z.object({ caseId: caseIdSchema }),
  /** The report or the plan of a case as the text of a file. */
  'reconcile.export': z.object({ caseId: caseIdSchema, format: z.enum(exportFormats) }),
  'bill.list': z.object({}),
  /** Imports exports of costs; progress comes as pushes. One import at a time. */
  'bill.import': importWish,
  'bill.cancel': z.object({}),
  /** What a page sent and does not mean any more, bill or price sheet: its files are deleted. */
  'bill.letGo': z.object({ uploadId: z.uuid() }),
  'bill.forget': z.object({ importId: importIdSchema }),
} as const satisfies Record<string, z.ZodType>;

export interface CaseSummary {
  readonly caseId: string;
  readonly name: string;
  readonly example: boolean;
  readonly changedAt: string;
}

export type ImportOutcome =
  | { readonly kind: 'imported'; readonly imports: readonly ImportSummary[] }
  /** Nothing in a file decides how it is read. What was imported before it is kept; import again with the answer. */
  | {
      readonly kind: 'question';
      readonly question: ConventionQuestion;
      readonly file: string;
      readonly imports: readonly ImportSummary[];
    };

/** How far an import is; bytes count every reading that the files need. */
export interface ImportNews {
  readonly file: string;
  readonly part: number;
  readonly ofParts: number;
  readonly bytes: number;
  readonly ofBytes: number;
  readonly rows: number;
}

/** How far a look is. `ofDays` is 0 while sessions are read. */
export interface LookNews extends PeriodProgress {
  readonly caseId: string;
}

export interface ReconcileAnswers {
  'reconcile.list': { cases: CaseSummary[] };
  'reconcile.create': { view: CaseView };
  'reconcile.look': { view: CaseView };
  'reconcile.change': { view: CaseView };
  'reconcile.cancel': object;
  'reconcile.delete': object;
  'reconcile.export': { fileName: string; mediaType: string; text: string };
  'bill.list': { imports: ImportSummary[] };
  'bill.import': { outcome: ImportOutcome };
  'bill.cancel': object;
  'bill.letGo': object;
  'bill.forget': object;
}

/** The APIs of Cost Management that costs are fetched from. */
export const costApis = ['query', 'cost-details'] as const;
export type CostApi = (typeof costApis)[number];

/** Which costs to fetch, from where, and as whom. Holds no secret; the page remembers it as it is. */
export const costQuestionSchema = z.object({
  /** As `readCostScope` reads it: a subscription, a resource group or resource in it, or a billing scope. */
  scope: z.string().max(1000),
  /** UTC days `YYYY-MM-DD`, both included. */
  from: z.string().max(40),
  to: z.string().max(40),
  api: z.enum(costApis),
  signIn: entraSchema,
  /** Absent: the public one. */
  cloud: z.enum(azureClouds).optional(),
});
export type CostQuestion = z.infer<typeof costQuestionSchema>;

/** Which costs of an OpenAI organization to fetch. Holds no secret; the page remembers it as it is. */
export const openAiQuestionSchema = z.object({
  service: z.literal('openai'),
  /** UTC days `YYYY-MM-DD`, both included. */
  from: z.string().max(40),
  to: z.string().max(40),
  /** Id of a project, to ask for its costs alone; empty: the whole organization. */
  project: z.string().max(200),
});
export type OpenAiQuestion = z.infer<typeof openAiQuestionSchema>;

/** Costs of Azure or of OpenAI. */
const fetchQuestion = z.union([openAiQuestionSchema, costQuestionSchema]);
export type FetchQuestion = z.infer<typeof fetchQuestion>;

/** Costs fetched live. */
export const fetchCostsArgs = {
  /** Signs in, fetches, and imports what came; how far it is comes as pushes. `bill.cancel` ends it. One at a time. */
  'bill.fetch': fetchQuestion,
} as const satisfies Record<string, z.ZodType>;

/** What the service itself counted in the same days, as it answered. */
export interface FetchedWitness {
  /** In the folder of the fetch. */
  readonly fileName: string;
  readonly text: string;
}

export interface FetchCostsAnswers {
  /** `folder` keeps what the service answered, byte for byte. An open question is answered by `bill.import` with the `fetchId`. */
  'bill.fetch': { outcome: ImportOutcome; fetchId: string; folder: string; witness: FetchedWitness | null };
}
