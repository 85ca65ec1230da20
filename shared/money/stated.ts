import { sumByCurrency, type Money } from './money.ts';

/**
 * One charge as a file states it: an amount in the billing currency, and the same amount in other currencies where the file
 * itself says it, in a column of its own or by its own exchange rate. Nothing is converted by any other rate.
 */
export interface StatedMoney extends Money {
  /** What in the file says it: `CostInUsd`; null: it is the billed amount itself. */
  readonly by: string | null;
}

/** The charges of one meter. */
export interface ChargedMoney {
  /** As billed, one sum a currency. */
  readonly billed: readonly Money[];
  /** Currencies in which every one of the charges is stated, the billing currency first: only these can be compared. */
  readonly stated: readonly StatedMoney[];
}

const isNothing = ({ cost, currency }: Money): boolean => currency === '' && /^-?[0.]+$/.test(cost);

/** Adds up charges, each given in all the currencies that its file states. */
export function chargedMoney(charges: readonly (readonly StatedMoney[])[]): ChargedMoney {
  const currencies = [...new Set(charges.flat().map(({ currency }) => currency))].filter((one) => one !== '');
  const stated = currencies.flatMap((currency): StatedMoney[] => {
    const amounts = charges.flatMap((charge) => charge.find((one) => one.currency === currency) ?? []);
    const [sum] = sumByCurrency(amounts);
    if (sum === undefined || amounts.length < charges.length) return [];
    return [{ ...sum, by: [...new Set(amounts.flatMap(({ by }) => by ?? []))].join(' and ') || null }];
  });
  const billed = sumByCurrency(charges.flatMap((charge) => charge.filter(({ by }) => by === null)));
  return { billed: billed.filter((sum) => !isNothing(sum)), stated };
}
