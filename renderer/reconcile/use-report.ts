import type { ReconcileReport } from '../../shared/reconcile/reconcile-report.ts';
import { useCase } from './use-case.ts';

export type { ComparedMeter } from '../../shared/reconcile/compare.ts';
export type Report = ReconcileReport;

/** The answer on screen; null: something is missing or open before there can be one. */
export const useReport = (): Report | null =>
  useCase(({ view }) => (view?.outcome.kind === 'report' ? view.outcome.report : null));
