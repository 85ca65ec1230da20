import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { mostSoundBytes } from '../../../shared/audio/files/decoded.ts';
import { benchError, refuse, type Result } from '../../../shared/kit/errors.ts';
import { type ReadSound, readSoundFile, type SoundOrder } from './read-sound-file.ts';

/** Reads a file of sound of any kind the bench decodes. Refuses in a whole sentence whatever is wrong with it. */
export type SoundReader = (path: string, limits?: { readonly mostBytes: number }) => Promise<Result<ReadSound>>;

/** Far longer than the largest file takes. Code of others that never comes to an end is ended with its thread. */
const longestReadMs = 180_000;

/** One file in a thread of its own, which ends with it: decoding minutes of sound takes seconds, and the loop carries audio. */
function inThread(script: string, order: SoundOrder): Promise<Result<ReadSound>> {
  return new Promise((resolve) => {
    // What a decoder prints about a bad file is said by the refusal.
    const worker = new Worker(script, { workerData: order, stderr: true, stdout: true });
    const failed = (why: string): void =>
      resolve(
        refuse(
          benchError('invalid-audio-file', `${order.name} could not be read: ${why}.`, {
            nextStep: 'Try a smaller file, or convert it to WAV.',
          }),
        ),
      );
    const watch = setTimeout(() => {
      failed(`its decoder came to no end within ${longestReadMs / 60_000} minutes`);
      void worker.terminate();
    }, longestReadMs);
    watch.unref();
    worker.once('message', (read: Result<ReadSound>) => resolve(read));
    worker.once('error', (error) => failed(error.message));
    worker.once('exit', (code) => {
      clearTimeout(watch);
      failed(`the thread that reads it ended with code ${code}`);
    });
  });
}

/** @param script the built entry of the thread, `out/node/sound-worker.js`; null, or not there: read in this process, as tests from sources do */
export const makeSoundReader =
  (script: string | null): SoundReader =>
  (path, { mostBytes } = { mostBytes: mostSoundBytes }) => {
    const order = { path, name: basename(path), mostBytes };
    return script === null || !existsSync(script) ? readSoundFile(order) : inThread(script, order);
  };
