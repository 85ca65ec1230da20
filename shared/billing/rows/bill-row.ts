import type { ClassifiedMeter } from '../meter-name/meter-name.ts';
import type { StatedMoney } from '../../money/stated.ts';
import type { MeteredAmount } from '../units/scale.ts';

/** One row of an export that bills a known meter. Money and quantity are exact decimal strings. */
export interface BillRow {
  /** Row of the file, the header being 1. */
  readonly line: number;
  /** UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly meter: ClassifiedMeter;
  readonly meterId: string;
  /** In lower case: exports spell the same resource in several. Empty where the file names none. */
  readonly resource: string;
  readonly subscription: string;
  /** Of the billed cost; empty where the file names none, or the row has no cost. */
  readonly currency: string;
  readonly cost: string;
  /** The same charge in other currencies, as the file itself states it. */
  readonly stated: readonly StatedMoney[];
  /** null: the file holds costs alone. */
  readonly amount: MeteredAmount | null;
  /** A charge of an earlier period put right; never added to usage. */
  readonly correction: boolean;
}

/** Why a row is not kept. */
export type SkipReason =
  | 'empty'
  | 'other service'
  | 'unclassified'
  | 'not usage'
  | 'no day'
  | 'no quantity'
  | 'no cost'
  | 'cut short'
  | 'too many cells';

export type RowOutcome =
  | { readonly kind: 'kept'; readonly row: BillRow }
  | { readonly kind: 'skipped'; readonly reason: SkipReason; readonly detail: string };

/** What each reason means, for people; the number of rows stands before it. */
export const skipWords: Readonly<Record<SkipReason, string>> = {
  empty: 'with nothing in them',
  'other service': 'of other services',
  unclassified: 'of meters whose names are not understood',
  'not usage': 'of charges that are no usage (purchases, refunds, adjustments)',
  'no day': 'without a readable day',
  'no quantity': 'without a readable quantity',
  'no cost': 'without a readable cost',
  'cut short': 'that end before their day, meter, quantity or cost',
  'too many cells': 'with more cells than there are columns, so that no cell can be trusted,',
};
