import { count } from './numbers.ts';

/** Whole numbers from `low` to `high`, both included; `high` may be infinite. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

export const point = (value: number): Span => ({ low: value, high: value });
export const from = (low: number): Span => ({ low, high: Number.POSITIVE_INFINITY });
export const around = (value: number, width: number): Span => ({
  low: Math.max(0, value - width),
  high: value + width,
});

export const plus = (one: Span, other: Span): Span => ({ low: one.low + other.low, high: one.high + other.high });
export const moved = ({ low, high }: Span, by: number): Span => ({ low: low + by, high: high + by });

/** What both hold; null: nothing. */
export function meeting(one: Span, other: Span): Span | null {
  const both = { low: Math.max(one.low, other.low), high: Math.min(one.high, other.high) };
  return both.low > both.high ? null : both;
}

export const holds = ({ low, high }: Span, value: number): boolean => value >= low && value <= high;
export const meet = (one: Span, other: Span): boolean => one.low <= other.high && other.low <= one.high;
export const isPoint = ({ low, high }: Span): boolean => low === high;
/** Its one number; null: it holds several, or there is none. */
export const single = (span: Span | undefined): number | null =>
  span !== undefined && span.low === span.high ? span.low : null;
/** `238`; `230 to 240` where it holds several. */
export const spanText = ({ low, high }: Span): string =>
  low === high ? count(low) : `${count(low)} to ${count(high)}`;
/** Of a span that ends, the number in it that is nearest to another. */
export const nearest = ({ low, high }: Span, value: number): number => Math.min(high, Math.max(low, value));
/** The whole number in the middle of a span that ends; the least of one that does not. */
export const middle = ({ low, high }: Span): number => (Number.isFinite(high) ? Math.floor((low + high) / 2) : low);
