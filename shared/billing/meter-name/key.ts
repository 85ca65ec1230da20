import type { MeterKind } from '../../reconcile/facts.ts';
import type { ClassifiedMeter } from './meter-name.ts';

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

/** Which of the six meters of a Realtime response it is; null for any other meter. Plain words (`audio in`) count as one. */
export function meterKindOf(meter: ClassifiedMeter): MeterKind | null {
  if (meter.family !== 'realtime' && meter.family !== null) return null;
  if (meter.modality === 'image' || meter.unit === 'hours' || meter.unit === 'characters') return null;
  if (meter.cached) return `${meter.modality}_cached`;
  return `${meter.modality}_${meter.direction === 'input' ? 'in' : 'out'}`;
}
