import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import { jsonText } from '../../../shared/kit/untrusted/safe-text.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { type Disk, writeWhole } from '../data/disk.ts';
import { writeFailure } from '../data/disk-errors.ts';
import type { AudioFiles } from './audio-files.ts';
import type { EventLog } from './event-log.ts';
import { logName } from './session-folder.ts';

/** Where a record goes that its own folder does not take, the first that takes it. */
export const otherFolders = (): readonly string[] => [tmpdir(), homedir()];

/** What a session used, for a place where nothing else of it can be kept. */
export const usageText = (view: SessionView): string =>
  jsonText({
    voxtally: 1,
    sessionId: view.header?.sessionId ?? '',
    usage: view.usage.fields,
    responses: toArray(view.responses).map(({ id, status, usage }) => ({ id, status, usage: usage ?? null })),
  });

export interface Unsaved {
  readonly folder: string;
  readonly view: SessionView;
  readonly log: EventLog;
  readonly audio: AudioFiles;
  readonly disk: Disk;
}

async function writeText(path: string, text: string, disk: Disk): Promise<void> {
  const file = await disk.open(path, 'wx', 0o600);
  try {
    await writeWhole(file, Buffer.from(text), 0);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Its usage first: whatever does not fit behind it, that is what the record is kept for. */
async function copyInto(target: string, { view, log, audio, disk }: Unsaved): Promise<string> {
  await writeText(join(target, 'usage.json'), usageText(view), disk);
  try {
    const ofLog = await log.copyTo(join(target, logName));
    const ofSound = await audio.copyTo(target);
    const lost = [
      ...(ofLog.lostBytes === 0 ? [] : [`${plural(ofLog.lostBytes, 'byte')} of its log`]),
      ...(ofSound.lostBytes === 0 ? [] : [`${plural(ofSound.lostBytes, 'byte')} of its sound`]),
    ];
    return lost.length === 0
      ? `All of it is in ${target}.`
      : `What it used is in ${join(target, 'usage.json')}. The rest is there too, but ${lost.join(' and ')} could not be read back, and zeros stand in their place.`;
  } catch (error) {
    return `What it used is in ${join(target, 'usage.json')}; the rest did not fit there: ${writeFailure(error)}.`;
  }
}

/**
 * Saves the record of a session elsewhere, as far as that goes. Returns whole sentences that say where it is; where nothing takes it, they
 * hold what the session used. Never rejects.
 */
export async function saveElsewhere(unsaved: Unsaved, folders: readonly string[]): Promise<string> {
  const { folder, view, disk } = unsaved;
  const sessionId = view.header?.sessionId ?? 'session';
  const why = `${folder} did not take all of the record of ${sessionId}.`;
  for (const other of folders) {
    const target = join(other, `voxtally-unsaved-${sessionId}`);
    try {
      await disk.mkdir(target, 0o700);
    } catch {
      continue;
    }
    try {
      return `${why} ${await copyInto(target, unsaved)}`;
    } catch {
      // Full as well, perhaps; what little is there says nothing.
      await disk.remove(target).catch(() => undefined);
    }
  }
  return `${why} No other folder took it either. What it used: ${usageText(view).trim()}`;
}
