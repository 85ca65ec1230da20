import { Worker } from 'node:worker_threads';
import { type BenchError, refuse, type Result } from '../../../shared/kit/errors.ts';

export interface WorkerJob<T extends object> {
  /** The built entry of the thread, in `out/node`. */
  readonly script: string;
  /** What the thread is started with, as plain data. */
  readonly order: unknown;
  readonly signal?: AbortSignal | undefined;
  /** The answer that a message of the thread is; null: it is none yet. Messages are those of the thread's own type. */
  readonly answerOf: (message: unknown) => Result<T> | null;
  /** What is said of a thread that ended without an answer. */
  readonly died: (why: string) => BenchError;
  /** The answer when the signal says so: the thread is ended, whatever it is at. */
  readonly onCancel: () => BenchError;
  /** When the thread is ended though nobody said so, and what is answered then. */
  readonly limit?: { readonly ms: number; readonly onLate: () => BenchError };
}

/** Has one piece of work done in a thread of its own: the loop that calls carries live audio and never waits for it. */
export function inWorker<T extends object>(job: WorkerJob<T>): Promise<Result<T>> {
  const { script, order, signal, answerOf, died, onCancel, limit } = job;
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve(refuse(onCancel()));
    // What code of others prints there is no part of any answer.
    const worker = new Worker(script, { workerData: order, stdout: true, stderr: true });
    const end = (result: Result<T>): void => {
      signal?.removeEventListener('abort', cancel);
      clearTimeout(watch);
      resolve(result);
    };
    const endThread = (why: BenchError): void => {
      end(refuse(why));
      void worker.terminate();
    };
    const cancel = (): void => endThread(onCancel());
    const watch = limit === undefined ? undefined : setTimeout(() => endThread(limit.onLate()), limit.ms);
    watch?.unref();
    worker.on('message', (message: unknown) => {
      const answer = answerOf(message);
      if (answer !== null) end(answer);
    });
    worker.on('error', (error) => end(refuse(died(error.message))));
    worker.on('exit', (code) => end(refuse(died(`its thread ended with code ${code}`))));
    signal?.addEventListener('abort', cancel, { once: true });
  });
}
