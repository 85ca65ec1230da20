import type { ComparedMeter, MeterStatus } from '../compare.ts';
import type { MeterKind } from '../../billing/meter-kind.ts';
import type { Freshness } from '../scope/settlement.ts';

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

/** A whole number grouped by comma, independent of the reader's locale; every rendering of a report has it so. */
export const groups = (value: number): string => {
  const text = String(Math.abs(value)).replace(/\B(?=(\d{3})+$)/g, ',');
  return value < 0 ? `\u2212${text}` : text;
};

/** `3 in 100,000`, `8 in 1,000`, `38 in 100`: a share as people count; rarer ones against a rounder number. */
export function oftenWords(share: number): string {
  if (share <= 0) return 'none found';
  const digits = share >= 0.01 ? 2 : Math.min(9, Math.ceil(-Math.log10(share)));
  const of = 10 ** Math.max(2, share * 10 ** digits < 1 ? digits + 1 : digits);
  return `${Math.max(1, Math.round(share * of))} in ${groups(of)}`;
}

export const signed = (value: number): string => (value > 0 ? `+${groups(value)}` : groups(value));

/** `1 in 54,000`: how often a random bill would fit. */
export function oneIn(share: number): string {
  if (share <= 0) return 'never';
  if (share > 0.5) return 'most of the time';
  if (share >= 0.01) return `${Number((share * 100).toPrecision(2))} in 100`;
  return `1 in ${groups(Number((1 / share).toPrecision(2)))}`;
}

/** A status in words; `letter` names the explanation it speaks of. */
export function statusText({ status }: Pick<ComparedMeter, 'status'>, letter: string): string {
  if (status === 'explained') return `${statusTitles[status]} by ${letter}`;
  return status === 'free' ? `Free in ${letter}, not checked` : statusTitles[status];
}

export const freshnessText: Readonly<Record<Freshness, string>> = {
  'not yet due': 'Not yet due: fetched less than 24 hours after the day',
  provisional: 'Provisional: the amounts can still change',
  settled: 'Settled',
};

export const ordinal = (rank: number): string => {
  const tail = rank % 100 > 10 && rank % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][rank % 10] ?? 'th');
  return `${rank}${tail}`;
};
