import { documentDifference, documentMoney } from '../../money/format.ts';
import type { Money } from '../../money/money.ts';
import type { ReconcileReport } from '../reconcile-report.ts';

const listed = (amounts: readonly Money[]): string => amounts.map(documentMoney).join(' and ');

/** What the bill itself charges, how that stands to list prices, or why it cannot be said; null: the bill says no cost. */
export function chargeSentence({ charge }: Pick<ReconcileReport, 'charge'>): string | null {
  const { costs, compared, priceVariance, notComparable } = charge;
  if (costs.length === 0) return null;
  const itself = `The bill itself charges ${listed(costs)}`;
  if (notComparable !== null) return `${itself}. ${notComparable}`;
  if (compared === null || priceVariance === null) return `${itself}.`;
  const same = compared.by === null ? '' : `, which is ${documentMoney(compared)} from its ${compared.by}`;
  return `${itself}${same}: ${documentDifference(priceVariance)} against list price for the same tokens.`;
}
