import { knownFields } from './fields.ts';
import type { UsageSource } from './ledger.ts';
import { type JsonObject, withAt } from '../json.ts';

/** Understood counts of one report by their path on the wire: whole tokens of at least 0, or seconds. */
export type UsageCounts = ReadonlyMap<string, number>;

export const modalities = ['audio', 'text', 'image'] as const;
export type Modality = (typeof modalities)[number];

export const cachedTotal = 'input_token_details.cached_tokens';
export const partOfSide = (side: 'input' | 'output', kind: Modality): string => `${side}_token_details.${kind}_tokens`;
export const cachedPart = (kind: Modality): string => `input_token_details.cached_tokens_details.${kind}_tokens`;

/** The sum of the counts at these paths, and whether any of them was stated. */
export function sumOf(
  counts: UsageCounts,
  paths: readonly string[],
): { readonly sum: number; readonly stated: boolean } {
  const stated = paths.flatMap((path) => counts.get(path) ?? []);
  return { sum: stated.reduce((total, one) => total + one, 0), stated: stated.length > 0 };
}

/** Tokens of one side: its total as stated, else what its parts add up to; undefined: it states neither. */
export function sideTotal(counts: UsageCounts, side: 'input' | 'output'): number | undefined {
  const parts = sumOf(
    counts,
    modalities.map((kind) => partOfSide(side, kind)),
  );
  return counts.get(`${side}_tokens`) ?? (parts.stated ? parts.sum : undefined);
}

/** The counts as a `usage` object: spelled, nested and ordered as on the wire. */
export function usageFromCounts(counts: UsageCounts, source: UsageSource): JsonObject {
  const known = knownFields.filter((field) => field.source === source);
  return known.reduce((usage: JsonObject, { path }) => {
    const value = counts.get(path);
    return value === undefined ? usage : withAt(usage, path, value);
  }, {});
}
