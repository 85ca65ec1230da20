import { join } from 'node:path';
import { benchError, ok, refuse, type Result } from '../../shared/errors.ts';
import { repeatable } from '../../shared/foreign/repeated.ts';
import type { SessionHeader } from '../../shared/session/entry.ts';
import { withMissingTold } from '../../shared/session/missing-entries.ts';
import type { SessionView } from '../../shared/session/view.ts';
import { foldLog } from '../engine/recorder/log/fold-log.ts';
import { headerProblem, readHeader } from '../engine/recorder/log/read-log.ts';
import { logName } from '../engine/recorder/session-folder.ts';
import { findSession } from './find-sessions.ts';
import { readFailure } from '../engine/kept/read-failure.ts';

export interface OpenRecord {
  readonly folder: string;
  readonly header: SessionHeader;
  readonly view: SessionView;
}

/** A recorded session, folded anew from its log alone. `word` is its folder or its id; nothing on disk changes. */
export async function openRecord(word: string): Promise<Result<OpenRecord>> {
  const folder = await findSession(word);
  let message = `There is no recorded session at ${word === '' ? 'an empty name' : repeatable(word, 300)}.`;
  try {
    const header = folder === null ? null : await readHeader(join(folder, logName));
    if (folder !== null && header !== null) {
      return ok({ folder, header, view: withMissingTold(await foldLog(join(folder, logName), header)) });
    }
    if (folder !== null) message = await headerProblem(join(folder, logName), join(folder, logName));
  } catch (error) {
    const why = readFailure(error);
    return refuse(
      benchError('disk', `The record of ${repeatable(word, 300)} cannot be read: ${why}.`, {
        facts: { folder: folder ?? '' },
      }),
    );
  }
  return refuse(benchError('not-found', message, { nextStep: 'Give the folder that holds events.jsonl.' }));
}
