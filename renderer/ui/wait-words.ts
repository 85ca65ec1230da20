import { plural } from '../../shared/kit/numbers.ts';
import {
  type CountedFrom,
  leastForP95,
  momentNames,
  type SideWaits,
  type Spread,
} from '../../shared/session/latency.ts';
import { seconds } from './format.ts';

/** What waits count from: `the last word`, `the commit and the last word`. */
export const momentWords = (from: readonly CountedFrom[]): string => from.map((one) => momentNames[one]).join(' and ');

/** Least and most: `0.81 to 1.20 s`; of a single wait nothing. */
export function rangeWords({ count, minMs, maxMs }: Spread): string {
  if (count < 2) return '';
  const least = seconds(minMs);
  return `${least.slice(0, -2)} to ${seconds(maxMs)}`;
}

/** All that is known of some waits, for a hover: `3 turns, 0.81 to 1.20 s. …` */
export function spreadWords(spread: Spread, one: string, from: string): string {
  const range = rangeWords(spread);
  const p95 =
    spread.p95Ms === null
      ? `Under ${leastForP95} there is no 95th percentile.`
      : `95 of 100 within ${seconds(spread.p95Ms)}.`;
  return `${plural(spread.count, one)}${range === '' ? '' : `, ${range}`}, counted from ${from}. ${p95}`;
}

/** The hover of the waits for the first audio; nothing where none was measured. */
export const waitWords = ({ spread, from }: SideWaits): string | undefined =>
  spread === null ? undefined : spreadWords(spread, 'turn', momentWords(from));
