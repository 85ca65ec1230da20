import { randomBytes } from 'node:crypto';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { benchError, codeOf, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { redactedHeader } from '../../../shared/session/handing-on/redact-entry.ts';
import { digestWords } from '../../../shared/session/record-state.ts';
import { diskError } from '../data/disk-errors.ts';
import { isLocked } from '../data/lock.ts';
import { makeFolder } from '../data/write-file.ts';
import { checkDigests, DigestChain, digestState } from '../record/digests.ts';
import { headerLine } from '../record/log-lines.ts';
import { headerProblem, logFailure, readEntries, readHeader } from '../record/read-log.ts';
import { redactedLine, secretFill } from '../record/redacted-lines.ts';
import { logName } from '../record/session-folder.ts';

/** A copy that was written. */
export interface RedactedCopy {
  readonly sessionId: string;
  /** Its folder. */
  readonly folder: string;
  readonly entries: number;
}

const sealedEveryBytes = 64 * 1024;

/** Writes the log of the copy, with digests of its own. @param closed the record was closed in good order, so the copy is too */
async function writeLog(from: string, to: string, closed: boolean): Promise<number> {
  const header = await readHeader(from);
  if (header === null) throw new Error(await headerProblem(from, from));
  const fill = secretFill();
  const chain = new DigestChain();
  const file = await open(to, 'wx', 0o600);
  let entries = 0;
  let last = 0;
  try {
    const put = async (lines: readonly string[]): Promise<void> => {
      const bytes = Buffer.from(lines.join(''));
      chain.take(bytes);
      await file.appendFile(bytes);
    };
    await put([headerLine(redactedHeader(header, 'copy', fill))]);
    await file.appendFile(chain.seal({ seq: 0 }));
    for await (const batch of readEntries(from)) {
      await put(batch.map((entry) => redactedLine(entry, fill).line));
      entries += batch.length;
      last = batch.at(-1)?.seq ?? last;
      if (chain.openBytes >= sealedEveryBytes) await file.appendFile(chain.seal({ seq: last }));
    }
    if (closed) await file.appendFile(chain.seal({ seq: last, end: true, audio: {} }));
    await file.datasync();
    return entries;
  } finally {
    await file.close();
  }
}

/**
 * Writes a copy of a session without sound, words, instructions and what tools were given, in a folder of the session's name in
 * `parent`. Usage, counts, times and options are those of the session. Refuses a damaged record, whose copy would hide that, one that
 * is still recorded, and a folder that is there.
 */
export async function redactSession(folder: string, parent: string): Promise<Result<{ copy: RedactedCopy }>> {
  const log = join(folder, logName);
  let temporary = '';
  try {
    const header = await readHeader(log);
    if (header === null) return refuse(benchError('not-found', await headerProblem(log, log)));
    const { sessionId } = header;
    const name = basename(folder);
    if (await isLocked(folder)) {
      return refuse(
        benchError('locked', `${repeatable(name, 120)} is still being recorded.`, { nextStep: 'Close it first.' }),
      );
    }
    const { digest } = digestState(await checkDigests(log), false);
    if (digest === 'damaged') {
      return refuse(
        benchError(
          'invalid-argument',
          `The record of ${repeatable(name, 120)} is ${digestWords[digest]}, which a copy with digests of its own would hide.`,
          {
            nextStep: 'Take the record from a copy of it, where there is one.',
          },
        ),
      );
    }
    const target = join(parent, name);
    if ((await lstat(target).catch(() => null)) !== null) {
      return refuse(
        benchError('invalid-argument', `${repeatable(target, 300)} is there already.`, {
          nextStep: 'Name another folder; nothing is replaced.',
        }),
      );
    }
    await makeFolder(parent);
    temporary = join(parent, `.redacting-${randomBytes(6).toString('hex')}`);
    await makeFolder(temporary);
    const entries = await writeLog(log, join(temporary, logName), digest === 'intact' || digest === 'none');
    await rename(temporary, target);
    return ok({ copy: { sessionId, folder: target, entries } });
  } catch (error) {
    if (temporary !== '') await rm(temporary, { recursive: true, force: true });
    if (codeOf(error) === '') throw error;
    const why =
      temporary === ''
        ? benchError('disk', logFailure('The log', error))
        : diskError(error, 'the redacted copy', parent);
    return refuse(why);
  }
}
