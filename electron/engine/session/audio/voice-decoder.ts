import { createDecoder, type WireDecoder } from '../../../../shared/audio/wire-codec.ts';
import { asString, type JsonObject } from '../../../../shared/json.ts';
import type { AudioPayload } from '../../recorder/audio-payload.ts';

const asBuffer = (pcm: Int16Array): Buffer => Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);

/** The assistant's voice at 24 kHz, whatever format an answer comes in. Each item is a stream of its own. */
export class VoiceDecoder {
  readonly #items = new Map<string, WireDecoder>();

  /** What an event adds to the voice of its item: the audio it carries, or what is left at its end. Null for nothing. */
  take(event: JsonObject, audio: AudioPayload | null): Buffer | null {
    const itemId = asString(event['item_id']) ?? '';
    if (audio === null) return this.#end(itemId, event);
    if (audio.stream !== 'output' || audio.format.name === 'audio/pcm') return audio.bytes;
    const decoder = this.#items.get(itemId) ?? createDecoder(audio.format.name);
    this.#items.set(itemId, decoder);
    return asBuffer(decoder.push(audio.bytes));
  }

  #end(itemId: string, event: JsonObject): Buffer | null {
    const decoder = this.#items.get(itemId);
    if (decoder === undefined || event['type'] !== 'response.output_audio.done') return null;
    this.#items.delete(itemId);
    return asBuffer(decoder.flush());
  }
}
