import type { PriceField } from '../usage/fields.ts';
import type { ClassifiedMeter } from './meter-name.ts';

/** The meters that a Realtime response can land on, in the order a bill reader expects them. */
export const meterKinds = ['audio_in', 'audio_cached', 'audio_out', 'text_in', 'text_cached', 'text_out'] as const;
export type MeterKind = (typeof meterKinds)[number];

/** Billed tokens per meter. A meter that is missing had no row; 0 is a row that says nothing was used. */
export type Billed = Readonly<Partial<Record<MeterKind, number>>>;

/** The six meters within a sentence. */
export const meterWords: Record<MeterKind, string> = {
  audio_in: 'audio in',
  audio_cached: 'audio cached',
  audio_out: 'audio out',
  text_in: 'text in',
  text_cached: 'text cached',
  text_out: 'text out',
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
