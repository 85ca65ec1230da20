import { count, plural } from '../../kit/numbers.ts';
import { repeatable } from '../../kit/untrusted/quoting.ts';

/** A session that is not in a file of FOCUS rows. */
export interface LeftOut {
  readonly folder: string;
  /** A sentence without its point. */
  readonly why: string;
  /** Its record cannot be read, so what it used is missing. */
  readonly isMissing: boolean;
}

/** A record that is not as it was written, so that its rows may be wrong. */
export interface DoubtfulRecord {
  readonly folder: string;
  /** A whole sentence. */
  readonly why: string;
}

/** What of a file is in none of its sums, or in none of its rows. */
export interface FocusGaps {
  /** Rows of work that may not be billed at all, whose amounts are 0. */
  readonly ifBilled: number;
  /** Rows without a price, which are in no sum. */
  readonly unpriced: number;
  readonly leftOut: readonly LeftOut[];
  readonly doubtful: readonly DoubtfulRecord[];
}

/** That a session is not in a file, as a sentence. */
export const leftOutSentence = ({ folder, why }: LeftOut): string => `${repeatable(folder, 300)} is left out: ${why}.`;

/** What a reader of the rows has to know beside them, in whole sentences: the same wherever the file is written. */
export function focusNotes({ unpriced, ifBilled, leftOut, doubtful }: FocusGaps): string[] {
  return [
    ...leftOut.map(leftOutSentence),
    ...doubtful.map(({ folder, why }) => `${repeatable(folder, 300)}: ${why}`),
    ...(unpriced === 0
      ? []
      : [`${plural(unpriced, 'row')} without a known price: ${unpriced === 1 ? 'its' : 'their'} cost is in no sum.`]),
    ...(ifBilled === 0
      ? []
      : [
          `${count(ifBilled)} of the rows may not be billed at all: they count as 0, and only the sum at most holds them.`,
        ]),
  ];
}
