import { benchError, type BenchError } from '../../../shared/errors.ts';

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
