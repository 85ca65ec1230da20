import type { UsageSource } from './ledger.ts';

/** A usage field this version knows: how to name it, and what it counts towards. */
export interface KnownField {
  readonly source: UsageSource;
  readonly path: string;
  readonly label: string;
  readonly unit: 'tokens' | 'seconds';
  /** The field is a part of this one (same source), so that nobody adds the two. */
  readonly partOf: string | null;
}

const input = 'input_token_details';
const output = 'output_token_details';
const cached = `${input}.cached_tokens_details`;

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
  field('response', `${input}.audio_tokens`, 'Audio in', 'input_tokens'),
  field('response', `${input}.text_tokens`, 'Text in', 'input_tokens'),
  field('response', `${input}.image_tokens`, 'Image in', 'input_tokens'),
  field('response', `${input}.cached_tokens`, 'Cached', 'input_tokens'),
  field('response', `${cached}.audio_tokens`, 'Audio cached', `${input}.audio_tokens`),
  field('response', `${cached}.text_tokens`, 'Text cached', `${input}.text_tokens`),
  field('response', `${cached}.image_tokens`, 'Image cached', `${input}.image_tokens`),
  field('response', 'output_tokens', 'Output', 'total_tokens'),
  field('response', `${output}.audio_tokens`, 'Audio out', 'output_tokens'),
  field('response', `${output}.text_tokens`, 'Text out', 'output_tokens'),
  field('response', `${output}.reasoning_tokens`, 'Reasoning', `${output}.text_tokens`),
  field('transcription', 'seconds', 'Transcribed', null, 'seconds'),
  field('transcription', 'total_tokens', 'Total', null),
  field('transcription', 'input_tokens', 'Input', 'total_tokens'),
  field('transcription', `${input}.audio_tokens`, 'Audio in', 'input_tokens'),
  field('transcription', `${input}.text_tokens`, 'Text in', 'input_tokens'),
  field('transcription', 'output_tokens', 'Text out', 'total_tokens'),
];

const byKey = new Map(knownFields.map((known) => [`${known.source} ${known.path}`, known]));

/** The table's entry for a field, or undefined for one this version does not know. */
export const knownField = (source: UsageSource, path: string): KnownField | undefined => byKey.get(`${source} ${path}`);

/** How a field is named to people: by its label, else by its path. */
export const fieldLabel = (source: UsageSource, path: string): string => knownField(source, path)?.label ?? path;
