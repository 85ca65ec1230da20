import { parentPort } from 'node:worker_threads';
import { Desk } from './desk.ts';
import type { DeskLetter } from './ask-desk.ts';

const desk = new Desk();

parentPort?.on('message', ({ id, question }: DeskLetter) => {
  void desk.answer(question).then((answer) => parentPort?.postMessage({ id, answer }));
});
