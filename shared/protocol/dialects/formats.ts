import { isJsonObject, type Json } from '../../json.ts';

/** Audio formats: a word in the preview, an object in the GA form. */
const formats: readonly (readonly [preview: string, ga: Json & object])[] = [
  ['pcm16', { type: 'audio/pcm', rate: 24000 }],
  ['g711_ulaw', { type: 'audio/pcmu' }],
  ['g711_alaw', { type: 'audio/pcma' }],
];

/** A format of the preview as the GA form writes it; one it does not know stays as it is. */
export const gaFormat = (format: Json): Json => formats.find(([preview]) => preview === format)?.[1] ?? format;

export function previewFormat(format: Json): Json {
  if (!isJsonObject(format)) return format;
  return formats.find(([, ga]) => 'type' in ga && ga['type'] === format['type'])?.[0] ?? format;
}

/** The preview cannot speak without writing along: it asks for both, and GA for audio, which has its transcript anyway. */
export function gaModalities(modalities: Json): Json {
  if (!Array.isArray(modalities)) return modalities;
  return (modalities as readonly Json[]).includes('audio') ? ['audio'] : modalities;
}

export function previewModalities(modalities: Json): Json {
  if (!Array.isArray(modalities)) return modalities;
  return (modalities as readonly Json[]).includes('audio') ? ['text', 'audio'] : modalities;
}
