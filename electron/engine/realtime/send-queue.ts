import type { JsonObject } from '../../../shared/kit/json.ts';

/** The part of a socket that sending needs. */
export interface SendSocket {
  readonly bufferedAmount: number;
  send(text: string): void;
}

export interface SendQueueHooks {
  /** An event as this wire takes it. */
  shape(event: JsonObject): JsonObject;
  /** An event as it leaves, after it was handed to the socket: `text` is exactly what goes on the wire. */
  onSent(text: string, event: JsonObject): void;
  /** Audio frames were dropped since the last call. */
  onPaused(paused: { bufferedBytes: number; droppedFrames: number }): void;
}

/** About 4 s of audio as base64 JSON: more waiting than that is a conversation nobody can hold. */
export const pauseAboveBytes = 256 * 1024;
/** Sending resumes when half of it has gone, so that it does not flutter. */
export const resumeBelowBytes = pauseAboveBytes / 2;
/** While paused, the count of dropped frames is reported about once a second. */
const reportEveryFrames = 50;

/**
 * The way out for every client event. Stamps `event_id`, and drops audio frames, counted, while the
 * connection is slower than the voice. Any other event is sent whatever waits.
 */
export class SendQueue {
  readonly #socket: SendSocket;
  readonly #hooks: SendQueueHooks;
  #lastEventId = 0;
  #paused = false;
  /** Frames dropped and not yet reported, and whether this pause has been reported at all. */
  #dropped = 0;
  #reported = false;

  constructor(socket: SendSocket, hooks: SendQueueHooks) {
    this.#socket = socket;
    this.#hooks = hooks;
  }

  /** Sends one event and returns its `event_id`: its own, or a new one when it has none. */
  send(event: JsonObject): string {
    const own = event['event_id'];
    const eventId = typeof own === 'string' && own !== '' ? own : this.#nextEventId();
    this.#transmit({ ...event, event_id: eventId });
    return eventId;
  }

  /** Sends one frame of audio. False: it was dropped because too much is waiting. */
  sendAudio(base64: string): boolean {
    if (!this.hasRoom()) {
      this.#dropped += 1;
      if (!this.#reported || this.#dropped >= reportEveryFrames) this.settle();
      this.#reported = true;
      return false;
    }
    this.settle();
    this.#reported = false;
    this.#transmit({ type: 'input_audio_buffer.append', audio: base64, event_id: this.#nextEventId() });
    return true;
  }

  /** Whether audio would be sent now. A source that can wait, waits until it is. */
  hasRoom(): boolean {
    const waiting = this.#socket.bufferedAmount;
    if (waiting > pauseAboveBytes) this.#paused = true;
    else if (waiting < resumeBelowBytes) this.#paused = false;
    return !this.#paused;
  }

  /** Reports frames dropped and not yet reported; called at the end so that none goes uncounted. */
  settle(): void {
    if (this.#dropped === 0) return;
    const droppedFrames = this.#dropped;
    this.#dropped = 0;
    this.#hooks.onPaused({ bufferedBytes: this.#socket.bufferedAmount, droppedFrames });
  }

  #transmit(event: JsonObject): void {
    const shaped = this.#hooks.shape(event);
    const text = JSON.stringify(shaped);
    this.#socket.send(text);
    this.#hooks.onSent(text, shaped);
  }

  #nextEventId(): string {
    this.#lastEventId += 1;
    return `bench_${this.#lastEventId}`;
  }
}
