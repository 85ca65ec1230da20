import { Exact } from '../../money/exact.ts';
import { documentDifference, documentMoney } from '../../money/format.ts';
import type { Money } from '../../money/money.ts';
import { meterWords } from '../meter-words.ts';
import { groups } from '../phrases.ts';
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
  if (new Exact(priceVariance.cost).isZero()) return `${itself}${same}, which is list price.`;
  return `${itself}${same}: ${documentDifference(priceVariance)} against list price for the same tokens.`;
}

/** What a sum leaves out where a meter that should have been billed has no row; null: none is lacking. Cached tokens may be folded. */
export function noRowSentence({ meters, money }: Pick<ReconcileReport, 'meters' | 'money'>): string | null {
  const lacking = meters.filter(
    ({ meter, billed, expected }) => billed === null && expected > 0 && !meter.endsWith('_cached'),
  );
  if (money === null || lacking.length === 0) return null;
  const names = lacking
    .map(({ meter, expected }) => `${meterWords[meter]} (${groups(expected)} tokens expected)`)
    .join(', ');
  return `The sums are not of the same meters: the bill has no row for ${names}, so what is expected there has nothing against it.`;
}
