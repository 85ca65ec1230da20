import type { BilledModel } from '../../billing/billed-models.ts';
import { type Unallocated, unallocatedWords } from '../../billing/unallocated.ts';
import { Exact, type Money, moneyTexts, sumByCurrency } from '../../kit/money.ts';
import type { BesideKind, BesideMeter } from './scope.ts';

/** Money of the compared days and resource that is in no comparison, by what it is of. */
export interface LeftOut {
  /** `gpt-realtime-3, global`, `Voice Live meters, which are not Realtime meters`. */
  readonly of: string;
  readonly charged: readonly Money[];
}

const billedOn = ({ charges }: BilledModel): Money[] =>
  sumByCurrency(Object.values(charges).flatMap((charge) => charge.billed));

/** What is left out beside the compared model, other services apart: they are no part of a voice bill. */
export function leftOutOf(
  others: readonly BilledModel[],
  beside: readonly BesideMeter[],
  held: ReadonlySet<BesideKind>,
  unallocated: readonly Unallocated[],
): LeftOut[] {
  const meters = beside.filter(({ kind }) => !held.has(kind)).map(({ row }) => row);
  const voice = unallocated.filter(({ reason }) => reason !== 'other service');
  const all: LeftOut[] = [
    ...others.map((model) => ({ of: model.label, charged: billedOn(model) })),
    ...meters.map((row) => ({ of: row.meter.name, charged: [row] })),
    ...voice.map((one) => ({ of: one.name === '' ? unallocatedWords[one.reason] : one.name, charged: [one] })),
  ];
  return [...new Set(all.map(({ of }) => of))].map((of) => ({
    of,
    charged: sumByCurrency(all.filter((one) => one.of === of).flatMap(({ charged }) => charged)),
  }));
}

/** Names that a headline holds. */
const mostNames = 3;

/** What heads a finding where more is left out than was compared, in a currency that both are in; null: it is less. */
export function leftOutSentence(left: readonly LeftOut[], compared: readonly Money[]): string | null {
  const sums = sumByCurrency(left.flatMap(({ charged }) => charged));
  const larger = sums.filter(({ cost, currency }) => {
    const held = compared.find((one) => one.currency === currency);
    return held !== undefined && new Exact(cost).gt(held.cost);
  });
  if (larger.length === 0) return null;
  const names = left.filter(({ charged }) => charged.some(({ cost }) => new Exact(cost).gt(0))).map(({ of }) => of);
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return `${moneyTexts(larger)} on this bill ${larger.length === 1 ? 'is' : 'are'} in no comparison: ${names.slice(0, mostNames).join('; ')}${more}.`;
}
