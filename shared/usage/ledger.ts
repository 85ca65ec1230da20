import { isJsonObject, type Json, type JsonObject } from '../kit/json.ts';
import { toMillionth } from '../kit/numbers.ts';
import { knownField, type UsageSource } from './fields.ts';

/** One numeric leaf of some `usage` object, summed over the session. */
export interface UsageField {
  readonly source: UsageSource;
  /** The transcription model that was billed; null: the session's own model. */
  readonly model: string | null;
  /** Dotted path inside `usage`, for example `input_token_details.cached_tokens_details.audio_tokens`. */
  readonly path: string;
  readonly total: number;
  /** How many usage objects had it. */
  readonly reports: number;
  /** False for a field this version has no entry for; it is shown and totalled all the same. */
  readonly known: boolean;
}

/** One usage object as it came. */
interface UsageReport {
  readonly source: UsageSource;
  /** Response id or item id. */
  readonly id: string;
  readonly seq: number;
  readonly t: number;
  readonly usage: JsonObject;
  /** As in `UsageField.model`. */
  readonly model: string | null;
}

/** What the service has reported so far. Fields keep the order in which they were first seen. */
export interface UsageLedger {
  readonly fields: readonly UsageField[];
  readonly reports: number;
}

export const emptyLedger: UsageLedger = { fields: [], reports: 0 };

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

/** A sum that stays a number in JSON, however absurd what was reported. */
const finite = (sum: number): number => Math.min(Math.max(sum, -Number.MAX_VALUE), Number.MAX_VALUE);

/** Sum of two amounts, of seconds to a millionth. */
export const addAmounts = (one: number, other: number): number => toMillionth(finite(one + other));

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
