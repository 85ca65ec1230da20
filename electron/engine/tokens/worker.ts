import { parentPort } from 'node:worker_threads';
import { loadTokenizer } from './tokenizer.ts';
import type { CountAnswer, CountOrder } from './worker-messages.ts';

const count = await loadTokenizer();
// Texts sent while the tokenizer was loading have waited at the port.
parentPort?.on('message', ({ id, text }: CountOrder) => {
  const answer: CountAnswer = { id, tokens: count(text) };
  parentPort?.postMessage(answer);
});
