import { basename, join } from 'node:path';
import { benchError, codeOf, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { readJson } from '../../../shared/kit/json.ts';
import { jsonText } from '../../../shared/kit/untrusted/safe-text.ts';
import {
  type AboutChange,
  aboutName,
  aboutSchema,
  changedAbout,
  noAbout,
  type SessionAbout,
} from '../../../shared/session/about.ts';
import { diskError, readFailure } from '../data/disk-errors.ts';
import { hintAt } from '../data/folder-watch.ts';
import { exclusive } from '../data/lock.ts';
import { readRegular } from '../data/regular-file.ts';
import { replaceFile } from '../data/write-file.ts';

/** A name, a note and some tags; anything larger is no file of these. */
const mostBytes = 64 * 1024;

/** What a person wrote beside a session's log; `note`: why a file that is there was not used, as a sentence. */
export interface AboutRead {
  readonly about: SessionAbout;
  readonly note: string | null;
}

const unused = (folder: string, why: string): AboutRead => ({
  about: noAbout,
  note: `${aboutName} of ${basename(folder)} ${why}: the session\u2019s name, note and tags are left out.`,
});

/** Reads `about.json` of a session's folder. Never rejects: without it a session is what its log says. */
export async function readAbout(folder: string): Promise<AboutRead> {
  let text: string;
  try {
    text = (await readRegular(join(folder, aboutName), { mostBytes })).toString('utf8');
  } catch (error) {
    return codeOf(error) === 'ENOENT'
      ? { about: noAbout, note: null }
      : unused(folder, `is not used, for ${readFailure(error)}`);
  }
  const json = readJson(text);
  if (!json.ok) return unused(folder, json.problem);
  const read = aboutSchema.safeParse(json.value);
  return read.success ? { about: read.data, note: null } : unused(folder, 'is damaged');
}

/** Replaces it as a whole. Rejects with the system's error. */
export async function writeAbout(folder: string, about: SessionAbout): Promise<void> {
  await replaceFile(join(folder, aboutName), jsonText(about));
  await hintAt(folder);
}

/**
 * Changes what a person wrote about a session, by one host at a time, and answers with what stands there then. A file that is there
 * and cannot be read is written over by nobody.
 */
export async function changeAbout(folder: string, change: AboutChange): Promise<Result<{ about: SessionAbout }>> {
  const path = join(folder, aboutName);
  try {
    return await exclusive(path, async (): Promise<Result<{ about: SessionAbout }>> => {
      const { about: before, note } = await readAbout(folder);
      if (note !== null) {
        return refuse(
          benchError('disk', `What was written about ${basename(folder)} is not changed. ${note}`, {
            nextStep: `Mend ${aboutName} or move it away; nothing is written over it.`,
            facts: { path },
          }),
        );
      }
      const about = changedAbout(before, change);
      if (Buffer.byteLength(jsonText(about)) > mostBytes) {
        return refuse(
          benchError(
            'invalid-argument',
            `Name, note and tags of ${basename(folder)} together are too long to be kept.`,
            {
              nextStep: `Shorten the note: ${aboutName} holds at most ${mostBytes / 1024} KB.`,
            },
          ),
        );
      }
      await writeAbout(folder, about);
      return ok({ about });
    });
  } catch (error) {
    return refuse(diskError(error, `what was written about ${basename(folder)}`, path));
  }
}
