import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { knownField } from './fields.ts';
import type { UsageField, UsageLedger, UsageReport } from './ledger.ts';

/** Every numeric leaf of a `usage` object with its dotted path, in the order it stands there; list elements by index. */
export function numericLeaves(usage: Json, prefix = ''): { path: string; value: number }[] {
  if (typeof usage === 'number') return Number.isFinite(usage) ? [{ path: prefix, value: usage }] : [];
  if (usage === null || typeof usage !== 'object') return [];
  return Object.entries<Json>(usage).flatMap(([key, value]) =>
    numericLeaves(value, prefix === '' ? key : `${prefix}.${key}`),
  );
}

/** True when a report says nothing or only zeros: such a response was not free, it was not reported. */
export const isEmptyUsage = (usage: Json | undefined): boolean =>
  !isJsonObject(usage) || numericLeaves(usage).every(({ value }) => value === 0);

const millionth = 1e6;

/** A sum that stays a number in JSON, however absurd what was reported. */
const finite = (sum: number): number => Math.min(Math.max(sum, -Number.MAX_VALUE), Number.MAX_VALUE);

/** Sum of two amounts. Seconds have decimals, whose binary sums would depend on their order: kept to a millionth. */
export function addAmounts(one: number, other: number): number {
  const sum = finite(one + other);
  return Number.isInteger(sum) ? sum : Math.round(sum * millionth) / millionth;
}

/** The ledger with one more usage object added, field by field. The `id` of another event's report is its type. */
export function addReport(ledger: UsageLedger, report: Omit<UsageReport, 'seq' | 't'>): UsageLedger {
  const { source, model } = report;
  const fields: UsageField[] = [...ledger.fields];
  const places = new Map(
    fields.flatMap((have, at) => (have.source === source && have.model === model ? [[have.path, at]] : [])),
  );
  for (const { path, value } of numericLeaves(report.usage, source === 'other' ? report.id : '')) {
    const index = places.get(path) ?? fields.length;
    const have = fields[index];
    if (have === undefined) {
      places.set(path, index);
      fields.push({ source, model, path, total: value, reports: 1, known: knownField(source, path) !== undefined });
    } else {
      fields[index] = { ...have, total: addAmounts(have.total, value), reports: have.reports + 1 };
    }
  }
  return { fields, reports: ledger.reports + 1 };
}

/** The summed value of one field, 0 when nothing reported it. */
export function totalOf(ledger: UsageLedger, source: UsageReport['source'], path: string): number {
  return ledger.fields
    .filter((have) => have.source === source && have.path === path)
    .reduce((sum, have) => addAmounts(sum, have.total), 0);
}

/** Tokens of one side of a response's or a transcription's usage: as the total states them, else what the parts add up to. */
export function tokensOfSide(usage: JsonObject, side: 'input' | 'output'): number {
  const details = usage[`${side}_token_details`];
  const parts = isJsonObject(details) ? ['text_tokens', 'audio_tokens', 'image_tokens'].map((key) => details[key]) : [];
  const sum = parts.reduce<number>((all, part) => all + (typeof part === 'number' ? part : 0), 0);
  const total = usage[`${side}_tokens`];
  return Math.max(typeof total === 'number' ? total : 0, sum);
}

/** All tokens of a usage object, whichever of its totals it states. */
export function tokensOf(usage: JsonObject): number {
  const total = usage['total_tokens'];
  return Math.max(typeof total === 'number' ? total : 0, tokensOfSide(usage, 'input') + tokensOfSide(usage, 'output'));
}
