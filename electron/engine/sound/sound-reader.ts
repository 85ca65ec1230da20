import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { mostSoundBytes } from '../../../shared/audio/files/decoded.ts';
import type { HeardChoice } from '../../../shared/audio/heard-sound.ts';
import { benchError, type BenchError, type Result } from '../../../shared/kit/errors.ts';
import { inWorker } from '../data/in-worker.ts';
import { type ReadSound, readToPlay, type SoundOrder } from './read-sound-file.ts';

/** Reads a file of sound of any kind the bench decodes. Refuses in a whole sentence whatever is wrong with it. */
export type SoundReader = (path: string, choice?: HeardChoice, signal?: AbortSignal) => Promise<Result<ReadSound>>;

/** Far longer than the largest file takes. Code of others that never comes to an end is ended with its thread. */
const longestReadMs = 180_000;

/** One file in a thread of its own, which ends with it: decoding minutes of sound takes seconds, and the loop carries audio. */
function inThread(script: string, order: SoundOrder, signal: AbortSignal | undefined): Promise<Result<ReadSound>> {
  const unread = (why: string, nextStep: string): BenchError =>
    benchError('invalid-audio-file', `${order.name} could not be read: ${why}.`, { nextStep });
  const smaller = 'Try a smaller file, or convert it to WAV.';
  return inWorker<ReadSound>({
    script,
    order,
    signal,
    // Messages are those of `sound-worker.ts`.
    answerOf: (message) => message as Result<ReadSound>,
    died: (why) => unread(why, smaller),
    onCancel: () => unread('nobody waits for it any more', 'Choose it again.'),
    limit: {
      ms: longestReadMs,
      onLate: () => unread(`its decoder came to no end within ${longestReadMs / 60_000} minutes`, smaller),
    },
  });
}

const asItIs: HeardChoice = { channel: 'mix', gainDb: 0 };

/**
 * @param script the built entry of the thread, `out/node/sound-worker.js`; null, or not there: read in this process, as tests from sources do
 * @param closing ends every read
 */
export const makeSoundReader =
  (script: string | null, closing?: AbortSignal): SoundReader =>
  (path, choice = asItIs, signal) => {
    const order = { path, name: basename(path), mostBytes: mostSoundBytes, ...choice };
    const either = [closing, signal].filter((one) => one !== undefined);
    return script === null || !existsSync(script)
      ? readToPlay(order)
      : inThread(script, order, AbortSignal.any(either));
  };
