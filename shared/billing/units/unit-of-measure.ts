import { lookup } from '../../lookup.ts';

/** A unit of measure, read: how many things one priced unit holds, and of what (null where the text says only a number). */
export interface UnitOfMeasure {
  readonly block: number;
  readonly things: string | null;
}

const multiples = lookup<number>({ '': 1, k: 1000, m: 1_000_000 });

/** `1K`, `1M`, `10K`, `1K Tokens`, `1 Hour`, `1,000,000`; null for a text that names no number. */
export function readUnitOfMeasure(text: string): UnitOfMeasure | null {
  const match = /^\s*(\d{1,3}(?:,\d{3})+|\d+)\s*([km]?)(?![a-z])\s*(.*?)\s*$/i.exec(text);
  if (match === null) return null;
  const [, digits = '', multiple = '', things = ''] = match;
  const block = Number(digits.replaceAll(',', '')) * (multiples(multiple.toLowerCase()) ?? 1);
  return Number.isSafeInteger(block) && block > 0 ? { block, things: things === '' ? null : things } : null;
}
