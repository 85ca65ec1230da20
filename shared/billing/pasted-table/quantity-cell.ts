import { lookup } from '../../lookup.ts';

/** A cell that holds an amount: its digits as typed, and the multiple a suffix names (`0.64K`). */
export interface QuantityCell {
  readonly digits: string;
  readonly multiple: number | null;
}

const multiples = lookup<number>({ k: 1000, m: 1_000_000 });

/** People write these where a meter has no row. */
const absent = /^(?:-+|–|—|n\/?a|none|null|missing)?$/i;
export const isAbsent = (cell: string): boolean => absent.test(cell.trim());

/** Reads `640`, `1,234`, `0.64K`, `0.00064 (1M)`, `640 tokens`; null for a cell that is no amount. */
export function quantityCell(cell: string): QuantityCell | null {
  const match = /^([+-]?[\d.,\s\u00a0\u202f'’]*\d(?:e[+-]?\d+)?)\s*\(?(?:1\s*)?([km])?\)?\s*(?:tokens?)?$/i.exec(
    cell.trim(),
  );
  const [, digits, suffix] = match ?? [];
  if (digits === undefined) return null;
  return { digits: digits.trim(), multiple: suffix === undefined ? null : (multiples(suffix.toLowerCase()) ?? null) };
}
