import type { MeterStatus } from '../compare.ts';
import type { MeterKind } from '../facts.ts';

/** The six meters for people, sentence case. */
export const meterTitles: Readonly<Record<MeterKind, string>> = {
  audio_in: 'Audio in',
  audio_cached: 'Audio cached',
  audio_out: 'Audio out',
  text_in: 'Text in',
  text_cached: 'Text cached',
  text_out: 'Text out',
};

/** What became of a meter, for people. */
export const statusTitles: Readonly<Record<MeterStatus, string>> = {
  match: 'Match',
  'within rounding': 'Within rounding',
  explained: 'Explained',
  folded: 'Folded into the uncached meter',
  free: 'Free, not checked',
  unexplained: 'Unexplained',
  'missing row': 'No row on the bill',
  'not yet due': 'Not yet due',
};

/** `3 in 100,000`, `8 in 1,000`, `38 in 100`: a share as people count; rarer ones against a rounder number. */
export function oftenWords(share: number): string {
  if (share <= 0) return 'none found';
  const digits = share >= 0.01 ? 2 : Math.min(9, Math.ceil(-Math.log10(share)));
  const of = 10 ** Math.max(2, share * 10 ** digits < 1 ? digits + 1 : digits);
  return `${Math.max(1, Math.round(share * of))} in ${String(of).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')}`;
}
