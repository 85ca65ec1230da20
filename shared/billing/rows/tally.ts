import type { CostField } from '../columns/aliases.ts';
import type { Conventions } from '../columns/conventions.ts';
import type { ReadHeader } from '../columns/header.ts';
import { plainNumber } from '../numbers/convention.ts';
import { currencyCode } from '../../money/currency.ts';
import { ExactSum } from '../../money/exact-sum.ts';
import { skipWords, type RowOutcome, type SkipReason } from './bill-row.ts';

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

  add(
    outcome: RowOutcome,
    cells: readonly string[],
    line: number,
    header: ReadHeader,
    { decimalMark }: Conventions,
  ): void {
    const cell = (field: CostField): string => cells[header.columns[field] ?? -1] ?? '';
    this.#rows += 1;
    const inUsd = header.columns.cost === undefined;
    const currency = inUsd ? 'USD' : currencyCode(cell('currency'));
    const sum = this.#costs.get(currency) ?? new ExactSum();
    if (sum.add(plainNumber(cell(inUsd ? 'costUsd' : 'cost'), decimalMark) ?? '')) this.#costs.set(currency, sum);
    if (outcome.kind === 'kept') {
      this.#kept += 1;
      return;
    }
    const seen = this.#skipped.get(outcome.reason) ?? { rows: 0, line, details: [] };
    seen.rows += 1;
    if (outcome.detail !== '' && seen.details.length < mostDetails && !seen.details.includes(outcome.detail)) {
      seen.details.push(outcome.detail);
    }
    this.#skipped.set(outcome.reason, seen);
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

/** The tally's skipped rows in whole sentences; rows of other services and empty ones are nobody's concern. */
export const tallyNotes = ({ skipped }: Tally): string[] =>
  skipped
    .filter(({ reason }) => reason !== 'other service' && reason !== 'empty')
    .map(({ reason, rows, line, details }) => {
      const what = details.length === 0 ? '' : ` (${details.join('; ')})`;
      return `${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'} ${skipWords[reason]} ${rows === 1 ? 'is' : 'are'} left out, the first on row ${line.toLocaleString('en-US')}${what}.`;
    });
