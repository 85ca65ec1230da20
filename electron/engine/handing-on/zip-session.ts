import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { aboutName } from '../../../shared/session/about.ts';
import { meaningOf } from '../data/disk-errors.ts';
import { isLocked } from '../data/lock.ts';
import { mostLogBytes, mostRecordedSoundBytes, openRegular } from '../data/regular-file.ts';
import type { FileSink } from '../data/table-file.ts';
import { audioFileKinds } from '../record/audio-files.ts';
import { headerProblem, readHeader } from '../record/read-log.ts';
import { logName, tornName } from '../record/session-folder.ts';

/** Files that a zip of a session may hold, and how large each may be. What is derived from them is not among them. */
export const zippedFiles: ReadonlyMap<string, number> = new Map([
  [logName, mostLogBytes],
  [aboutName, 64 * 1024],
  [tornName, mostLogBytes],
  ...audioFileKinds.map(({ name }) => [name, mostRecordedSoundBytes] as const),
]);

/** What went into a zip. */
export interface ZipTally {
  readonly sessionId: string;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}

/**
 * Writes the files of a session as one zip, each byte for byte, a piece at a time. Refuses one that is still recorded, and one of
 * which a file is no ordinary file. Rejects with the system's error.
 */
export async function zipSession(folder: string, sink: FileSink): Promise<Result<{ tally: ZipTally }>> {
  const log = join(folder, logName);
  const header = await readHeader(log);
  if (header === null) return refuse(benchError('not-found', await headerProblem(log, repeatable(log, 300))));
  if (await isLocked(folder)) {
    return refuse(
      benchError('locked', `${repeatable(basename(folder), 120)} is still being recorded.`, {
        nextStep: 'Close it first.',
      }),
    );
  }
  const zip = new ZipFile();
  const files: { name: string; bytes: number }[] = [];
  const written = (async () => {
    for await (const piece of zip.outputStream) await sink(Buffer.from(piece));
  })();
  // Awaited below; a file that cannot be read ends the zip before.
  written.catch(() => undefined);
  for (const [name, mostBytes] of zippedFiles) {
    const file = await openRegular(join(folder, name), 'read', { mostBytes }).catch((error: unknown) => {
      if (meaningOf(error) === 'missing') return null;
      throw error;
    });
    if (file === null) continue;
    const { size } = await file.stat();
    await file.close();
    files.push({ name, bytes: size });
    // Opened when its turn comes; what grew meanwhile is cut to the size that was told.
    zip.addReadStreamLazy(name, { size, mtime: new Date(header.startedAt), mode: 0o100600 }, (give) => {
      if (size === 0) return give(null, Readable.from([]));
      openRegular(join(folder, name), 'read', { mostBytes }).then(
        (opened) => give(null, opened.createReadStream({ start: 0, end: size - 1 })),
        (error: unknown) => give(error, Readable.from([])),
      );
    });
  }
  const failed = new Promise<never>((_, reject) => {
    zip.on('error', reject);
  });
  zip.end();
  await Promise.race([written, failed]);
  return ok({ tally: { sessionId: header.sessionId, files } });
}
