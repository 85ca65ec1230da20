import { lstat, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { TrashedSession } from '../../../shared/contract/trash.ts';
import { benchError, codeOf, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { parseJson } from '../../../shared/kit/json.ts';
import { repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { diskError } from '../data/disk-errors.ts';
import { hintAt } from '../data/folder-watch.ts';
import { isLocked } from '../data/lock.ts';
import { readRegular } from '../data/regular-file.ts';
import { makeFolder } from '../data/write-file.ts';
import { readAbout } from './about-file.ts';
import { isSessionId, logName, sessionIdsIn } from './session-folder.ts';
import { readHeader } from './read-log.ts';

/** Beside a session in the trash: when it came there. A session without it came there by hand. */
const whenEnd = '.deleted.json';
const whenSchema = z.object({ deletedAt: z.string() });

const notThere = (sessionId: string): Result<never> =>
  refuse(
    benchError('not-found', `There is no session ${repeated(sessionId, 120)} in the trash.`, {
      nextStep: 'List the trash again; it may have been emptied.',
    }),
  );

/** What a rename between two folders can fail at, beside what any write can. */
function notMoved(error: unknown, sessionId: string, from: string, to: string): Result<never> {
  if (codeOf(error) === 'EXDEV') {
    return refuse(
      benchError(
        'disk',
        `The trash, ${to}, lies on another disk than ${from}, so ${sessionId} cannot go there in one step.`,
        {
          nextStep: 'Put both folders on one disk, or move the folder of the session by hand.',
          facts: { from, to },
        },
      ),
    );
  }
  return refuse(diskError(error, `the move of ${sessionId}`, from));
}

const isThere = async (path: string): Promise<boolean> => (await lstat(path).catch(() => null)) !== null;

/** Sessions that were deleted and can be brought back: whole folders in `trash/` of the data folder. */
export class Trash {
  readonly folder: string;
  readonly #sessions: string;

  constructor(sessionsFolder: string, folder: string) {
    this.#sessions = sessionsFolder;
    this.folder = folder;
  }

  /** Moves a session there in one step; refuses while a process records it. */
  async put(sessionId: string): Promise<Result> {
    const from = join(this.#sessions, sessionId);
    const facts = isSessionId(sessionId) ? await lstat(from).catch(() => null) : null;
    if (facts === null) {
      return refuse(
        benchError('not-found', `There is no saved session ${repeated(sessionId, 120)}.`, {
          nextStep: 'List the sessions again; it may have been deleted.',
        }),
      );
    }
    // Of a link the link goes; whoever records where it leads keeps what he has.
    if (facts.isDirectory() && (await isLocked(from, 'of the folder'))) {
      return refuse(
        benchError('locked', `The session ${sessionId} is still being recorded.`, { nextStep: 'Close it first.' }),
      );
    }
    const to = join(this.folder, sessionId);
    try {
      await makeFolder(this.folder);
      if (await isThere(to)) {
        return refuse(
          benchError('disk', `The trash holds a session ${sessionId} already, so this one stays.`, {
            nextStep: 'Empty the trash, then delete it again.',
            facts: { path: to },
          }),
        );
      }
      await rename(from, to);
      // Without it the session is there all the same, and nobody knows since when.
      await writeFile(
        join(this.folder, `${sessionId}${whenEnd}`),
        JSON.stringify({ deletedAt: new Date().toISOString() }),
        {
          mode: 0o600,
        },
      ).catch(() => undefined);
      return ok({});
    } catch (error) {
      return notMoved(error, sessionId, from, to);
    }
  }

  /** Brings a session back to where it was. */
  async restore(sessionId: string): Promise<Result> {
    const from = join(this.folder, sessionId);
    if (!isSessionId(sessionId) || !(await isThere(from))) return notThere(sessionId);
    const to = join(this.#sessions, sessionId);
    if (await isThere(to)) {
      return refuse(
        benchError('disk', `There is a session ${sessionId} again, so the one in the trash stays there.`, {
          nextStep: 'Move one of them away by hand.',
          facts: { path: to },
        }),
      );
    }
    try {
      await makeFolder(this.#sessions);
      await rename(from, to);
      await rm(join(this.folder, `${sessionId}${whenEnd}`), { force: true });
      await hintAt(to);
      return ok({});
    } catch (error) {
      return notMoved(error, sessionId, from, to);
    }
  }

  /** What is in it, the last deleted first. */
  async list(): Promise<TrashedSession[]> {
    const { here, linked } = await sessionIdsIn(this.folder);
    const sessions = await Promise.all([...here, ...linked].map((sessionId) => this.#one(sessionId)));
    return sessions.toSorted((one, other) => ((one.deletedAt ?? '') < (other.deletedAt ?? '') ? 1 : -1));
  }

  /** Deletes what is in it for good, one or all. Rejects nothing: says what stayed. */
  async empty(): Promise<Result<{ deleted: number }>> {
    const names = await readdir(this.folder).catch(() => []);
    let deleted = 0;
    for (const name of names) {
      const path = join(this.folder, name);
      if (!isSessionId(name) && !name.endsWith(whenEnd)) continue;
      try {
        await rm(path, { recursive: true, force: true });
        if (!name.endsWith(whenEnd)) deleted += 1;
      } catch (error) {
        return refuse(diskError(error, `the deletion of ${name}`, path));
      }
    }
    return ok({ deleted });
  }

  async #one(sessionId: string): Promise<TrashedSession> {
    const folder = join(this.folder, sessionId);
    const [header, { about }, when] = await Promise.all([
      readHeader(join(folder, logName)).catch(() => null),
      readAbout(folder),
      readRegular(join(this.folder, `${sessionId}${whenEnd}`), { mostBytes: 1024 }).then(String, () => ''),
    ]);
    return {
      sessionId,
      name: about.name ?? header?.profile ?? header?.endpoint.label ?? null,
      startedAt: header?.startedAt ?? null,
      deletedAt: whenSchema.safeParse(parseJson(when)).data?.deletedAt ?? null,
    };
  }
}
