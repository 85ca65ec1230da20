import type { WebSocket } from 'ws';
import type { JsonObject } from '../../../shared/json.ts';
import type { Ids } from '../ids.ts';
import { gaShape, type Shape } from './shape.ts';

/** The service's end of one socket: stamps every event with an id and can hold delivery back. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #ids: Ids;
  readonly #shape: Shape;
  #held: string[] | null = null;
  #cut = false;

  /** @param shape the dialect this connection speaks */
  constructor(socket: WebSocket, ids: Ids, shape: Shape = gaShape) {
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
