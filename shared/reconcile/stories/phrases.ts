import { count } from '../../kit/numbers.ts';
import type { Coverage } from './answer-types.ts';

/** `audio in, audio out and text out`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;

/** More hits than can be pictured are told as one in so many too. */
const mostHits = 20;

/** `3 in 506,097`, `14,233 in 506,097 (about 1 in 36)`: of all bills as far off as this one, how many as simple a story fits. */
export function chanceWords({ hits, of, share }: Coverage): string {
  if (share > 0.5) return 'more often than not';
  const counted = `${count(hits)} in ${count(of)}`;
  return hits <= mostHits || share === 0 ? counted : `${counted} (about 1 in ${count(Math.round(1 / share))})`;
}

/** The same as a whole sentence. */
export const chanceSentence = (coverage: Coverage): string =>
  coverage.share > 0.5
    ? 'Most bills this far off fit as simple a story, so that it fits says nothing.'
    : `Of all bills this far off, ${chanceWords(coverage)} ${coverage.hits === 1 ? 'fits' : 'fit'} as simple a story.`;

export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
export const lower = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** Terms as a sum, minus signs where one begins with it: `119 + 117 + 2`. */
export const sumOfTerms = (terms: readonly string[]): string => terms.join(' + ').replaceAll('+ \u2212', '\u2212');

/** A, B, C … Z, AA, AB: the names of stories in plans and reports. */
export const letterOf = (index: number): string =>
  index < 26 ? String.fromCodePoint(65 + index) : `${letterOf(Math.floor(index / 26) - 1)}${letterOf(index % 26)}`;
