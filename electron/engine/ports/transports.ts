import type { RawData, WebSocket } from 'ws';
import type { BenchPort, PortMessage } from '../../../shared/contract/ports.ts';
import { isJsonObject, readOwnJson } from '../../../shared/kit/json.ts';

export const isBinary = (message: PortMessage): message is ArrayBuffer | Uint8Array =>
  message instanceof ArrayBuffer || message instanceof Uint8Array;

/** A buffer of exactly these bytes: a view's own buffer may be far larger, and would cross whole. */
export function exactBuffer(bytes: ArrayBuffer | Uint8Array): ArrayBuffer {
  if (bytes instanceof ArrayBuffer) return bytes;
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}

/** Keeps what arrives, in order, until somebody listens; remembers that the port closed for whoever asks later. */
export class Inbox {
  #waiting: PortMessage[] = [];
  #listener: ((message: PortMessage) => void) | null = null;
  #closeListeners: (() => void)[] = [];
  #closed = false;
  #draining = false;

  get closed(): boolean {
    return this.#closed;
  }

  deliver(message: PortMessage): void {
    if (this.#closed) return;
    this.#waiting.push(message);
    this.#drain();
  }

  /** Replaces the listener. What waits is handed over at once. */
  listen(listener: (message: PortMessage) => void): void {
    this.#listener = listener;
    this.#drain();
  }

  #drain(): void {
    // A message that arrives while a listener runs waits its turn in the loop below.
    if (this.#draining) return;
    this.#draining = true;
    try {
      while (this.#listener !== null) {
        const message = this.#waiting.shift();
        if (message === undefined) return;
        this.#listener(message);
      }
    } finally {
      this.#draining = false;
    }
  }

  /** Tells every close listener once, however often it is called. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const listener of this.#closeListeners.splice(0)) listener();
  }

  /** Called at once when the port has closed already. */
  onClose(listener: () => void): void {
    if (this.#closed) listener();
    else this.#closeListeners.push(listener);
  }
}

/** The part of Electron's MessagePortMain that carries a port; the engine knows no more of Electron than this shape. */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** A MessagePort of a page as a `BenchPort`. Bytes arrive as the ArrayBuffer or the view that was posted. */
export function messagePortMain(port: MessagePortLike): BenchPort {
  const inbox = new Inbox();
  port.on('message', ({ data }) => inbox.deliver(data as PortMessage));
  port.on('close', () => inbox.close());
  port.start();
  return {
    post(message) {
      if (inbox.closed) return;
      // Never in the transfer list: a transferred buffer arrives as null at the other process.
      port.postMessage(isBinary(message) ? exactBuffer(message) : message);
    },
    onMessage: (listener) => inbox.listen(listener),
    onClose: (listener) => inbox.onClose(listener),
    close() {
      port.close();
      inbox.close();
    },
  };
}

/** RFC 6455: data inconsistent with the type of the message. */
const notOurMessage = 1007;

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

function jsonOf(data: RawData): PortMessage | null {
  const read = readOwnJson(Buffer.from(bytesOf(data)).toString('utf8'));
  return read.ok && isJsonObject(read.value) ? read.value : null;
}

/** A WebSocket of a page as a `BenchPort`: JSON travels as text frames, bytes as binary ones. Bytes arrive as a Uint8Array. */
export function wsPort(socket: WebSocket): BenchPort {
  const inbox = new Inbox();
  socket.on('message', (data, isBytes) => {
    const message = isBytes ? bytesOf(data) : jsonOf(data);
    if (message === null) socket.close(notOurMessage, 'A text frame has to hold one JSON object.');
    else inbox.deliver(message);
  });
  socket.on('close', () => inbox.close());
  // 'close' follows and says all that the port's user needs.
  socket.on('error', () => undefined);
  return {
    post(message) {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(isBinary(message) ? message : JSON.stringify(message));
    },
    onMessage: (listener) => inbox.listen(listener),
    onClose: (listener) => inbox.onClose(listener),
    close() {
      socket.close(1000);
      inbox.close();
    },
  };
}

/** What really arrives over a transport: a copy, and JSON as JSON keeps it. */
function crossed(message: PortMessage): PortMessage {
  if (isBinary(message)) return exactBuffer(message).slice(0);
  const read = readOwnJson(JSON.stringify(message));
  if (!read.ok || !isJsonObject(read.value))
    throw new Error('A message over a port is one JSON object of bounded depth.');
  return read.value;
}

function portEnd(own: Inbox, other: Inbox): BenchPort {
  return {
    post(message) {
      if (own.closed) return;
      const copy = crossed(message);
      queueMicrotask(() => other.deliver(copy));
    },
    onMessage: (listener) => own.listen(listener),
    onClose: (listener) => own.onClose(listener),
    close() {
      own.close();
      // Behind the messages that are on their way.
      queueMicrotask(() => other.close());
    },
  };
}

/** Two ends of a port within one process, with the manners of the real ones: copies, in order, never within the caller's call. */
export function portPair(): [BenchPort, BenchPort] {
  const [a, b] = [new Inbox(), new Inbox()];
  return [portEnd(a, b), portEnd(b, a)];
}
