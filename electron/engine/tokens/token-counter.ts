import { Worker } from 'node:worker_threads';
import { loadTokenizer } from './tokenizer.ts';
import type { CountAnswer, CountOrder } from './worker-messages.ts';

/** Nothing failed: the bench ends. */
export class CounterClosed extends Error {}

/** Counts o200k tokens away from the loop that carries the audio. */
export interface TokenCounter {
  /** Rejects when the text is longer than 4 million characters, or the counter has failed or was closed; nothing else in a session depends on a count. */
  count(text: string): Promise<number>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (tokens: number) => void;
  readonly reject: (error: Error) => void;
}

/** A counter in a thread of its own, begun with the first text: loading the tokenizer alone would hold up the loop for a fifth of a second. */
class WorkerCounter implements TokenCounter {
  readonly #script: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #lastId = 0;
  #failure: Error | null = null;

  constructor(script: string) {
    this.#script = script;
  }

  count(text: string): Promise<number> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    this.#worker ??= this.#start();
    this.#lastId += 1;
    const order: CountOrder = { id: this.#lastId, text };
    return new Promise((resolve, reject) => {
      this.#waiting.set(order.id, { resolve, reject });
      this.#worker?.postMessage(order);
    });
  }

  async close(): Promise<void> {
    this.#fail(new CounterClosed('The token counter was closed.'));
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#script);
    // Nobody waits for it when everything else has ended.
    worker.unref();
    worker.on('message', (answer: CountAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('problem' in answer) waiting?.reject(new Error(answer.problem));
      else waiting?.resolve(answer.tokens);
    });
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', (code) => this.#fail(new Error(`The thread that counts tokens ended with code ${code}.`)));
    return worker;
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** A counter in this process, for tests from sources, where no built thread is at hand. */
const localCounter: TokenCounter = {
  count: async (text) => (await loadTokenizer())(text),
  close: () => Promise.resolve(),
};

/** @param script the built entry of the thread, `out/node/token-worker.js`; null: count in this process */
export const makeTokenCounter = (script: string | null): TokenCounter =>
  script === null ? localCounter : new WorkerCounter(script);
