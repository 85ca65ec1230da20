import { benchError, type BenchError } from '../../../shared/kit/errors.ts';
import { lookup } from '../../../shared/kit/lookup.ts';

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Whether a stream failed at the disk, not at where its bytes came from. */
export const isDiskError = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && /^(?:open|write|close|fsync)$/.test(String(error.syscall));

/** A system error of the file system as an error for a person. `what` completes "…, so … could not be saved". */
export function diskError(error: unknown, what: string, path: string): BenchError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const facts = { path, ...(code === '' ? {} : { code }) };
  if (full.has(code)) {
    return benchError('disk-full', `The disk is full, so ${what} could not be written to ${path}.`, {
      nextStep: 'Make room on that disk.',
      facts,
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return benchError('disk', `${path} may not be written, so ${what} could not be saved.`, {
      nextStep: 'Give this user the right to write there, or set VOXTALLY_HOME to another folder.',
      facts,
    });
  }
  return benchError('disk', `${path} could not be written, so ${what} could not be saved: ${message}.`, { facts });
}

const readFailures = lookup<string>({
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  ELOOP: 'its links go round in a circle',
  EIO: 'the disk reports an error',
});

/** Why a file could not be read, as the end of a sentence. */
export function readFailure(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return readFailures(code) ?? message;
}

/** What a system error on a file means, and what to do about it. One entry is one code. */
const fileErrors = lookup<readonly [sentence: string, nextStep: string]>({
  ENOENT: ['cannot be read: there is no such file', 'Look whether it was moved or renamed, and import it again.'],
  EACCES: ['may not be read by this user', 'Give this user the right to read it.'],
  EPERM: ['may not be read by this user', 'Give this user the right to read it.'],
  EISDIR: ['is a folder where a file was expected', 'Name the file, or import the folder.'],
  EMFILE: ['cannot be opened: too many files are open', 'Close other programs, and import it again.'],
  EBUSY: ['is in use by another program', 'Close it there, and import it again.'],
  EIO: ['cannot be read from its disk', 'Copy it to another disk, and import it again.'],
});

/** A system error on a file as a refusal; null: it is none. */
export function fileError(error: unknown): BenchError | null {
  const { code, path } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || path === undefined) return null;
  const [sentence, nextStep] = fileErrors(code) ?? [
    `cannot be read: ${code}`,
    'Copy it to another folder, and import it again.',
  ];
  return benchError('not-found', `${path} ${sentence}.`, { nextStep, facts: { code, path } });
}
