import { open } from 'node:fs/promises';
import { benchError, codeOf, refuse, type Result } from '../../../shared/kit/errors.ts';
import { diskError } from '../data/disk-errors.ts';
import { inWorker } from '../data/in-worker.ts';
import { type HandedOn, handOn, type HandOnOrder } from './writers.ts';

/** Sessions to be handed on, and the file that takes them; there is none of that name yet. */
export interface FileOrder {
  readonly order: HandOnOrder;
  readonly path: string;
}

/** Writes the file. Busy for up to minutes: an engine has it done in a thread. */
export async function writeToFile({ order, path }: FileOrder): Promise<Result<{ done: HandedOn }>> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      return await handOn(order, (bytes) => file.appendFile(bytes));
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return refuse(diskError(error, 'the file to hand on', path));
  }
}

/** The same in a thread of its own. The thread's one message is its answer. */
export const handOnInWorker = (
  order: FileOrder,
  script: string,
  signal: AbortSignal,
): Promise<Result<{ done: HandedOn }>> =>
  inWorker<{ done: HandedOn }>({
    script,
    order,
    signal,
    answerOf: (message) => message as Result<{ done: HandedOn }>,
    died: (why) => benchError('engine', `The file could not be written: ${why}.`, { nextStep: 'Try it again.' }),
    onCancel: () => benchError('refused', 'The file was not written: that was cancelled.'),
  });
