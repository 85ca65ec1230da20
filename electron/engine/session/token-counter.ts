import { Worker } from 'node:worker_threads';

/** To the thread that counts: one text. */
export interface CountOrder {
  readonly id: number;
  readonly text: string;
}

export type CountAnswer =
  | { readonly id: number; readonly tokens: number }
  /** This text could not be counted, for what reason; others can. */
  | { readonly id: number; readonly problem: string };

/** Letters without a blank, or blanks without a letter, beyond which a piece of text is cut before it is counted. */
const longestRun = 1000;
const run = /\S+|\s+/gu;
/** Whole letters only: a cut through a surrogate pair would count as something else. */
const cutRun = new RegExp(`[^]{1,${longestRun}}`, 'gu');

/** More characters than any model takes; a text beyond is not counted, and estimates go by its length. */
export const mostCharacters = 4_000_000;

/**
 * A text in pieces that can be counted one by one. The tokenizer's time grows with the square of a run without a blank: 200,000
 * letters of base64 would hold the counts of everybody behind it for seconds, some megabytes for hours. A run is cut every 1,000
 * characters, which makes the count wrong by a token a cut at most; a text without such runs is one piece.
 */
export function countablePieces(text: string): readonly string[] {
  if (text.length <= longestRun) return text === '' ? [] : [text];
  const pieces: string[] = [];
  let from = 0;
  for (const { 0: letters, index } of text.matchAll(run)) {
    if (letters.length <= longestRun) continue;
    if (index > from) pieces.push(text.slice(from, index));
    for (const [piece] of letters.matchAll(cutRun)) pieces.push(piece);
    from = index + letters.length;
  }
  return from === text.length ? pieces : [...pieces, text.slice(from)];
}

/** Loads o200k, which is large: 1 MB gzip. What it gives throws for a text longer than 4 million characters. */
export async function loadTokenizer(): Promise<(text: string) => number> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  // A person may type what looks like a special token; it counts as the text it is.
  const plain = { disallowedSpecial: new Set<string>() };
  return (text) => {
    if (text.length > mostCharacters) throw new Error(`a text of ${text.length} characters is too long to be counted`);
    return countablePieces(text).reduce((sum, piece) => sum + countTokens(piece, plain), 0);
  };
}

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
