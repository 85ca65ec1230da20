import { isJsonObject, type Json, type JsonObject, withAt } from '../kit/json.ts';
import type { ModalityTokens } from './rules/rules.ts';

/**
 * Who reported: the response itself, or the transcription of a user item, which are billed on different cards; or some other
 * event that no version of the protocol known here puts a usage on. Paths of `other` begin with the type of the event.
 */
export type UsageSource = 'response' | 'transcription' | 'other';

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

/** A usage field this version knows: how to name it, and what it counts towards. */
export interface KnownField {
  readonly source: UsageSource;
  readonly path: string;
  readonly label: string;
  readonly unit: 'tokens' | 'seconds';
  /** The field is a part of this one (same source), so that nobody adds the two. */
  readonly partOf: string | null;
}

const inputDetails = 'input_token_details';
const outputDetails = 'output_token_details';
const cachedDetails = `${inputDetails}.cached_tokens_details`;

const field = (
  source: UsageSource,
  path: string,
  label: string,
  partOf: string | null,
  unit: KnownField['unit'] = 'tokens',
): KnownField => ({ source, path, label, unit, partOf });

/** Every usage field of the GA protocol. A new field is one entry; an unlisted one is shown and totalled all the same. */
export const knownFields: readonly KnownField[] = [
  field('response', 'total_tokens', 'Total', null),
  field('response', 'input_tokens', 'Input', 'total_tokens'),
  field('response', `${inputDetails}.audio_tokens`, 'Audio in', 'input_tokens'),
  field('response', `${inputDetails}.text_tokens`, 'Text in', 'input_tokens'),
  field('response', `${inputDetails}.image_tokens`, 'Image in', 'input_tokens'),
  field('response', `${inputDetails}.cached_tokens`, 'Cached', 'input_tokens'),
  field('response', `${cachedDetails}.audio_tokens`, 'Audio cached', `${inputDetails}.audio_tokens`),
  field('response', `${cachedDetails}.text_tokens`, 'Text cached', `${inputDetails}.text_tokens`),
  field('response', `${cachedDetails}.image_tokens`, 'Image cached', `${inputDetails}.image_tokens`),
  field('response', 'output_tokens', 'Output', 'total_tokens'),
  field('response', `${outputDetails}.audio_tokens`, 'Audio out', 'output_tokens'),
  field('response', `${outputDetails}.text_tokens`, 'Text out', 'output_tokens'),
  field('response', `${outputDetails}.reasoning_tokens`, 'Reasoning', `${outputDetails}.text_tokens`),
  field('transcription', 'seconds', 'Transcribed', null, 'seconds'),
  field('transcription', 'total_tokens', 'Total', null),
  field('transcription', 'input_tokens', 'Input', 'total_tokens'),
  field('transcription', `${inputDetails}.audio_tokens`, 'Audio in', 'input_tokens'),
  field('transcription', `${inputDetails}.text_tokens`, 'Text in', 'input_tokens'),
  field('transcription', 'output_tokens', 'Text out', 'total_tokens'),
];

const byKey = new Map(knownFields.map((known) => [`${known.source} ${known.path}`, known]));

/** The table's entry for a field, or undefined for one this version does not know. */
export const knownField = (source: UsageSource, path: string): KnownField | undefined => byKey.get(`${source} ${path}`);

/** How a field is named to people: by its label, else by its path. */
export const fieldLabel = (source: UsageSource, path: string): string => knownField(source, path)?.label ?? path;

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

/** The `usage` object of a `response.done`. A type and not an interface, so that it passes for the JSON it is. */
export type RealtimeUsage = {
  total_tokens: number;
  input_tokens: number;
  output_tokens: number;
  input_token_details: {
    text_tokens: number;
    audio_tokens: number;
    image_tokens: number;
    cached_tokens: number;
    cached_tokens_details: { text_tokens: number; audio_tokens: number; image_tokens: number };
  };
  /** `reasoning_tokens`: part of the text, of models that think. */
  output_token_details: { text_tokens: number; audio_tokens: number; reasoning_tokens?: number };
};

/** A `usage` object from what was read, how much of that came from the cache, and what was produced. */
export function usageOf(
  read: ModalityTokens & { readonly image?: number },
  cached: ModalityTokens,
  made: ModalityTokens,
): RealtimeUsage {
  const image = read.image ?? 0;
  const inTotal = read.text + read.audio + image;
  const outTotal = made.text + made.audio;
  return {
    total_tokens: inTotal + outTotal,
    input_tokens: inTotal,
    output_tokens: outTotal,
    input_token_details: {
      text_tokens: read.text,
      audio_tokens: read.audio,
      image_tokens: image,
      cached_tokens: cached.text + cached.audio,
      cached_tokens_details: { text_tokens: cached.text, audio_tokens: cached.audio, image_tokens: 0 },
    },
    output_token_details: { text_tokens: made.text, audio_tokens: made.audio },
  };
}
