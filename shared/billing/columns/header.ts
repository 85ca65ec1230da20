import { benchError, ok, refuse, type Result } from '../../errors.ts';
import { aliases, costFields, shapes, type CostField } from './aliases.ts';

/** Which column holds what, by position from 0. */
export type CostColumns = Readonly<Partial<Record<CostField, number>>>;

export interface ReadHeader {
  readonly columns: CostColumns;
  /** The kind of export, for people. */
  readonly shape: string;
  /** The file bills money and no quantity: tokens can only be derived. */
  readonly costOnly: boolean;
  /** How many columns there are. */
  readonly width: number;
  /** A row that ends before this many cells lacks one without which it says nothing. */
  readonly needed: number;
}

/** A column's name without byte order mark, case, spaces and marks. A localised one has its English name in brackets. */
export function headerKey(name: string): string {
  const text = name.replace(/^\uFEFF/, '').trim();
  const bracketed = /\(([^()]+)\)\s*$/.exec(text)?.[1];
  // "Cost (USD)" is no localised name.
  const english = bracketed === undefined || /^[A-Z]{3}$/.test(bracketed.trim()) ? text : bracketed;
  return english.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

const listed = (keys: string): string[] => keys.split(' ');

/**
 * Reads the header of a cost export. Refuses a file that names no meters or bills neither quantity nor cost,
 * saying which columns it has.
 */
export function readHeader(names: readonly string[]): Result<ReadHeader> {
  const keys = names.map(headerKey);
  const columns: Partial<Record<CostField, number>> = {};
  for (const field of costFields) {
    const found = listed(aliases[field]).find((alias) => keys.includes(alias));
    if (found !== undefined) columns[field] = keys.indexOf(found);
  }
  const costOnly = columns.quantity === undefined;
  const shape =
    shapes.find(
      ({ has, lacks }) =>
        listed(has).every((key) => keys.includes(key)) && (lacks === undefined || !keys.includes(lacks)),
    )?.name ?? 'Cost export';
  const has = names
    .filter((name) => name.trim() !== '')
    .slice(0, 12)
    .join(', ');
  if (columns.meterName === undefined) {
    return refuse(
      benchError('invalid-argument', `No column names the meters; the columns are ${has === '' ? 'none' : has}.`, {
        nextStep: 'Export cost and usage details, or group Cost analysis by Meter before downloading it.',
      }),
    );
  }
  if (costOnly && columns.cost === undefined && columns.costUsd === undefined) {
    return refuse(
      benchError('invalid-argument', `No column holds a quantity or a cost; the columns are ${has}.`, {
        nextStep: 'Export cost and usage details with their quantity.',
      }),
    );
  }
  const vital = [columns.meterName, columns.day, columns.quantity, columns.cost ?? columns.costUsd];
  const needed = 1 + Math.max(...vital.map((position) => position ?? -1));
  return ok({ columns, shape, costOnly, width: names.length, needed });
}
