import { Worker } from 'node:worker_threads';
import { benchError, ok, refuse, type Result } from '../../../../shared/errors.ts';
import type { CaseView } from '../../../../shared/reconcile/case/case-view.ts';
import type { LookOrder } from './look.ts';

const died = (why: string): Result<never> =>
  refuse(benchError('engine', `The search stopped: ${why}.`, { nextStep: 'Search again; the evidence is kept.' }));

const cancelled = (): Result<never> =>
  refuse(benchError('refused', 'The search was cancelled; the evidence is kept.', { nextStep: 'Search again.' }));

/** Reads and searches in a thread of its own, which is ended when the signal says so: the loop that calls carries live audio. */
export function lookInWorker(
  order: LookOrder,
  script: string,
  signal: AbortSignal,
): Promise<Result<{ view: CaseView }>> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(cancelled());
    const worker = new Worker(script, { workerData: order });
    const cancel = (): void => {
      resolve(cancelled());
      void worker.terminate();
    };
    const end = (result: Result<{ view: CaseView }>): void => {
      signal.removeEventListener('abort', cancel);
      resolve(result);
    };
    worker.on('message', (view: CaseView) => end(ok({ view })));
    worker.on('error', (error) => end(died(error.message)));
    worker.on('exit', (code) => end(died(`its thread ended with code ${code}`)));
    signal.addEventListener('abort', cancel, { once: true });
  });
}
