import { billedModels } from '../../billing/billed-models.ts';
import type { DayUsage } from '../../billing/day-usage.ts';
import { meterKindOf } from '../../billing/meter-kind.ts';
import { assertNever } from '../../kit/errors.ts';
import { sumByCurrency } from '../../kit/money.ts';
import type { BooksByCurrency } from '../../pricing/choose-book.ts';
import type { ModelReconciled } from '../reconcile-model.ts';
import { reconcileModel } from '../reconcile-model.ts';
import type { Freshness } from '../scope/settlement.ts';
import type { Claim, Explanation } from '../stories/answer-types.ts';
import type { Block } from './blocks.ts';
import { cellsOf } from './cells.ts';
import { isMeter } from './columns.ts';
import { type DayReported, type DaySlice, joined } from './day-slices.ts';
import type { PeriodCell, PeriodColumn, PeriodDay, PeriodState } from './period-report.ts';

/** One day of a block, compared, with the working behind it. */
export interface ComparedDay {
  readonly day: Omit<PeriodDay, 'story'>;
  readonly reported: DayReported;
  /** null: there was nothing to hold against one another. */
  readonly held: ModelReconciled | null;
}

export interface DayContext {
  readonly block: Block;
  readonly books: BooksByCurrency;
  readonly freshness: Freshness;
  /** Columns that have a row on any day: what the file bills nowhere may be billed on another resource. */
  readonly billedColumns: ReadonlySet<PeriodColumn>;
}

/** Audio and text, in and out, hold at least what was reported, and in and out more: what else ran on the resource does that. */
function isOtherTraffic(cells: readonly PeriodCell[]): boolean {
  const differences = cells
    .filter(({ column }) => isMeter(column))
    .map(({ column, difference }) => ({ column, difference }));
  if (differences.some(({ difference }) => difference === null)) return false;
  // Cached tokens may be billed with the input, so the two are one here.
  const sum = (...columns: readonly PeriodColumn[]): number =>
    differences.reduce(
      (total, { column, difference }) => total + (columns.includes(column) ? (difference ?? 0) : 0),
      0,
    );
  const inputs = [sum('audio_in', 'audio_cached'), sum('text_in', 'text_cached')];
  const outputs = [sum('audio_out'), sum('text_out')];
  return [inputs, outputs].every((sums) => sums.every((one) => one >= 0) && sums.some((one) => one > 0));
}

/** What a claim says of a day; null: it leaves it open. */
export function stateOfClaim(
  { kind }: Claim,
  explanations: readonly Pick<Explanation, 'cached'>[],
): 'as reported' | 'explained' | null {
  switch (kind) {
    case 'as reported': {
      // Without their discount cached tokens are billed otherwise than they were reported.
      const cached = explanations[0]?.cached;
      const apart =
        cached === undefined || [cached.audio, cached.text].every((one) => one === 'none' || one === 'apart');
      return apart ? 'as reported' : 'explained';
    }
    case 'as reported in part':
    case 'seen':
    case 'seen among':
    case 'further':
    case 'ratio':
      return 'explained';
    case 'undecided':
    case 'nothing fits':
    case 'no bill':
      return null;
    default:
      return assertNever(kind, 'Kind of claim');
  }
}

const words: Readonly<Record<Exclude<PeriodState, 'explained'>, string>> = {
  'as reported': 'Every meter is what was reported.',
  'other traffic':
    'Audio and text hold what was reported and more in and out, as they would if something else used the resource, and no story explains it.',
  open: 'The bill is not what was reported, and the numbers do not say why.',
  'not settled': 'The rows of this day can still change, and they do not fit yet.',
  'no row': 'Sessions ran on this day, and the file has no row of them.',
  'no session': 'The file has rows of this day, and no session here ran on it.',
  unreadable: 'A row of this day cannot be read.',
  nothing: 'No session and no row.',
};

function dayState(
  cells: readonly PeriodCell[],
  held: ModelReconciled | null,
  { freshness, billedColumns }: Pick<DayContext, 'freshness' | 'billedColumns'>,
): PeriodState {
  if (cells.length === 0) return 'nothing';
  if (cells.some(({ state }) => state === 'unreadable')) return 'unreadable';
  if (cells.every(({ state }) => state === 'no session')) return 'no session';
  const late = freshness !== 'settled';
  const rows = cells.filter(({ state }) => state !== 'no row' && state !== 'nothing');
  if (rows.length === 0) return late ? 'not settled' : 'no row';
  const claim = held?.answer.finding.claim;
  const told = held === null || claim === undefined ? null : stateOfClaim(claim, held.answer.explanations);
  const besideFits = cells.every(
    ({ column, state }) =>
      isMeter(column) || state === 'as reported' || state === 'nothing' || !billedColumns.has(column),
  );
  // A meter of the model has to have its row, and a column beside these where other days have one.
  const lacks = cells.some(({ column, state }) => state === 'no row' && (isMeter(column) || billedColumns.has(column)));
  if (told !== null) {
    return told === 'as reported' && (!besideFits || lacks) ? (late && lacks ? 'not settled' : 'open') : told;
  }
  const short = lacks || cells.some(({ difference }) => (difference ?? 0) < 0);
  if (late && short) return 'not settled';
  // Where stories fit, and the numbers do not say that one of them is so, nothing is said of other traffic either.
  return claim?.kind === 'nothing fits' && besideFits && isOtherTraffic(cells) ? 'other traffic' : 'open';
}

/** A cell's own state, once its day is told: a day is told by the six meters, and what stands beside them stays as it is. */
function settledCell(cell: PeriodCell, state: PeriodState): PeriodCell {
  if (!isMeter(cell.column)) return cell;
  const isOdd = cell.state === 'open' || (cell.state === 'no row' && state !== 'as reported');
  return isOdd ? { ...cell, state } : cell;
}

/** What a day shows, by its finding where that says more than its state. */
function sentenceOf(state: PeriodState, held: ModelReconciled | null): string {
  const finding = held?.answer.finding;
  if (state === 'explained') return `${finding?.headline ?? ''} ${finding?.lead ?? ''}`.trim();
  if (finding?.claim.kind !== 'as reported' || state === 'as reported') return words[state];
  const lacks = held?.answer.meters.some(({ status }) => status === 'missing row' || status === 'not yet due') === true;
  return lacks ? finding.headline : 'The model\u2019s meters are what was reported; transcription or images are not.';
}

/** Holds one day of one model and resource against the sessions of that day. */
export function compareDay(
  day: string,
  rows: readonly DayUsage[],
  slices: readonly DaySlice[],
  { block, books, freshness, billedColumns }: DayContext,
): ComparedDay {
  const reported = joined(slices);
  const models = billedModels(rows.filter(({ meter }) => meterKindOf(meter) !== null));
  const bill = models.find(({ label }) => label === block.label);
  const held = bill === undefined || slices.length === 0 ? null : reconcileModel(bill, reported, books, freshness);
  const cells = cellsOf(rows, reported, { ran: slices.length > 0, prices: held?.prices ?? null });
  const state = dayState(cells, held, { freshness, billedColumns });
  const beyond = sumByCurrency(cells.flatMap((cell) => cell.beyond ?? []));
  return {
    day: {
      day,
      sessions: slices.map(({ session }) => session),
      cells: cells.map((cell) => settledCell(cell, state)),
      charged: sumByCurrency(cells.flatMap(({ charged }) => charged)),
      beyond: beyond.length === 1 ? (beyond[0] ?? null) : null,
      state,
      freshness,
      sentence: sentenceOf(state, held),
    },
    reported,
    held,
  };
}
