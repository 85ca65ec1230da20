import { signed } from '../../../../shared/kit/numbers.ts';
import { tableDifference, tableMoney } from '../../../../shared/kit/money-format.ts';
import { type Money, signOf } from '../../../../shared/kit/money.ts';
import type {
  PeriodBlock,
  PeriodCell,
  PeriodColumn,
  PeriodDay,
  PeriodReport,
  PeriodState,
} from '../../../../shared/reconcile/period/period-report.ts';
import { billedText } from '../../../../shared/reconcile/report/wording.ts';

/** What the cells of the table say. */
export const modes = ['Tokens', 'Money', 'Beyond the report'] as const;
export type Mode = (typeof modes)[number];

/** Several amounts of money in a line, one a currency. */
export const amountsText = (amounts: readonly Money[]): string => amounts.map(tableMoney).join(' + ');

export const cellOf = ({ cells }: PeriodDay, column: PeriodColumn): PeriodCell | null =>
  cells.find((cell) => cell.column === column) ?? null;

/** What stands in a cell. */
export function cellText(cell: PeriodCell, mode: Mode): string {
  switch (mode) {
    case 'Tokens':
      return cell.hours === null ? billedText(cell) : (cell.hours.billed ?? 'no row');
    case 'Money':
      return amountsText(cell.charged);
    case 'Beyond the report':
      return cell.difference === null ? '' : signed(cell.difference);
  }
}

/** How much a cell weighs in its column, in tokens or hours, by what the cells say; 0: it has no row. */
function weightOf(cell: PeriodCell, mode: Mode): number {
  if (mode === 'Beyond the report') return Math.abs(cell.difference ?? 0);
  if (cell.hours !== null) return Number(cell.hours.billed ?? 0);
  return cell.billed ?? cell.range?.high ?? 0;
}

/** The largest of each column, in tokens or hours. */
export function largestOf({ days }: PeriodBlock, mode: Mode): ReadonlyMap<PeriodColumn, number> {
  const largest = new Map<PeriodColumn, number>();
  for (const cell of days.flatMap(({ cells }) => cells)) {
    largest.set(cell.column, Math.max(largest.get(cell.column) ?? 0, weightOf(cell, mode)));
  }
  return largest;
}

const [faintest, strongest] = [5, 35];

/** The tint of a cell in per cent, by the square root of its share of the column's largest; 0: nothing is billed. */
export function tintOf(cell: PeriodCell, largest: number, mode: Mode): number {
  const weight = weightOf(cell, mode);
  return weight <= 0 || largest <= 0
    ? 0
    : Math.round(faintest + (strongest - faintest) * Math.sqrt(Math.min(1, weight / largest)));
}

/** How a day stands, in words; `letter` names its story. */
export function stateWords(state: PeriodState, letter: string | null): string {
  switch (state) {
    case 'as reported':
      return 'As reported';
    case 'explained':
      return letter === null ? 'Explained' : `Explained by ${letter}`;
    case 'other traffic':
      return 'Other traffic';
    case 'open':
      return 'Open';
    case 'not settled':
      return 'Not settled';
    case 'no row':
      return 'No row';
    case 'no session':
      return 'No session';
    case 'unreadable':
      return 'Cannot be read';
    case 'nothing':
      return '';
  }
}

export const letterOfDay = ({ stories }: PeriodReport, { story }: PeriodDay): string | null =>
  story === null ? null : (stories[story]?.letter ?? null);

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The day of the week of a UTC day; empty: it is a month, or no day. */
export function weekdayOf(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return day.length === 10 && Number.isFinite(at) ? (weekdays[new Date(at).getUTCDay()] ?? '') : '';
}

/** What lies beyond the report: `0`, `+$0.0613654`; empty: there is nothing to compare. */
export const beyondText = (beyond: Money | null): string => (beyond === null ? '' : tableDifference(beyond));

/** `billed $`, `billed` where the days of a table are charged in several currencies. */
export function moneyHead(word: string, { charged }: PeriodBlock): string {
  const [only, other] = charged;
  return only === undefined || other !== undefined ? word : `${word} ${signOf(only.currency)}`;
}
