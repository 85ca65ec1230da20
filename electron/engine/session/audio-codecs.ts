import { pcm16FromBytes } from '../../../shared/audio/samples.ts';
import {
  createDecoder,
  createEncoder,
  type WireDecoder,
  type WireEncoder,
  type WireFormatName,
  wireFormatOf,
} from '../../../shared/audio/wire-format.ts';
import { at } from '../../../shared/kit/chunk-list.ts';
import { asString, atPath, type JsonObject } from '../../../shared/kit/json.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import type { AudioPayload } from '../record/audio-files.ts';

export interface InputEncoderParts {
  readonly view: () => SessionView;
  /** Sends one frame; false when it was dropped because the connection is too slow. */
  readonly send: (base64: string) => boolean;
  /** What has gone out, as PCM16 at 24 kHz. */
  readonly sent: (pcm24k: Uint8Array) => void;
}

/** Five seconds: a service that has not answered an update by then is not going to. */
const mostHeldFrames = 250;

const inForce = (view: SessionView): WireFormatName =>
  wireFormatOf(atPath(view.effective ?? {}, 'audio.input.format')).name;

/** Whether an update that asks for another input format has no answer yet. */
function isUndecided(view: SessionView): boolean {
  const { updates, unanswered } = view.options;
  for (let index = unanswered; index < updates.length; index += 1) {
    const update = at(updates, index);
    const requested = update?.state === 'pending' ? update.asked['input.format'] : undefined;
    if (requested !== undefined && requested !== inForce(view)) return true;
  }
  return false;
}

/**
 * Puts the voice into the format of the session. While the service decides on another format nobody knows how it would
 * read a frame, so frames are held, and go out in order in the format that then holds.
 */
export class InputEncoder {
  readonly #parts: InputEncoderParts;
  #name: WireFormatName = 'audio/pcm';
  #encoder: WireEncoder = createEncoder('audio/pcm');
  #held: Uint8Array[] = [];

  constructor(parts: InputEncoderParts) {
    this.#parts = parts;
  }

  /** Sends or holds PCM16 at 24 kHz; false when it was dropped. */
  push(pcm24k: Uint8Array): boolean {
    if (isUndecided(this.#parts.view()) && this.#held.length < mostHeldFrames) {
      this.#held.push(pcm24k);
      return true;
    }
    this.#sendHeld();
    return this.#send(pcm24k);
  }

  /** The service has said something: what was held goes out if that decided the format. */
  decided(): void {
    if (this.#held.length > 0 && !isUndecided(this.#parts.view())) this.#sendHeld();
  }

  #sendHeld(): void {
    const held = this.#held;
    this.#held = [];
    for (const frame of held) this.#send(frame);
  }

  #send(pcm24k: Uint8Array): boolean {
    const name = inForce(this.#parts.view());
    if (name !== this.#name) {
      this.#name = name;
      this.#encoder = createEncoder(name);
    }
    const bytes = name === 'audio/pcm' ? pcm24k : this.#encoder.push(pcm16FromBytes(pcm24k));
    const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
    const taken = base64 === '' || this.#parts.send(base64);
    if (taken) this.#parts.sent(pcm24k);
    return taken;
  }
}

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
