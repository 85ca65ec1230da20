import { toMillionth } from '../../kit/numbers.ts';
import type { CostLine } from '../../pricing/cost.ts';
import type { Price } from '../../pricing/price-book.ts';
import { billedFields } from '../../pricing/price-terms.ts';
import { billedQuantities } from '../../pricing/quantities.ts';
import type { SessionCosts } from './session-costs.ts';

/** One line of the table by field: reported beside expected. Cached tokens are counted apart from the input they are part of. */
export interface FieldRow {
  readonly source: CostLine['source'];
  readonly field: CostLine['field'];
  readonly label: string;
  readonly pricedAs: string | null;
  readonly unit: CostLine['unit'];
  readonly reported: number;
  /** By reports and best estimates, without what may not be billed at all. */
  readonly expected: number;
  /** Part of the expected amount is an estimate. */
  readonly estimated: boolean;
  /** How far `expected` may be off either way. */
  readonly width: number;
  /** What comes on top at most if everything that ended without a report is billed. */
  readonly ifBilled: number;
  readonly price: Price | null;
  readonly reportedCost: string | null;
  readonly expectedCost: string | null;
}

/** The table by field, in the order a bill reader expects. */
export function fieldRows({ reported, expected, least, most, ifBilled, totals }: SessionCosts): FieldRow[] {
  const guessed = billedQuantities(totals.estimated);
  const all = [expected, reported, most, ifBilled].reduce<CostLine[]>(
    (lines, { lines: more }) => [...lines, ...more.filter((line) => !lines.some(sameField(line)))],
    [],
  );
  return all
    .toSorted((one, other) => order(one) - order(other))
    .map((line) => {
      const amount = ({ lines }: SessionCosts['expected']): number => lines.find(sameField(line))?.quantity ?? 0;
      const was = reported.lines.find(sameField(line));
      const is = expected.lines.find(sameField(line));
      const best = amount(expected);
      return {
        source: line.source,
        field: line.field,
        label: line.label,
        pricedAs: line.pricedAs,
        unit: line.unit,
        reported: was?.quantity ?? 0,
        expected: best,
        estimated: guessed.some(sameField(line)),
        width: Math.max(apart(amount(most), best), apart(best, amount(least))),
        ifBilled: amount(ifBilled),
        price: line.price,
        reportedCost: was === undefined ? (line.price === null ? null : '0') : was.cost,
        expectedCost: is === undefined ? (line.price === null ? null : '0') : is.cost,
      };
    });
}

const sameField =
  (one: Pick<CostLine, 'source' | 'model' | 'field' | 'path'>) =>
  (other: typeof one): boolean =>
    one.source === other.source && one.model === other.model && one.field === other.field && one.path === other.path;

const order = (line: Pick<CostLine, 'source' | 'field'>): number =>
  (line.source === 'transcription' ? 100 : 0) + billedFields.indexOf(line.field);

/** The distance of two amounts, of seconds to a millionth. */
const apart = (one: number, other: number): number => toMillionth(Math.abs(one - other));
