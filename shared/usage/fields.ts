import type { UsageSource } from './ledger.ts';

/** A usage field this version knows: how to name it, and what it counts towards. */
export interface KnownField {
  readonly source: UsageSource;
  readonly path: string;
  readonly label: string;
  readonly direction: 'in' | 'out' | 'both';
  readonly modality: 'audio' | 'text' | 'image' | 'all' | 'time';
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
  direction: KnownField['direction'],
  modality: KnownField['modality'],
  partOf: string | null,
): KnownField => ({
  source,
  path,
  label,
  direction,
  modality,
  unit: modality === 'time' ? 'seconds' : 'tokens',
  partOf,
});

/** Every usage field of the GA protocol. A new field is one entry; an unlisted one is shown and totalled all the same. */
export const knownFields: readonly KnownField[] = [
  field('response', 'total_tokens', 'Total', 'both', 'all', null),
  field('response', 'input_tokens', 'Input', 'in', 'all', 'total_tokens'),
  field('response', `${input}.audio_tokens`, 'Audio in', 'in', 'audio', 'input_tokens'),
  field('response', `${input}.text_tokens`, 'Text in', 'in', 'text', 'input_tokens'),
  field('response', `${input}.image_tokens`, 'Image in', 'in', 'image', 'input_tokens'),
  field('response', `${input}.cached_tokens`, 'Cached', 'in', 'all', 'input_tokens'),
  field('response', `${cached}.audio_tokens`, 'Audio cached', 'in', 'audio', `${input}.audio_tokens`),
  field('response', `${cached}.text_tokens`, 'Text cached', 'in', 'text', `${input}.text_tokens`),
  field('response', `${cached}.image_tokens`, 'Image cached', 'in', 'image', `${input}.image_tokens`),
  field('response', 'output_tokens', 'Output', 'out', 'all', 'total_tokens'),
  field('response', `${output}.audio_tokens`, 'Audio out', 'out', 'audio', 'output_tokens'),
  field('response', `${output}.text_tokens`, 'Text out', 'out', 'text', 'output_tokens'),
  field('response', `${output}.reasoning_tokens`, 'Reasoning', 'out', 'text', `${output}.text_tokens`),
  field('transcription', 'seconds', 'Transcribed', 'in', 'time', null),
  field('transcription', 'total_tokens', 'Total', 'both', 'all', null),
  field('transcription', 'input_tokens', 'Input', 'in', 'all', 'total_tokens'),
  field('transcription', `${input}.audio_tokens`, 'Audio in', 'in', 'audio', 'input_tokens'),
  field('transcription', `${input}.text_tokens`, 'Text in', 'in', 'text', 'input_tokens'),
  field('transcription', 'output_tokens', 'Text out', 'out', 'text', 'total_tokens'),
];

const byKey = new Map(knownFields.map((known) => [`${known.source} ${known.path}`, known]));

/** The table's entry for a field, or undefined for one this version does not know. */
export const knownField = (source: UsageSource, path: string): KnownField | undefined => byKey.get(`${source} ${path}`);
