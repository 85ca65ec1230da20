import { fieldLabel, type PriceField, type ResponseCount, responsePath } from '../usage/fields.ts';
import { nearest, point, single, type Span } from '../kit/span.ts';
import type { ClassifiedMeter } from './meter-name.ts';

/** What one of the six meters counts, and how it is named. */
interface MeterFacts {
  readonly modality: 'audio' | 'text';
  /** Towards the service or from it: what is drawn in one tone. */
  readonly direction: 'in' | 'out';
  readonly cached: boolean;
  /** The count of a response that lands on it. */
  readonly usage: ResponseCount;
  /** For people, in sentence case: `Audio in`. */
  readonly title: string;
  /** Within a sentence: `audio in`. */
  readonly words: string;
}

const meter = (
  usage: ResponseCount,
  modality: MeterFacts['modality'],
  direction: MeterFacts['direction'],
  cached = false,
): MeterFacts => {
  const title = fieldLabel('response', responsePath(usage));
  return { modality, direction, cached, usage, title, words: title.toLowerCase() };
};

/** The meters that a Realtime response can land on, in the order a bill reader expects them. */
export const meterKinds = ['audio_in', 'audio_cached', 'audio_out', 'text_in', 'text_cached', 'text_out'] as const;
export type MeterKind = (typeof meterKinds)[number];

/** Every fact of the six meters. */
export const meterFacts: Readonly<Record<MeterKind, MeterFacts>> = {
  audio_in: meter('audioIn', 'audio', 'in'),
  audio_cached: meter('audioCached', 'audio', 'in', true),
  audio_out: meter('audioOut', 'audio', 'out'),
  text_in: meter('textIn', 'text', 'in'),
  text_cached: meter('textCached', 'text', 'in', true),
  text_out: meter('textOut', 'text', 'out'),
};

/**
 * Billed tokens per meter: a whole number, or the whole numbers that the bill's rounding leaves open. A meter that is missing had
 * no row; 0 is a row that says nothing was used.
 */
export type Billed = Readonly<Partial<Record<MeterKind, number | Span>>>;

/** The same where every number is told. */
export type WholeTokens = Readonly<Partial<Record<MeterKind, number>>>;

/** The same, each as the whole numbers that it can be. */
export type BilledSpans = Readonly<Partial<Record<MeterKind, Span>>>;

export const spansOf = (billed: Billed): BilledSpans =>
  Object.fromEntries(
    meterKinds.flatMap((meter) => {
      const value = billed[meter];
      return value === undefined ? [] : [[meter, typeof value === 'number' ? point(value) : value]];
    }),
  );

/** A billed amount as it is shown: one number, or the whole numbers that rounding leaves open; neither where there is no row. */
export interface BilledAs {
  readonly billed: number | null;
  readonly range: Span | null;
}

/** Of the numbers that a meter can show, the one nearest to another; null: it has no row. */
export const nearestBilled = ({ billed, range }: BilledAs, value: number): number | null =>
  billed ?? (range === null ? null : nearest(range, value));

export const isBilled = ({ billed, range }: BilledAs): boolean => billed !== null || range !== null;

export const billedAs = (value: Span | undefined): BilledAs => {
  const billed = single(value);
  return { billed, range: billed === null ? (value ?? null) : null };
};

/** Equal for two spellings of one meter, and for nothing else: bills spell a meter differently from month to month. */
export const meterKey = (meter: ClassifiedMeter): string =>
  [
    meter.model ?? '',
    meter.version ?? '',
    meter.modality,
    meter.cached ? 'cached' : meter.direction,
    meter.scope ?? '',
    meter.batch ? 'batch' : '',
    meter.unit ?? 'tokens',
  ].join(' ');

/** The price field that a meter bills, whatever its model; null for characters and for combinations no list has. */
export function priceFieldOf({ unit, cached, modality, direction }: ClassifiedMeter): PriceField | null {
  if (unit === 'hours') return 'duration';
  if (unit === 'characters') return null;
  if (cached) return `${modality}_cached`;
  if (direction === 'input') return `${modality}_in`;
  return modality === 'image' ? null : `${modality}_out`;
}

/** Which of the six meters of a Realtime response it is; null for any other meter. Plain words (`audio in`) count as one. */
export function meterKindOf(meter: ClassifiedMeter): MeterKind | null {
  if (meter.family !== 'realtime' && meter.family !== null) return null;
  const field = priceFieldOf(meter);
  return meterKinds.find((kind) => kind === field) ?? null;
}

/** Nothing on any meter. */
export const noMeterTokens: Readonly<Record<MeterKind, number>> = {
  audio_in: 0,
  audio_cached: 0,
  audio_out: 0,
  text_in: 0,
  text_cached: 0,
  text_out: 0,
};
