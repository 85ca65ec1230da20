import type { ReconcileReport } from '../../../../shared/reconcile/reconcile-report.ts';
import type { PeriodReport } from '../../../../shared/reconcile/period/period-report.ts';
import type { Explanation, Finding } from '../../../../shared/reconcile/stories/answer-types.ts';
import { useCase } from './case-store.ts';

export type { ComparedMeter } from '../../../../shared/reconcile/finding/comparison.ts';
export type Report = ReconcileReport;

/** The answer on screen; null: something is missing or open before there can be one. */
export const useReport = (): Report | null =>
  useCase(({ view }) => (view?.outcome.kind === 'report' ? view.outcome.report : null));

/** The answer over a whole period; null: there is another, or none yet. */
export const usePeriod = (): PeriodReport | null =>
  useCase(({ view }) => (view?.outcome.kind === 'period' ? view.outcome.report : null));

export type Lettered = { readonly story: Explanation; readonly index: number };

/** The stories by how they stand to the bill, each with its place among all. */
export interface Standing {
  /** Of the first rank: what is found is what they share. */
  readonly firsts: readonly Lettered[];
  /** They fit as well, and need more. */
  readonly others: readonly Lettered[];
  /** They leave something over on at least one meter. */
  readonly near: readonly Lettered[];
  /** They fit, and no measured rule knows what they say was read. */
  readonly outside: readonly Lettered[];
}

export function standingOf({ explanations }: Pick<Report, 'explanations'>): Standing {
  const all = explanations.map((story, index) => ({ story, index }));
  const within = all.filter(({ story }) => !story.outside);
  return {
    firsts: within.filter(({ story }) => story.exact && story.rank === 1),
    others: within.filter(({ story }) => story.exact && story.rank > 1),
    near: within.filter(({ story }) => !story.exact),
    outside: all.filter(({ story }) => story.outside),
  };
}

const stating: ReadonlySet<Finding['claim']['kind']> = new Set([
  'seen',
  'further',
  'as reported',
  'as reported in part',
]);

/** The finding says how it was, and not only what could have been. */
export const states = ({ claim }: Finding): boolean => stating.has(claim.kind);

/** One story alone is first and the finding states it: its letter may be filled. */
export const isStated = (finding: Finding, { firsts }: Standing): boolean => firsts.length === 1 && states(finding);
