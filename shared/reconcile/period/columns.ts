import { meterFacts, type MeterKind, meterKindOf, meterKinds, priceFieldOf } from '../../billing/meter-kind.ts';
import type { ClassifiedMeter } from '../../billing/meter-name.ts';
import { lookup } from '../../kit/lookup.ts';
import type { PeriodColumn } from './period-report.ts';

/** Every column in the order of the table, with its head. */
const heads: readonly (readonly [PeriodColumn, string])[] = [
  ['audio_in', meterFacts.audio_in.title],
  ['audio_cached', meterFacts.audio_cached.title],
  ['audio_out', meterFacts.audio_out.title],
  ['text_in', meterFacts.text_in.title],
  ['text_cached', meterFacts.text_cached.title],
  ['text_out', meterFacts.text_out.title],
  ['image_in', 'Image in'],
  ['image_cached', 'Image cached'],
  ['transcription_in', 'Transcription in'],
  ['transcription_out', 'Transcription out'],
  ['transcription_hours', 'Transcription, hours'],
];

export const periodColumns: readonly PeriodColumn[] = heads.map(([column]) => column);

const titles = lookup<string>(Object.fromEntries(heads));
export const columnTitle = (column: PeriodColumn): string => titles(column) ?? column;

/** Whether a column is one of the six meters of a response: stories speak of these alone. */
export const isMeter = (column: PeriodColumn): column is MeterKind => meterKinds.some((kind) => kind === column);

export const isTranscription = ({ family }: ClassifiedMeter): boolean =>
  family === 'transcribe' || family === 'whisper';

/** The column that a meter belongs to; null: none, whatever model it is of. */
export function columnOf(meter: ClassifiedMeter): PeriodColumn | null {
  if (isTranscription(meter)) {
    if (meter.unit === 'hours') return 'transcription_hours';
    if (meter.unit === 'characters') return null;
    return meter.direction === 'output' ? 'transcription_out' : 'transcription_in';
  }
  const kind = meterKindOf(meter);
  if (kind !== null) return kind;
  const field = meter.family === 'realtime' || meter.family === null ? priceFieldOf(meter) : null;
  return field === 'image_in' || field === 'image_cached' ? field : null;
}
