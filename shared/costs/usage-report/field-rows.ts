import type { CostLine } from '../../pricing/cost.ts';
import type { Price } from '../../pricing/price-book.ts';
import { billedFields, type BilledField } from '../../pricing/price-terms.ts';
import { billedQuantities } from '../../pricing/quantities.ts';
import type { SessionCosts } from '../session-costs.ts';

/** One line of the table by field: reported beside expected. Cached tokens are counted apart from the input they are part of. */
export interface FieldRow {
  readonly source: CostLine['source'];
  readonly field: CostLine['field'];
  readonly label: string;
  readonly pricedAs: string | null;
  readonly unit: CostLine['unit'];
  readonly reported: number;
  readonly expected: number;
  /** Part of the expected amount is an estimate. */
  readonly estimated: boolean;
  readonly price: Price | null;
  readonly reportedCost: string | null;
  readonly expectedCost: string | null;
}

const sameField =
  (one: Pick<CostLine, 'source' | 'model' | 'field' | 'path'>) =>
  (other: typeof one): boolean =>
    one.source === other.source && one.model === other.model && one.field === other.field && one.path === other.path;

const order = (line: Pick<CostLine, 'source' | 'field'>): number =>
  (line.source === 'transcription' ? 100 : 0) + displayOrder.indexOf(line.field);

/** Audio first, for it is most of the money; what no price can be for last. */
const displayOrder = [...billedFields].sort((one, other) => rank(one) - rank(other));
function rank(field: BilledField): number {
  return field.startsWith('audio') ? 0 : field.startsWith('text') ? 1 : field.startsWith('image') ? 2 : 3;
}

/** The table by field, in the order a bill reader expects. */
export function fieldRows({ reported, expected, totals }: SessionCosts): FieldRow[] {
  const guessed = billedQuantities(totals.estimated);
  const all = [...expected.lines, ...reported.lines.filter((line) => !expected.lines.some(sameField(line)))];
  return all
    .toSorted((one, other) => order(one) - order(other))
    .map((line) => {
      const was = reported.lines.find(sameField(line));
      const is = expected.lines.find(sameField(line));
      return {
        source: line.source,
        field: line.field,
        label: line.label,
        pricedAs: line.pricedAs,
        unit: line.unit,
        reported: was?.quantity ?? 0,
        expected: is?.quantity ?? 0,
        estimated: guessed.some(sameField(line)),
        price: line.price,
        reportedCost: was === undefined ? (line.price === null ? null : '0') : was.cost,
        expectedCost: is === undefined ? (line.price === null ? null : '0') : is.cost,
      };
    });
}
