import { ExactSum, type Money } from '../kit/money.ts';
import { count, plural } from '../kit/numbers.ts';
import { repeated } from '../kit/untrusted/quoting.ts';
import { type RowOutcome, type SkipReason, skipWords } from './cost-file-rows.ts';
import { type Unallocated, UnallocatedSum } from './unallocated.ts';

/** What became of the rows of an export: every row is counted once. */
export interface Tally {
  readonly rows: number;
  readonly kept: number;
  readonly skipped: readonly {
    readonly reason: SkipReason;
    readonly rows: number;
    /** The first such row of the file. */
    readonly line: number;
    /** Up to a few different details: names not understood, charge types. */
    readonly details: readonly string[];
  }[];
  /** Sum of the cost of all rows, kept or not, exact, by currency: to hold against any other view of the same bill. */
  readonly costs: readonly { readonly currency: string; readonly cost: string }[];
}

const mostDetails = 10;

/** Counts rows as they stream by. Holds no row. */
export class RowTally {
  #rows = 0;
  #kept = 0;
  readonly #skipped = new Map<SkipReason, { rows: number; line: number; details: string[] }>();
  readonly #costs = new Map<string, ExactSum>();
  readonly #unallocated = new UnallocatedSum();
  readonly #unreadable: string[] = [];

  add(outcome: RowOutcome, line: number): void {
    this.#rows += 1;
    if (outcome.billed !== null) this.#addCost(outcome.billed);
    if (outcome.kind === 'kept') {
      this.#kept += 1;
      return;
    }
    this.#unallocated.add(outcome, line);
    if (outcome.unreadable !== null && this.#unreadable.length < mostDetails) {
      const at = `Row ${line}: cost ${repeated(outcome.unreadable)} cannot be read, and is in no total.`;
      this.#unreadable.push(at);
    }
    const seen = this.#skipped.get(outcome.reason) ?? { rows: 0, line, details: [] };
    seen.rows += 1;
    if (outcome.detail !== '' && seen.details.length < mostDetails && !seen.details.includes(outcome.detail)) {
      seen.details.push(outcome.detail);
    }
    this.#skipped.set(outcome.reason, seen);
  }

  #addCost({ cost, currency }: Money): void {
    const sum = this.#costs.get(currency) ?? new ExactSum();
    sum.add(cost);
    this.#costs.set(currency, sum);
  }

  /** The money of rows that were not kept. */
  get unallocated(): readonly Unallocated[] {
    return this.#unallocated.result;
  }

  /** Costs of rows that are not kept and cannot be read, the first of them, in whole sentences. */
  get unreadable(): readonly string[] {
    return this.#unreadable;
  }

  get result(): Tally {
    return {
      rows: this.#rows,
      kept: this.#kept,
      skipped: [...this.#skipped].map(([reason, seen]) => ({ reason, ...seen })),
      costs: [...this.#costs].map(([currency, cost]) => ({ currency, cost: cost.total })),
    };
  }
}

/** What is said of a file for which `isExpectedOnly` holds. */
export const expectedOnly = {
  message: 'This is what Voxtally expects to be billed, and no bill: each of its rows is expected use (x_Expected).',
  nextStep: 'Import the export of costs that the provider writes.',
} as const;

/** Whether a file holds expected use, and beside it no row that says anything. */
export const isExpectedOnly = ({ kept, skipped }: Tally): boolean =>
  kept === 0 &&
  skipped.some(({ reason }) => reason === 'expected') &&
  skipped.every(({ reason }) => reason === 'expected' || reason === 'empty');

/** The tally's skipped rows in whole sentences; rows of other services and empty ones are nobody's concern. */
export const tallyNotes = ({ skipped }: Tally): string[] =>
  skipped
    .filter(({ reason }) => reason !== 'other service' && reason !== 'empty')
    .map(({ reason, rows, line, details }) => {
      const what = details.length === 0 ? '' : ` (${details.join('; ')})`;
      return `${plural(rows, 'row')} ${skipWords[reason]} ${rows === 1 ? 'is' : 'are'} left out, the first on row ${count(line)}${what}.`;
    });
