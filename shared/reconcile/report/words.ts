import type { Certainty } from '../answer.ts';
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
  match: 'As reported',
  'within rounding': 'Within rounding',
  explained: 'Fits',
  folded: 'Assumed in the input',
  free: 'Read off this bill',
  unexplained: 'Unexplained',
  'missing row': 'No row on the bill',
  'not yet due': 'Not yet due',
};

/** How a part of a story is known, in words; always beside its mark. */
export const certaintyWords: Readonly<Record<Certainty, string>> = {
  measured: 'measured',
  assumed: 'assumed',
  free: 'read off this bill',
  open: 'open',
};

/** A status in words; `letter` names the story it speaks of. */
export function statusText({ status }: Pick<ComparedMeter, 'status'>, letter: string): string {
  return status === 'explained' ? `${statusTitles[status]} story ${letter}` : statusTitles[status];
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
