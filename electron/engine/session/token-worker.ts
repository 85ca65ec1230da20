import { parentPort } from 'node:worker_threads';
import { type CountAnswer, type CountOrder, loadTokenizer } from './token-counter.ts';

const count = await loadTokenizer();

function answerTo({ id, text }: CountOrder): CountAnswer {
  try {
    return { id, tokens: count(text) };
  } catch (error) {
    return { id, problem: error instanceof Error ? error.message : String(error) };
  }
}

// Texts sent while the tokenizer was loading have waited at the port.
parentPort?.on('message', (order: CountOrder) => parentPort?.postMessage(answerTo(order)));
