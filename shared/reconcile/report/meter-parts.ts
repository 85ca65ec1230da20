import { meterFacts, nearestBilled } from '../../billing/meter-kind.ts';
import { type Money, sumByCurrency } from '../../kit/money.ts';
import { count } from '../../kit/numbers.ts';
import type { ComparedMeter } from '../finding/comparison.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import type { Explanation, MeterPart } from '../stories/answer-types.ts';

/** The story that a report is drawn by: the best that explains every meter by the measured rules. */
export const bestOf = ({ explanations }: Pick<ReconcileReport, 'explanations'>): Explanation | undefined =>
  explanations.find(({ exact, outside }) => exact && !outside);

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
export function barsOf(report: Pick<ReconcileReport, 'meters' | 'explanations'>): DrawnMeter[] {
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
];

const dashedWords: readonly (readonly [PartLook, string])[] = [
  ['unexplained', 'not explained'],
  ['absent', 'not on the bill'],
];

/** What the looks of these bars mean: `solid was reported, outlined was read or said again`. */
export function legendOf(bars: readonly MeterBar[]): string {
  const seen = new Set(bars.flatMap(({ parts }) => parts.map(({ look }) => look)));
  const dashed = dashedWords.flatMap(([look, words]) => (seen.has(look) ? [words] : [])).join(' or ');
  const words = lookWords.flatMap(([looks, means]) => (looks.some((look) => seen.has(look)) ? [means] : []));
  return [...words, ...(dashed === '' ? [] : [`dashed is ${dashed}`])].join(', ');
}

/** Both cached meters in one line. */
interface CachedLine {
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
  const billed = of((meter) => nearestBilled(meter, meter.expected));
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
