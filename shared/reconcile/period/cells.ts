import { billedAs } from '../../billing/meter-kind.ts';
import type { DayUsage } from '../../billing/day-usage.ts';
import { Exact, type Money, sumByCurrency, sumExact } from '../../kit/money.ts';
import { nearest, plus, point, type Span } from '../../kit/span.ts';
import { expectedTotals, imageTotals } from '../evidence/reported-responses.ts';
import { hoursOf, hoursText, sameHours } from '../finding/transcription.ts';
import { type ListPrices, listMoney } from '../finding/list-money.ts';
import { columnOf, isMeter, periodColumns } from './columns.ts';
import type { DayReported } from './day-slices.ts';
import type { PeriodCell, PeriodColumn, PeriodState } from './period-report.ts';

/** What the sessions of a day should show in every column if their reports are all there is. */
interface Expected {
  readonly tokens: Readonly<Record<Exclude<PeriodColumn, 'transcription_hours'>, number>>;
  readonly hours: Exact;
}

export function expectedOf({ turns, log }: DayReported): Expected {
  const heard = log?.transcription ?? null;
  const images = imageTotals(turns);
  return {
    tokens: {
      ...expectedTotals(turns),
      image_in: images.input - images.cached,
      image_cached: images.cached,
      transcription_in: (heard?.audioIn ?? 0) + (heard?.textIn ?? 0),
      transcription_out: heard?.textOut ?? 0,
    },
    hours: hoursOf(heard?.seconds ?? null),
  };
}

/** Tokens of rows; null: those of one of them cannot be told. */
function tokensOf(rows: readonly DayUsage[]): Span | null {
  return rows.reduce<Span | null>((sum, { tokens, range }) => {
    const one = tokens === null ? range : point(tokens);
    return sum === null || one === null ? null : plus(sum, one);
  }, point(0));
}

/** A charge that cannot be read is none of zero: its row says so. */
export const isUnreadCharge = ({ cost, currency, problem }: DayUsage): boolean =>
  problem !== null && currency === '' && new Exact(cost).isZero();

const chargedOf = (rows: readonly DayUsage[]): Money[] =>
  sumByCurrency(rows.filter((row) => !isUnreadCharge(row)).map(({ cost, currency }) => ({ cost, currency })));

/** Decimals that a part of a charge is kept to: far below what any bill shows. */
const partDecimals = 20;

/**
 * The part of a charge that its tokens beyond the report make, by the meter's own price; the rest is what was reported. null: the
 * charge is in several currencies, or nothing tells its tokens.
 */
export function partOf(charged: readonly Money[], tokens: number | null, part: number): Money | null {
  const [only, second] = charged;
  if (only === undefined || second !== undefined || tokens === null) return null;
  if (part === 0) return { cost: '0', currency: only.currency };
  if (part === tokens) return only;
  if (tokens === 0) return null;
  return {
    cost: new Exact(only.cost).times(part).div(tokens).toDecimalPlaces(partDecimals).toFixed(),
    currency: only.currency,
  };
}

/** How a meter stands by its own numbers, where the day as a whole is not told yet. */
function stateOf(billed: Span | null, hasRow: boolean, expected: number, ran: boolean): PeriodState {
  if (!hasRow) return expected === 0 ? 'nothing' : 'no row';
  if (billed === null) return 'unreadable';
  if (!ran) return 'no session';
  return nearest(billed, expected) === expected ? 'as reported' : 'open';
}

function tokenCell(
  column: Exclude<PeriodColumn, 'transcription_hours'>,
  rows: readonly DayUsage[],
  expected: number,
  { ran, prices }: CellContext,
): PeriodCell {
  const span = tokensOf(rows);
  const billed = rows.length === 0 ? undefined : (span ?? undefined);
  const charged = chargedOf(rows);
  const shown = billed === undefined ? null : nearest(billed, expected);
  const difference = shown === null ? null : shown - expected;
  const listed =
    difference === null || !isMeter(column) || prices === null ? null : listMoney(difference, column, prices);
  return {
    column,
    ...billedAs(billed),
    expected,
    hours: null,
    difference,
    charged,
    beyond: difference === null ? null : (partOf(charged, shown, difference) ?? listed),
    state: stateOf(span, rows.length > 0, expected, ran),
  };
}

function hoursCell(rows: readonly DayUsage[], expected: Exact, ran: boolean): PeriodCell {
  const billed = rows.length === 0 ? null : new Exact(sumExact(rows.map(({ quantity }) => quantity)));
  const state: PeriodState =
    billed === null
      ? expected.isZero()
        ? 'nothing'
        : 'no row'
      : !ran
        ? 'no session'
        : sameHours(rows, expected)
          ? 'as reported'
          : 'open';
  const charged = chargedOf(rows);
  const [only, second] = charged;
  const apart =
    only === undefined || second !== undefined || billed === null || billed.isZero()
      ? null
      : new Exact(only.cost).times(billed.minus(expected)).div(billed).toDecimalPlaces(partDecimals).toFixed();
  return {
    column: 'transcription_hours',
    billed: null,
    range: null,
    expected: 0,
    hours: { expected: hoursText(expected), billed: billed?.toFixed() ?? null },
    difference: null,
    charged,
    beyond:
      apart === null || only === undefined
        ? null
        : { cost: state === 'as reported' ? '0' : apart, currency: only.currency },
    state,
  };
}

interface CellContext {
  /** Sessions ran on the day. */
  readonly ran: boolean;
  readonly prices: ListPrices | null;
}

/** Every column of a day that has a row or a report, in the order of the table. */
export function cellsOf(rows: readonly DayUsage[], reported: DayReported, context: CellContext): PeriodCell[] {
  const { tokens, hours } = expectedOf(reported);
  return periodColumns.flatMap((column): PeriodCell[] => {
    const own = rows.filter(({ meter }) => columnOf(meter) === column);
    if (column === 'transcription_hours') {
      return own.length === 0 && hours.isZero() ? [] : [hoursCell(own, hours, context.ran)];
    }
    const expected = tokens[column];
    return own.length === 0 && expected === 0 ? [] : [tokenCell(column, own, expected, context)];
  });
}
