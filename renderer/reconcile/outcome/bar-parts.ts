import type { Explanation, MeterPart } from '../../../shared/reconcile/answer.ts';
import { count } from '../../format/count.ts';
import type { ComparedMeter, Report } from '../use-report.ts';
import { bestOf } from './standing.ts';

/** `unexplained`: billed, and no story says for what. `absent`: reported, and not on the bill. */
export type PartLook = MeterPart['kind'] | 'unexplained' | 'absent';

export interface BarPart {
  /** At least 1. */
  readonly tokens: number;
  readonly look: PartLook;
  readonly words: string;
}

/** One meter as a bar: its parts from left to right fill it. */
export interface MeterBar {
  readonly parts: readonly BarPart[];
  /** Said beside the parts where they are not the whole truth. */
  readonly note: string | null;
}

const kept = (parts: readonly BarPart[]): BarPart[] => parts.filter(({ tokens }) => tokens > 0);

/** A part below zero was reported and is not on this meter: it shortens what was reported, and is named there. */
function positive(parts: readonly MeterPart[]): BarPart[] {
  const less = parts.filter(({ tokens }) => tokens < 0);
  let taken = less.reduce((sum, { tokens }) => sum - tokens, 0);
  const named = less.map(({ tokens, words }) => `less ${count(-tokens)} ${words}`).join(', ');
  return parts
    .filter(({ tokens }) => tokens > 0)
    .map((part, index) => {
      const off = Math.min(taken, part.tokens);
      taken -= off;
      const words = index === 0 && named !== '' ? `${part.words}, ${named}` : part.words;
      return { look: part.kind, tokens: part.tokens - off, words };
    });
}

/** The bar of a meter that no story speaks of: what was reported, and the rest. */
function withoutStory({ billed, reported, beyond }: ComparedMeter): BarPart[] {
  if (billed === null) return [{ tokens: reported, look: 'absent', words: 'reported, and no row on the bill' }];
  const more = beyond.tokens ?? billed - reported;
  const words = billed - more < reported && more >= 0 ? 'reported, less the cached' : 'reported';
  return more >= 0
    ? [
        { tokens: billed - more, look: 'reported', words },
        { tokens: more, look: 'unexplained', words: 'not explained' },
      ]
    : [
        { tokens: billed, look: 'reported', words: 'reported' },
        { tokens: -more, look: 'absent', words: 'reported, not on this meter' },
      ];
}

export interface DrawnMeter extends MeterBar {
  readonly meter: ComparedMeter;
}

/** The meters that have a bar: what is heard and read first, then what is said. */
const drawn = ['audio_in', 'text_in', 'audio_out', 'text_out'] as const;

/** The bars of a report, each with its meter. */
export function barsOf(report: Pick<Report, 'meters' | 'explanations'>): DrawnMeter[] {
  const best = bestOf(report);
  return drawn
    .flatMap((kind) => report.meters.find(({ meter }) => meter === kind) ?? [])
    .map((meter) => ({ meter, ...barOf(meter, best) }));
}

/** A meter's bar by a story, or without one. */
export function barOf(meter: ComparedMeter, story: Explanation | undefined): MeterBar {
  const line = story?.meters.find((one) => one.meter === meter.meter);
  if (meter.billed === null || line === undefined || line.predicted === null || line.parts.length === 0) {
    return { parts: kept(withoutStory(meter)), note: null };
  }
  const parts = positive(line.parts);
  const rest = meter.billed - parts.reduce((sum, { tokens }) => sum + tokens, 0);
  return {
    parts: kept([...parts, { tokens: rest, look: 'unexplained', words: 'not explained' }]),
    note: rest < 0 ? `${count(-rest)} more than the bill has` : null,
  };
}

const said: readonly (readonly [readonly PartLook[], string])[] = [
  [['reported'], 'solid was reported'],
  [['again', 'beside', 'within', 'free'], 'outlined was read or said again'],
  [['unexplained'], 'dashed is not explained'],
  [['absent'], 'dashed is not on the bill'],
];

/** What the looks of these bars mean: `solid was reported, outlined was read or said again`. */
export function legendOf(bars: readonly MeterBar[]): string {
  const seen = new Set(bars.flatMap(({ parts }) => parts.map(({ look }) => look)));
  return said.flatMap(([looks, words]) => (looks.some((look) => seen.has(look)) ? [words] : [])).join(', ');
}

export interface Span {
  /** In px from the left edge of the bar. */
  readonly left: number;
  readonly width: number;
}

/** Between two parts, in px. */
const gapPx = 1;
/** So wide is the smallest part. */
const leastPx = 4;

/** Deals the width of a bar out to its parts, each by its tokens; none vanishes. */
export function spread(tokens: readonly number[], width: number): Span[] {
  const room = Math.max(0, width - gapPx * (tokens.length - 1));
  const sum = tokens.reduce((all, one) => all + one, 0);
  let small = new Set<number>();
  let [dealt, rest] = [room, sum];
  // A part that was wide enough may fall below the least once the least of others is taken off the room.
  for (;;) {
    const narrow = tokens.flatMap((one, index) => (small.has(index) || (one / rest) * dealt >= leastPx ? [] : [index]));
    if (narrow.length === 0) break;
    small = new Set([...small, ...narrow]);
    dealt = room - leastPx * small.size;
    rest = tokens.reduce((all, one, index) => all + (small.has(index) ? 0 : one), 0);
  }
  let left = 0;
  return tokens.map((one, index) => {
    const wide = small.has(index) ? leastPx : (one / rest) * dealt;
    const span = { left, width: wide };
    left += wide + gapPx;
    return span;
  });
}
