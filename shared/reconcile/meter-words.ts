import type { MeterKind } from '../billing/meter-kind.ts';

/** The six meters within a sentence. */
export const meterWords: Record<MeterKind, string> = {
  audio_in: 'audio in',
  audio_cached: 'audio cached',
  audio_out: 'audio out',
  text_in: 'text in',
  text_cached: 'text cached',
  text_out: 'text out',
};
