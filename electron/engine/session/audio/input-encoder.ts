import { pcm16FromBytes } from '../../../../shared/audio/pcm16.ts';
import { createEncoder, type WireEncoder } from '../../../../shared/audio/wire-codec.ts';
import { wireFormatOf, type WireFormatName } from '../../../../shared/audio/wire-format.ts';
import { atPath } from '../../../../shared/json.ts';
import { at } from '../../../../shared/session/chunk-list.ts';
import type { SessionView } from '../../../../shared/session/view.ts';

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
    const asked = update?.state === 'pending' ? update.asked['input.format'] : undefined;
    if (asked !== undefined && asked !== inForce(view)) return true;
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
