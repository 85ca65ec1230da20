import { benchError, type Result } from '../../../shared/kit/errors.ts';
import { inWorker } from '../data/in-worker.ts';
import type { ImportedSession } from './import-session.ts';

/** A zip of a session, and the library that takes it. Plain data. */
export interface ImportOrder {
  readonly path: string;
  readonly library: string;
  /** Version of the application. */
  readonly app: string;
}

/** Takes a session in by a thread of its own, which looks at the whole of its record. The thread's one message is its answer. */
export const importInWorker = (
  order: ImportOrder,
  script: string,
  signal: AbortSignal,
): Promise<Result<{ imported: ImportedSession }>> =>
  inWorker<{ imported: ImportedSession }>({
    script,
    order,
    signal,
    answerOf: (message) => message as Result<{ imported: ImportedSession }>,
    died: (why) => benchError('engine', `The zip could not be read: ${why}.`, { nextStep: 'Try it again.' }),
    onCancel: () => benchError('refused', 'The session was not taken in: the bench is being closed.'),
  });
