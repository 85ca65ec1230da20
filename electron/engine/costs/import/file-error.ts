import { benchError, type BenchError } from '../../../../shared/errors.ts';
import { lookup } from '../../../../shared/lookup.ts';

/** What a system error on a file means, and what to do about it. One entry is one code. */
const meanings = lookup<readonly [sentence: string, nextStep: string]>({
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
  const [sentence, nextStep] = meanings(code) ?? [
    `cannot be read: ${code}`,
    'Copy it to another folder, and import it again.',
  ];
  return benchError('not-found', `${path} ${sentence}.`, { nextStep, facts: { code, path } });
}
