import type { Explanation, Excluded, Finding, OpenRival, RulesUsed } from '../../shared/reconcile/answer.ts';
import type { ComparedMeter as Compared } from '../../shared/reconcile/compare.ts';
import type { Money } from '../../shared/money/money.ts';
import type { ReconcileReport } from '../../shared/reconcile/reconcile-report.ts';
import { useCase } from './use-case.ts';

export type ComparedMeter = Compared & {
  readonly beyond: { readonly tokens: number | null; readonly money: Money | null };
};

/** What a reconciliation answers, as this page reads it. */
export type Report = Omit<ReconcileReport, 'finding' | 'explanations' | 'rejected' | 'meters'> & {
  readonly finding: Finding;
  readonly explanations: readonly Explanation[];
  readonly meters: readonly ComparedMeter[];
  readonly excluded: readonly Excluded[];
  readonly unexcluded: readonly OpenRival[];
  readonly alsoOpen: readonly string[];
  readonly rules: RulesUsed;
};

/** The answer on screen; null: something is missing or open before there can be one. */
export const useReport = (): Report | null =>
  useCase(({ view }) => (view?.outcome.kind === 'report' ? (view.outcome.report as unknown as Report) : null));
