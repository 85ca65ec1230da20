import { Worker } from 'node:worker_threads';
import { benchError, refuse, type Result } from '../../../shared/kit/errors.ts';
import { Desk, type DeskAnswer, type DeskQuestion } from './desk.ts';

/** A question on its way to the thread, with the number of its answer. */
export interface DeskLetter {
  readonly id: number;
  readonly question: DeskQuestion;
}

/** Asks for what a player needs of records. */
export interface AskDesk {
  ask<K extends DeskQuestion['kind']>(question: Extract<DeskQuestion, { kind: K }>): Promise<DeskAnswer<K>>;
  close(): Promise<void>;
}

const died = (why: string): Result<never> =>
  refuse(
    benchError('engine', `The record could not be read: ${why}.`, {
      nextStep: 'Try it again; the record is untouched.',
    }),
  );

/**
 * A desk in a thread of its own, started with the first question: reading and folding an hour takes seconds, and the loop that calls
 * carries live audio.
 * @param script the built entry of the thread, `out/node/desk-worker.js`; null: in this process, as tests from sources do
 */
export function makeDesk(script: string | null): AskDesk {
  const own = script === null ? new Desk() : null;
  const waiting = new Map<number, (answer: Result) => void>();
  let thread: Worker | null = null;
  let lastId = 0;

  const end = (why: string): void => {
    thread = null;
    for (const settle of waiting.values()) settle(died(why));
    waiting.clear();
  };
  const started = (path: string): Worker => {
    const worker = new Worker(path);
    worker.unref();
    worker.on('message', ({ id, answer }: { readonly id: number; readonly answer: Result }) => {
      waiting.get(id)?.(answer);
      waiting.delete(id);
    });
    worker.on('error', (error) => worker === thread && end(error.message));
    worker.on('exit', (code) => worker === thread && end(`its thread ended with code ${code}`));
    return worker;
  };
  /** The type is that of the answer to this kind of question, which the desk gives to it. */
  const askAny = async <Answer extends Result>(question: DeskQuestion): Promise<Answer> =>
    (await (own === null ? askThread(question) : own.answer(question))) as Answer;
  const askThread = (question: DeskQuestion): Promise<Result> => {
    thread ??= started(script ?? '');
    lastId += 1;
    const letter: DeskLetter = { id: lastId, question };
    return new Promise((resolve) => {
      waiting.set(letter.id, resolve);
      thread?.postMessage(letter);
    });
  };
  return {
    // The desk answers each kind of question with its own kind of answer.
    ask: <K extends DeskQuestion['kind']>(question: Extract<DeskQuestion, { kind: K }>) =>
      askAny<DeskAnswer<K>>(question),
    async close() {
      const worker = thread;
      // Whoever still waits is told: nobody answers any more.
      end('the bench is ending');
      await worker?.terminate();
    },
  };
}
