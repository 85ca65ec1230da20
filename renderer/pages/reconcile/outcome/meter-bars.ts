import { meterFacts, nearestBilled } from '../../../../shared/billing/meter-kind.ts';
import { type Money, sumByCurrency } from '../../../../shared/kit/money.ts';
import type { Explanation, MeterPart } from '../../../../shared/reconcile/stories/answer-types.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import { bestOf, type ComparedMeter, type Report } from '../case/report.ts';

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

const nonEmpty = (parts: readonly BarPart[]): BarPart[] => parts.filter(({ tokens }) => tokens > 0);

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
function withoutStory(meter: ComparedMeter): BarPart[] {
  const { reported, beyond } = meter;
  const billed = nearestBilled(meter, meter.expected);
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
  const billed = nearestBilled(meter, line?.predicted ?? meter.expected);
  if (billed === null || line === undefined || line.predicted === null || line.parts.length === 0) {
    return { parts: nonEmpty(withoutStory(meter)), note: null };
  }
  const parts = positive(line.parts);
  const rest = billed - parts.reduce((sum, { tokens }) => sum + tokens, 0);
  return {
    parts: nonEmpty([...parts, { tokens: rest, look: 'unexplained', words: 'not explained' }]),
    note: rest < 0 ? `${count(-rest)} more than the bill has` : null,
  };
}

const lookWords: readonly (readonly [readonly PartLook[], string])[] = [
  [['reported'], 'solid was reported'],
  [['again', 'beside', 'within', 'free'], 'outlined was read or said again'],
  [['unexplained'], 'dashed is not explained'],
  [['absent'], 'dashed is not on the bill'],
];

/** What the looks of these bars mean: `solid was reported, outlined was read or said again`. */
export function legendOf(bars: readonly MeterBar[]): string {
  const seen = new Set(bars.flatMap(({ parts }) => parts.map(({ look }) => look)));
  return lookWords.flatMap(([looks, words]) => (looks.some((look) => seen.has(look)) ? [words] : [])).join(', ');
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

/** Both cached meters in one line. */
export interface CachedLine {
  readonly billed: string;
  readonly words: string;
  readonly money: Money | null;
}

type Pair = readonly [number | null, number | null];

function cachedAmounts(verb: string, [audio, text]: Pair): string {
  if (audio === null && text === null) return `no row on the bill`;
  if (audio === 0 && text === 0) return `${verb} 0`;
  const parts = [
    audio === null ? 'no row for audio' : `${count(audio)} audio`,
    text === null ? 'no row for text' : `${count(text)} text`,
  ];
  return `${verb} ${parts.join(' and ')}`;
}

/** What became of cached tokens; null: none were reported and none are billed. */
export function cachedLine(meters: readonly ComparedMeter[], story: Explanation | undefined): CachedLine | null {
  const cached = meters.filter(({ meter }) => meterFacts[meter].cached);
  const of = (pick: (meter: ComparedMeter) => number | null): Pair => {
    const at = (kind: string): number | null => {
      const found = cached.find(({ meter }) => meter === kind);
      return found === undefined ? null : pick(found);
    };
    return [at('audio_cached'), at('text_cached')];
  };
  const reported = of((meter) => meter.reported);
  const billed = of((meter) => meter.billed);
  if ([...reported, ...billed].every((tokens) => (tokens ?? 0) === 0)) return null;
  const notes = (story?.meters ?? [])
    .filter(({ meter, note }) => note !== '' && cached.some((one) => one.meter === meter && one.reported > 0))
    .map(({ note }) => note);
  const [money = null] = sumByCurrency(cached.flatMap(({ beyond }) => beyond.money ?? []));
  const known = billed.filter((tokens) => tokens !== null);
  return {
    billed: known.length === 0 ? 'no row' : count(known.reduce((sum, tokens) => sum + tokens, 0)),
    words: [`${cachedAmounts('reported', reported)}, ${cachedAmounts('billed', billed)}`, ...new Set(notes)].join('; '),
    money,
  };
}

/*
 * Where the words under a bar stand. Every caption begins at the left edge of its part; one that would run into the next part's
 * caption stands a line lower, so that no tick ever crosses words.
 */

/** A caption before it has a place. `left`: of its part's left edge, in px. */
export interface Caption {
  readonly left: number;
  readonly words: string;
}

export interface PlacedCaption extends Caption {
  /** From 0, counted from the bar down. */
  readonly line: number;
  /** Lines that its words take. */
  readonly lines: number;
  /** What its words may take at most, in px. */
  readonly room: number;
}

/** Around the words: the tick, what parts them from it, and the air after them. */
const captionGapPx = 6;
/** Narrower than this nothing is written, whatever the place. */
const leastCaptionPx = 64;

/** Words as they break over lines: after a space or a hyphen. */
const pieces = /[^\s-]*-|[^\s-]+\s*|\s+/g;

/** Lines that words take in so much room. */
function linesOf(words: string, room: number, widthOf: (words: string) => number): number {
  let lines = 1;
  let line = '';
  for (const [piece] of words.matchAll(pieces)) {
    if (line !== '' && widthOf((line + piece).trimEnd()) > room) {
      lines += 1;
      line = piece;
    } else line += piece;
  }
  return lines;
}

/** Places captions, given from left to right. `room`: where the last may end, in px. `widthOf`: of words on one line, in px. */
export function placeCaptions(
  captions: readonly Caption[],
  room: number,
  widthOf: (words: string) => number,
): PlacedCaption[] {
  const placed: PlacedCaption[] = [];
  for (const caption of captions.toReversed()) {
    const wide = widthOf(caption.words);
    const own = Math.max(leastCaptionPx, room - caption.left - captionGapPx);
    const end = caption.left + captionGapPx + Math.min(wide, own);
    const under = placed.filter(({ left }) => left < end).map((one) => one.line + one.lines);
    placed.push({
      ...caption,
      line: Math.max(0, ...under),
      lines: linesOf(caption.words, own, widthOf),
      room: own,
    });
  }
  return placed.toReversed();
}
