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

export const holds = ({ low, high }: Span, value: number): boolean => value >= low && value <= high;
export const meet = (one: Span, other: Span): boolean => one.low <= other.high && other.low <= one.high;
export const isPoint = ({ low, high }: Span): boolean => low === high;
/** The whole number in the middle of a span that ends; the least of one that does not. */
export const middle = ({ low, high }: Span): number => (Number.isFinite(high) ? Math.floor((low + high) / 2) : low);
