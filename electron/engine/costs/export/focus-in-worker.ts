import { benchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { inWorker } from '../../data/in-worker.ts';
import { type FocusOrder, type FocusTally, writeSessions } from './write-sessions.ts';

/** A whole file of FOCUS rows as it is handed to a page. */
export interface FocusAnswer {
  readonly base64: string;
  readonly tally: FocusTally;
}

/** Most bytes of a file that crosses to a page in one answer. */
const mostBytes = 32 * 1024 * 1024;

class TooLarge extends Error {}

/** Writes the file into memory, for a page. Busy for up to seconds: an engine has it done in a thread. */
export async function writeToMemory(order: FocusOrder): Promise<Result<FocusAnswer>> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    const written = await writeSessions(order, (piece) => {
      bytes += piece.length;
      if (bytes > mostBytes) return Promise.reject(new TooLarge());
      pieces.push(piece);
      return Promise.resolve();
    });
    return written.ok ? ok({ base64: Buffer.concat(pieces).toString('base64'), tally: written.tally }) : written;
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return refuse(
      benchError('invalid-argument', `These sessions come to more than ${mostBytes / 1024 / 1024} MB of rows.`, {
        nextStep: 'Choose fewer of them, or write the file with voxtally export at the command line.',
      }),
    );
  }
}

/** The same in a thread of its own. The thread's one message is its answer. */
export const focusInWorker = (order: FocusOrder, script: string): Promise<Result<FocusAnswer>> =>
  inWorker<FocusAnswer>({
    script,
    order,
    answerOf: (message) => message as Result<FocusAnswer>,
    died: (why) => benchError('engine', `The rows could not be written: ${why}.`, { nextStep: 'Try it again.' }),
    onCancel: () => benchError('refused', 'The rows were not written: that was cancelled.'),
  });
