import type { Certainty, Coverage } from '../answer.ts';
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

/** A whole number grouped by comma, independent of the reader's locale; every rendering of a report has it so. */
export const groups = (value: number): string => {
  const text = String(Math.abs(value)).replace(/\B(?=(\d{3})+$)/g, ',');
  return value < 0 ? `\u2212${text}` : text;
};

/** `audio in, audio out and text out`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;

export const signed = (value: number): string => (value > 0 ? `+${groups(value)}` : groups(value));

/** More hits than can be pictured are told as one in so many too. */
const mostHits = 20;

/** `3 in 506,097`, `14,233 in 506,097 (about 1 in 36)`: of all bills as far off as this one, how many as simple a story fits. */
export function chanceWords({ hits, of, share }: Coverage): string {
  if (share > 0.5) return 'more often than not';
  const counted = `${groups(hits)} in ${groups(of)}`;
  return hits <= mostHits || share === 0 ? counted : `${counted} (about 1 in ${groups(Math.round(1 / share))})`;
}

/** The same as a whole sentence. */
export const chanceSentence = (coverage: Coverage): string =>
  coverage.share > 0.5
    ? 'Most bills this far off fit as simple a story, so that it fits says nothing.'
    : `Of all bills this far off, ${chanceWords(coverage)} ${coverage.hits === 1 ? 'fits' : 'fit'} as simple a story.`;

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
