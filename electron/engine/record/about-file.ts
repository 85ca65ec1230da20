import { basename, join } from 'node:path';
import { readJson } from '../../../shared/kit/json.ts';
import { jsonText } from '../../../shared/kit/untrusted/safe-text.ts';
import { aboutName, aboutSchema, noAbout, type SessionAbout } from '../../../shared/session/about.ts';
import { codeOf } from '../../../shared/kit/errors.ts';
import { readFailure } from '../data/disk-errors.ts';
import { readRegular } from '../data/regular-file.ts';
import { hintAt } from '../data/folder-watch.ts';
import { replaceFile } from '../data/write-file.ts';

/** A name and some tags; anything larger is no file of these. */
const mostBytes = 64 * 1024;

/** What a person wrote beside a session's log; `note`: why a file that is there was not used, as a sentence. */
export interface AboutRead {
  readonly about: SessionAbout;
  readonly note: string | null;
}

const unused = (folder: string, why: string): AboutRead => ({
  about: noAbout,
  note: `${aboutName} of ${basename(folder)} ${why}: the session\u2019s name and tags are left out.`,
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
