import { asString, isJsonObject, type Json } from '../kit/json.ts';

/** The type of an entry as the list prints it; a frame that was not JSON has none. */
export const entryType = (event: Json): string =>
  isJsonObject(event) ? (asString(event['type']) ?? 'without a type') : 'not JSON';

/** Sound either way, by its names of today and of the preview. */
export const audioTypes: readonly string[] = [
  'input_audio_buffer.append',
  'response.output_audio.delta',
  'response.audio.delta',
];

/** True for an entry that carries audio: there are fifty a second, and the list hides them unless asked. */
export const isAudioFrame = (event: Json): boolean => audioTypes.includes(entryType(event));
