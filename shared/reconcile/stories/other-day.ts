import { type BilledSpans, type MeterKind, meterFacts, meterKinds, noMeterTokens } from '../../billing/meter-kind.ts';
import { addTotals, reportedTotals, type Turn } from '../evidence/reported-responses.ts';
import type { SideEvent } from './story.ts';
import type { StoryKind } from './story-kind.ts';

/** A part of the session that is on another day's bill, or not on it yet. */
export const otherDay: StoryKind = {
  id: 'other-day',
  beside: ({ turns, billed, log }) => cuts(turns, billed, log?.days),
};

/** Undated sessions of more turns than this are not cut at every turn: too many cuts fit by chance. */
const mostUndatedTurns = 40;

const numbers = (from: number, to: number): string =>
  to - from === 1 ? `response ${from + 1}` : `responses ${from + 1} to ${to}`;

/** The turns outside `[from, to)` left off the bill. */
function outside(turns: readonly Turn[], from: number, to: number, days: readonly string[] | undefined): SideEvent {
  const [start, end] = from === 0 ? [to, turns.length] : [0, from];
  const left = turns.slice(start, end);
  const day = days?.[start];
  const are = end - start === 1 ? 'is' : 'are';
  return {
    id: `outside ${from} ${to}`,
    title: `${numbers(start, end)} ${are} not on this bill${day === undefined ? '' : `, but on that of ${day}`}`,
    tokens: addTotals(noMeterTokens, reportedTotals(left), -1),
    turns: [from, to],
    assumption:
      day === undefined
        ? `The ${numbers(start, end)} ran on another UTC day, or ${end - start === 1 ? 'its' : 'their'} rows are not emitted yet. Nothing in what was pasted says so.`
        : null,
    mechanisms: ['the session went over midnight UTC', 'rows that are not emitted yet'],
  };
}

/** Cuts at a change of day where the log has days; else at every turn, and only if the bill is short of something. */
function cuts(turns: readonly Turn[], billed: BilledSpans, days: readonly string[] | undefined): SideEvent[] {
  const at = turns.map((_, index) => index).slice(1);
  const reported = reportedTotals(turns);
  // Cached tokens are a part of the input that was reported, wherever they are billed; without a row they may be anywhere.
  const cachedOn = (meter: MeterKind): number => {
    const cached = meter === 'audio_in' ? 'audio_cached' : meter === 'text_in' ? 'text_cached' : null;
    return cached === null ? 0 : (billed[cached]?.high ?? reported[cached]);
  };
  const short = meterKinds.some((meter) => {
    const value = billed[meter];
    return !meterFacts[meter].cached && value !== undefined && value.high + cachedOn(meter) < reported[meter];
  });
  const places =
    days === undefined
      ? short && turns.length <= mostUndatedTurns
        ? at
        : []
      : at.filter((index) => days[index] !== days[index - 1]);
  return places.flatMap((index) => [outside(turns, 0, index, days), outside(turns, index, turns.length, days)]);
}
