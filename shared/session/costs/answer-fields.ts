import { costOf, type CostLine } from '../../pricing/cost.ts';
import type { PriceBook, PricedModel } from '../../pricing/price-book.ts';
import type { JsonObject } from '../../kit/json.ts';
import { addReport, emptyLedger } from '../../usage/ledger.ts';
import type { ResponseView } from '../view.ts';

/** One kind of tokens of one answer, cached ones apart from the input they are part of. */
export interface AnswerField {
  readonly field: CostLine['field'];
  readonly source: CostLine['source'];
  readonly label: string;
  /** Null: nothing was reported of this answer. */
  readonly reported: number | null;
  /** What the counting rules make of what was sent and received. */
  readonly byRule: number;
  /** Of what was reported, else of what the rules make; null: it has no price. Exact decimal. */
  readonly cost: string | null;
}

const isSame =
  (one: CostLine) =>
  (other: CostLine): boolean =>
    one.field === other.field && one.path === other.path;

/** What one answer used, field by field, reported beside what the rules say, in the order a bill reader expects. */
export function answerFields(
  { expected: { basis, usage, estimate } }: ResponseView,
  model: PricedModel | null,
  book: PriceBook,
): AnswerField[] {
  const linesOf = (of: JsonObject): readonly CostLine[] =>
    costOf(addReport(emptyLedger, { source: 'response', id: '', usage: of, model: null }), model, book).lines;
  const [used, ruled] = [linesOf(usage), linesOf(estimate)];
  const all = [...used, ...ruled.filter((line) => !used.some(isSame(line)))];
  return all.map((line) => {
    const was = used.find(isSame(line));
    return {
      field: line.field,
      source: line.source,
      label: line.label,
      reported: basis === 'reported' ? (was?.quantity ?? 0) : null,
      byRule: ruled.find(isSame(line))?.quantity ?? 0,
      cost: was?.cost ?? (line.price === null ? null : '0'),
    };
  });
}
