import { inseparableSentences } from '../plan/inseparable.ts';
import { letterOf } from '../plan/letters.ts';
import { meterWords } from '../meter-words.ts';
import type { ReconcileReport } from '../reconcile-report.ts';

/** What this reconciliation does not settle, in whole sentences. */
export function openQuestions(report: ReconcileReport): string[] {
  const { explanations, meters, compared, finding, sessions } = report;
  const [best] = explanations;
  const ties = explanations.filter(({ rank }) => rank === best?.rank);
  const free = best === undefined ? [] : best.meters.filter(({ checked, billed }) => billed !== null && !checked);
  const missing = meters.filter(({ status }) => status === 'missing row' || status === 'not yet due');
  return [
    finding.open,
    ...(ties.length > 1
      ? [`Which of ${ties.map((_, index) => letterOf(index)).join(', ')} is true? The numbers do not tell them apart.`]
      : []),
    ...(free.length > 0 && best?.exact === true
      ? [
          `Are ${free.map(({ meter }) => meterWords[meter]).join(' and ')} what a further answer put out? The story leaves these numbers free, so they check nothing.`,
        ]
      : []),
    ...(missing.length > 0
      ? [`Will ${missing.map(({ meter }) => meterWords[meter]).join(', ')} get a row? The bill has none.`]
      : []),
    ...(compared !== null && compared.freshness !== 'settled'
      ? ['Do the amounts stay as they are? The bill can still change; import it again a day later.']
      : []),
    ...(sessions.length === 0
      ? ['Was a second response begun? Only a session log says so; usage was given without one.']
      : []),
    ...inseparableSentences(report.inseparable),
  ];
}
