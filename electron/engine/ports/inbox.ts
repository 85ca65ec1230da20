import type { PortMessage } from '../../../shared/ports.ts';

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
