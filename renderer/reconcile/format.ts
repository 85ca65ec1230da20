import type { Money } from '../../shared/money/money.ts';
import { exactMoney, headlineMoney, wholeMoney } from '../../shared/money/format.ts';

const none = /^-?0(?:\.0*)?$/;
const plus = (exact: string): string => (exact.startsWith('-') ? '' : '+');

/** A difference of money as a headline, always signed: `+$0.0105`; one that would round to nothing keeps seven decimals; equal is `0`. */
export function signedHeadline({ cost, currency }: Money): string {
  if (none.test(cost)) return '0';
  const short = headlineMoney(cost, currency);
  const lost = !/[1-9]/.test(short) && /[1-9]/.test(cost);
  return plus(cost) + (lost ? wholeMoney(cost, currency) : short);
}

/** The same to seven decimals, cut so that the last three can stand back. */
export function signedExact({ cost, currency }: Money): { readonly head: string; readonly tail: string } {
  if (none.test(cost)) return { head: '0', tail: '' };
  const { head, tail } = exactMoney(cost, currency);
  return { head: plus(cost) + head, tail };
}

/** A size as people say it: `312 MB`, `1.2 GB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} KB`;
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
