import { lookup } from '../../lookup.ts';

/** A cell that holds money. `currency`: null where the cell names none. `below`: the cell only says that it is less. */
export interface CostCell {
  readonly digits: string;
  readonly currency: string | null;
  readonly below: boolean;
}

/** What `$` means beside a number; other dollars are written with letters before it, and are not read. */
const signs = lookup<string>({ $: 'USD', us$: 'USD', '€': 'EUR', '£': 'GBP' });
const cost = /^(<?)\s*(US\$|[$€£]|[A-Z]{3}(?=[\s\d]))?\s*(<?)\s*(\d[\d.,]*(?:e-?\d+)?)\s*([$€£]|[A-Z]{3})?$/i;

/** Reads `$0.0064`, `0.0064 USD`, `<$0.01`; null for a cell that is no money. `titled`: the header says that it is. */
export function costCell(cell: string, titled: boolean): CostCell | null {
  const [, less, before, lessAfter, digits, after] = cost.exec(cell.trim()) ?? [];
  if (digits === undefined) return null;
  const mark = before ?? after;
  if (mark === undefined && !titled) return null;
  const currency = mark === undefined ? null : (signs(mark.toLowerCase()) ?? mark.toUpperCase());
  return { digits, currency, below: less === '<' || lessAfter === '<' };
}
