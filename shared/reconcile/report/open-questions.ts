import { inseparableSentences } from '../plan/inseparable.ts';
import { meterWords } from '../meter-words.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import { toldStories } from './told.ts';

/** What else this reconciliation leaves open, beside what no number excludes: whole sentences, the finding's own first. */
export function alsoOpen(report: ReconcileReport): string[] {
  const { meters, finding, explanations, inseparable } = report;
  const { first, further } = toldStories(report);
  const ties = further.filter(({ story }) => story.rank === first?.story.rank);
  const missing = meters.filter(({ status }) => status === 'missing row' || status === 'not yet due');
  return [
    finding.open,
    ...report.alsoOpen,
    ...(first !== null && ties.length > 0
      ? [
          `Which of ${[first, ...ties].map(({ letter }) => letter).join(', ')} is true? The numbers do not tell them apart.`,
        ]
      : []),
    ...(missing.length > 0
      ? [`Will ${missing.map(({ meter }) => meterWords[meter]).join(', ')} get a row? The bill has none.`]
      : []),
    ...(explanations.length > 1 ? inseparableSentences(inseparable) : []),
  ].filter((text) => text !== '');
}

/** `Two other first turns, with the default instructions …`: what no number of this bill can exclude. */
export const unexcludedTexts = ({ unexcluded }: Pick<ReconcileReport, 'unexcluded'>): string[] =>
  unexcluded.map(({ title, text }) => (text === '' ? title : `${title}, ${text}`));
