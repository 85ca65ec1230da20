import type { Field } from './fields.ts';

/** Two fields that these observations cannot tell apart, and how they hang together. */
export interface ConfoundedPair {
  readonly fields: readonly [string, string];
  /** `text in = text out + 2 × responses`. */
  readonly relation: string;
}

const same = (one: number, other: number): boolean => Math.abs(one - other) < 1e-9;

/** `other = factor × one + constant × count`, if so in every row; null otherwise. */
function relationOf(
  one: readonly number[],
  other: readonly number[],
  counts: readonly number[],
): { factor: number; constant: number } | null {
  if (one.every((value) => value === 0) || other.every((value) => value === 0)) return null;
  const [first = 0, ...rest] = one.map((value, row) => ((other[row] ?? 0) - value) / (counts[row] || 1));
  if (rest.every((value) => same(value, first))) return { factor: 1, constant: first };
  const at = one.findIndex((value) => value !== 0);
  const factor = (other[at] ?? 0) / (one[at] ?? 1);
  const scales = factor > 0 && one.every((value, row) => same(value * factor, other[row] ?? 0));
  return scales ? { factor, constant: 0 } : null;
}

const short = (value: number): string => String(Number(value.toPrecision(4)));

/**
 * Pairs of fields of which one follows from the other in every observation: no number of such observations tells them apart.
 * @param rows one row per observation, one column per field
 * @param counts responses of each observation
 */
export function confoundedPairs(
  fields: readonly Field[],
  rows: readonly (readonly number[])[],
  counts: readonly number[],
): ConfoundedPair[] {
  const column = (at: number): number[] => rows.map((row) => row[at] ?? 0);
  return fields.flatMap((one, i) =>
    fields.slice(i + 1).flatMap((other, k): ConfoundedPair[] => {
      const relation = relationOf(column(i), column(i + k + 1), counts);
      if (relation === null) return [];
      const { factor, constant } = relation;
      const scaled = factor === 1 ? one.words : `${short(factor)} × ${one.words}`;
      const plus = constant === 0 ? '' : ` ${constant > 0 ? '+' : '\u2212'} ${short(Math.abs(constant))} × responses`;
      // The count of responses is itself a field; its relation to another is that the other is constant.
      const text =
        other.id === 'responses' || one.id === 'responses'
          ? `${one.id === 'responses' ? other.words : one.words} is the same in every response`
          : `${other.words} = ${scaled}${plus}`;
      return [{ fields: [one.id, other.id], relation: text }];
    }),
  );
}
