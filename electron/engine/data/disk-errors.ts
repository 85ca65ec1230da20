import { benchError, type BenchError, codeOf, messageOf } from '../../../shared/kit/errors.ts';
import { lookup } from '../../../shared/kit/lookup.ts';

/** What is wrong, for whoever decides by it. */
type Meaning = 'missing' | 'forbidden' | 'full' | 'in the way' | 'other';

interface SystemError {
  readonly means: Meaning;
  /** Says something about the file, not about this moment. */
  readonly lasts?: boolean;
  /** Why a file could not be read, as the end of a sentence. */
  readonly read?: string;
  /** Why it could not be written, as the end of a sentence that begins with the file. */
  readonly write?: string;
  /** Of a file to import: what goes on after its path, and what to do. */
  readonly imported?: readonly [sentence: string, nextStep: string];
}

const mayNotRead: SystemError = {
  means: 'forbidden',
  lasts: true,
  read: 'this user may not read it',
  write: 'it may not be written',
  imported: ['may not be read by this user', 'Give this user the right to read it.'],
};

/** Something that has the name of a file and holds no bytes of its own. */
const notStored = (what: string): SystemError => ({
  means: 'other',
  lasts: true,
  read: `it is a ${what}`,
  write: `it is a ${what}`,
  imported: [`is a ${what} where a file was expected`, 'Save what comes out of it to a file, and import that.'],
});

const diskFull: SystemError = { means: 'full', write: 'the disk is full' };

/** The one table of what the file system answers; one entry a code. */
const systemErrors = lookup<SystemError>({
  ENOENT: {
    means: 'missing',
    read: 'there is no such file',
    write: 'its folder is not there',
    imported: ['cannot be read: there is no such file', 'Look whether it was moved or renamed, and import it again.'],
  },
  EACCES: mayNotRead,
  EPERM: mayNotRead,
  EROFS: { means: 'forbidden', write: 'it may not be written' },
  ENOSPC: diskFull,
  EDQUOT: diskFull,
  EFBIG: diskFull,
  EISDIR: {
    means: 'other',
    lasts: true,
    read: 'it is a folder',
    write: 'it is a folder',
    imported: ['is a folder where a file was expected', 'Name the file, or import the folder.'],
  },
  EEXIST: { means: 'in the way' },
  ENOTDIR: { means: 'in the way', read: 'a part of its path is no folder' },
  ELOOP: { means: 'other', lasts: true, read: 'its links go round in a circle' },
  UNFIT_LINK: {
    means: 'other',
    lasts: true,
    read: 'it is a link to another place',
    write: 'it is a link to another place',
    imported: ['is a link to another place', 'Give the file itself.'],
  },
  UNFIT_PIPE: notStored('pipe'),
  UNFIT_SOCKET: notStored('socket'),
  UNFIT_DEVICE: notStored('device'),
  UNFIT_TWIN: { means: 'other', lasts: true, write: 'it has a second name in another place' },
  // How much is too much is said by the error itself.
  UNFIT_SIZE: {
    means: 'other',
    lasts: true,
    imported: ['is larger than any such file', 'See whether it is the file that was meant.'],
  },
  EMFILE: {
    means: 'other',
    read: 'too many files are open',
    write: 'too many files are open',
    imported: ['cannot be opened: too many files are open', 'Close other programs, and import it again.'],
  },
  ENFILE: { means: 'other', read: 'too many files are open', write: 'too many files are open' },
  EBUSY: { means: 'other', imported: ['is in use by another program', 'Close it there, and import it again.'] },
  EIO: {
    means: 'other',
    read: 'the disk reports an error',
    write: 'the disk reports an error',
    imported: ['cannot be read from its disk', 'Copy it to another disk, and import it again.'],
  },
});

/** What a system error of the file system means. */
export const meaningOf = (error: unknown): Meaning => systemErrors(codeOf(error))?.means ?? 'other';

/** Whether a system error says something about the file, and will again, rather than about this moment. */
export const lastsOf = (error: unknown): boolean => systemErrors(codeOf(error))?.lasts ?? false;

/** Why a file could not be read, as the end of a sentence. */
export const readFailure = (error: unknown): string => systemErrors(codeOf(error))?.read ?? messageOf(error);

/** Why a file could not be written, as the end of a sentence. */
export const writeFailure = (error: unknown): string => systemErrors(codeOf(error))?.write ?? messageOf(error);

/** Whether a stream failed at the disk, not at where its bytes came from. */
export const isDiskError = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && /^(?:open|write|close|fsync)$/.test(String(error.syscall));

/** A system error of the file system as an error for a person. `what` completes "…, so … could not be saved". */
export function diskError(error: unknown, what: string, path: string): BenchError {
  const code = codeOf(error);
  const facts = { path, ...(code === '' ? {} : { code }) };
  switch (meaningOf(error)) {
    case 'full':
      return benchError('disk-full', `The disk is full, so ${what} could not be written to ${path}.`, {
        nextStep: 'Make room on that disk.',
        facts,
      });
    case 'forbidden':
      return benchError('disk', `${path} may not be written, so ${what} could not be saved.`, {
        nextStep: 'Give this user the right to write there, or set VOXTALLY_HOME to another folder.',
        facts,
      });
    case 'missing':
    case 'in the way':
    case 'other':
      return benchError(
        'disk',
        `${path} could not be written, so ${what} could not be saved: ${writeFailure(error)}.`,
        {
          facts,
        },
      );
  }
}

/** A system error on a file to import as a refusal; null: it is none. */
export function fileError(error: unknown): BenchError | null {
  const code = codeOf(error);
  const path = error instanceof Error && 'path' in error ? error.path : undefined;
  if (code === '' || typeof path !== 'string') return null;
  const [sentence, nextStep] = systemErrors(code)?.imported ?? [
    `cannot be read: ${code}`,
    'Copy it to another folder, and import it again.',
  ];
  return benchError('not-found', `${path} ${sentence}.`, { nextStep, facts: { code, path } });
}
