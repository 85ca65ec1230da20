import type { WebSocket } from 'ws';
import type { JsonObject } from '../../../shared/kit/json.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const idLength = 21;

/** Names for events, items, responses and sessions. The same seed names everything alike in every run. */
export class Ids {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A pseudo-random 32-bit number (a step of splitmix32). */
  #next(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  }

  /** So many letters and digits. */
  letters(length: number): string {
    let letters = '';
    for (let index = 0; index < length; index += 1) letters += alphabet[this.#next() % alphabet.length];
    return letters;
  }

  /** `item_` and 21 letters and digits. */
  named(prefix: 'call' | 'event' | 'item' | 'resp' | 'sess' | 'conv'): string {
    return `${prefix}_${this.letters(idLength)}`;
  }

  /** In the form of a UUID, for request ids. */
  uuid(): string {
    const hex = Array.from({ length: 4 }, () => this.#next().toString(16).padStart(8, '0')).join('');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  /** An independent source of names, for one session. */
  fork(): Ids {
    return new Ids(this.#next());
  }
}

/** An event as it leaves, or null for one that the preview does not send. */
export type Shape = (type: string, event: JsonObject) => { readonly type: string; readonly event: JsonObject } | null;

/** Events whose piece of text would tell by the length of its frame what it says. */
const textDeltas: ReadonlySet<string> = new Set([
  'response.output_text.delta',
  'response.output_audio_transcript.delta',
  'response.function_call_arguments.delta',
  'conversation.item.input_audio_transcription.delta',
]);
/** Text and obfuscation together are a multiple of so many characters. */
const obfuscatedCharacters = 16;

/** Sends every event as it is, pieces of text with letters that hide their length. `ids` makes the letters. */
export const gaShape =
  (ids: Ids): Shape =>
  (type, event) => {
    const { delta } = event;
    if (!textDeltas.has(type) || typeof delta !== 'string') return { type, event };
    const missing = obfuscatedCharacters - (delta.length % obfuscatedCharacters);
    return { type, event: { ...event, obfuscation: ids.letters(missing) } };
  };

/** The same on Azure: it tells no rate limits, and the part of a message by two names. */
export const azureShape =
  (shape: Shape): Shape =>
  (type, event) => {
    if (type === 'rate_limits.updated') return null;
    const { part } = event;
    return shape(type, part === undefined ? event : { ...event, content: part });
  };

/** The service's end of one socket: stamps every event with an id and can hold delivery back. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #ids: Ids;
  readonly #shape: Shape;
  #held: string[] | null = null;
  #cut = false;

  /** @param shape the dialect this connection speaks */
  constructor(socket: WebSocket, ids: Ids, shape: Shape) {
    this.#socket = socket;
    this.#ids = ids;
    this.#shape = shape;
  }

  /** Sends one server event. */
  send(type: string, event: JsonObject): void {
    const shaped = this.#shape(type, event);
    if (shaped === null) return;
    this.sendText(JSON.stringify({ type: shaped.type, event_id: this.#ids.named('event'), ...shaped.event }));
  }

  /** Sends a frame as it is, JSON or not. */
  sendText(frame: string): void {
    if (this.#held !== null) this.#held.push(frame);
    else if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(frame);
  }

  /** Keeps every frame back until `release`; they then go out in order, at once. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const frame of held) this.sendText(frame);
  }

  /** The line has been cut by `destroy`; nothing goes on behind it. */
  get cut(): boolean {
    return this.#cut;
  }

  close(code: number, reason: string): void {
    this.release();
    this.#socket.close(code, reason);
  }

  /** Cuts the line as a network failure would: no close frame. */
  destroy(): void {
    this.#held = null;
    this.#cut = true;
    this.#socket.terminate();
  }
}
