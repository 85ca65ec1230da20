import { ExactSum, type Money } from '../kit/money.ts';
import type { RowOutcome, SkipReason } from './cost-file-rows.ts';

/** Why money of a bill belongs to none of the meters that are compared. */
export type UnallocatedReason =
  | 'other service'
  | 'provisioned throughput'
  | 'voice live'
  | 'unknown model'
  | 'unknown meter'
  | 'not usage'
  | 'no day'
  | 'unreadable';

/** What each reason means within a sentence, behind an amount: `3.36 USD of …`. */
export const unallocatedWords: Readonly<Record<UnallocatedReason, string>> = {
  'other service': 'other services',
  'provisioned throughput': 'provisioned throughput, which bills time and no tokens',
  'voice live': 'Voice Live meters, which are not Realtime meters',
  'unknown model': 'models that are new to this version of Voxtally',
  'unknown meter': 'meters whose names are not understood',
  'not usage': 'charges that are no usage',
  'no day': 'rows without a readable day',
  unreadable: 'rows that cannot be read',
};

/** Money of a bill that no compared meter holds: rows of one reason, period, name, resource and currency added up. */
export interface Unallocated extends Money {
  readonly reason: UnallocatedReason;
  /** UTC day, or month; empty: not known. */
  readonly day: string;
  /** The meter, service or charge, as the file names it; empty: several, or none is named. */
  readonly name: string;
  /** As `DayUsage.resource`; empty too: several. */
  readonly resource: string;
  readonly subscription: string;
  readonly rows: number;
  /** The first of its rows. */
  readonly line: number;
}

const reasonOf: Readonly<Record<Exclude<SkipReason, 'empty' | 'expected'>, UnallocatedReason>> = {
  'other service': 'other service',
  'provisioned throughput': 'provisioned throughput',
  'voice live': 'voice live',
  'unknown model': 'unknown model',
  unclassified: 'unknown meter',
  'not usage': 'not usage',
  'no day': 'no day',
  'cut short': 'unreadable',
  'too many cells': 'unreadable',
};

/**
 * Sums that keep a name each. Beyond them the names of one reason, period and resource are joined, beyond as many again the
 * resources, and beyond as many again the periods too. Other services are counted by themselves, for there are many.
 */
const mostNamed = 2000;
/** Letters of a name that are kept. */
const mostOfName = 200;

interface Sum {
  readonly of: Omit<Unallocated, 'cost' | 'rows'>;
  readonly cost: ExactSum;
  rows: number;
}

/** Adds up the money of skipped rows as they stream by: days, names and currencies of any number in bounded memory. */
export class UnallocatedSum {
  readonly #sums = new Map<string, Sum>();
  #otherServices = 0;

  add(outcome: Extract<RowOutcome, { kind: 'skipped' }>, line: number): void {
    if (outcome.reason === 'empty' || outcome.reason === 'expected') return;
    const reason = outcome.unreadable === null ? reasonOf[outcome.reason] : 'unreadable';
    // A row of another service that states no cost holds no money to speak of.
    if (outcome.billed === null && outcome.unreadable === null && reason === 'other service') return;
    const currency = outcome.billed?.currency ?? '';
    const { day, resource, subscription } = outcome;
    const name = outcome.name.slice(0, mostOfName);
    const sum = this.#sumOf({ reason, day, name, resource, subscription, currency, line });
    sum.cost.add(outcome.billed?.cost ?? '0');
    sum.rows += 1;
  }

  #sumOf(of: Sum['of']): Sum {
    const nameless = { ...of, name: '' };
    const placeless = { ...nameless, resource: '', subscription: '' };
    const wider = [of, nameless, placeless, { ...placeless, day: '' }];
    const isOther = of.reason === 'other service';
    const held = isOther ? this.#otherServices : this.#sums.size - this.#otherServices;
    for (const [at, one] of wider.entries()) {
      const key = [one.reason, one.day, one.currency, one.resource, one.subscription, one.name].join('\n');
      const known = this.#sums.get(key);
      if (known !== undefined) return known;
      if (held < mostNamed * (at + 1) || at === wider.length - 1) {
        const sum = { of: one, cost: new ExactSum(), rows: 0 };
        this.#sums.set(key, sum);
        if (isOther) this.#otherServices += 1;
        return sum;
      }
    }
    throw new Error('the last of the sums takes every row');
  }

  get result(): readonly Unallocated[] {
    return [...this.#sums.values()].map(({ of, cost, rows }) => ({ ...of, cost: cost.total, rows }));
  }
}
