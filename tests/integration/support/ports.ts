import type { BenchPort, PortMessage } from '../../../shared/contract/ports.ts';

class End implements BenchPort {
  other: End | null = null;
  #listener: ((message: PortMessage) => void) | null = null;
  #waiting: PortMessage[] = [];
  #onClose: (() => void)[] = [];
  #closed = false;

  post(message: PortMessage): void {
    const copy = structuredClone(message);
    setImmediate(() => this.other?.take(copy));
  }

  onMessage(listener: (message: PortMessage) => void): void {
    this.#listener = listener;
    for (const message of this.#waiting.splice(0)) listener(message);
  }

  onClose(listener: () => void): void {
    this.#onClose.push(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const listener of this.#onClose) listener();
    const { other } = this;
    setImmediate(() => other?.close());
  }

  take(message: PortMessage): void {
    if (this.#closed) return;
    if (this.#listener === null) this.#waiting.push(message);
    else this.#listener(message);
  }
}

/** Two ends of a port in one process: messages are copied and arrive later, in order, as over any port. */
export function portPair(): [BenchPort, BenchPort] {
  const one = new End();
  const two = new End();
  one.other = two;
  two.other = one;
  return [one, two];
}
