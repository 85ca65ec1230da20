import { readFailure } from './read-failure.ts';
import { makeFolder } from './make-folder.ts';
import { keepPrivate } from './private-folder.ts';

const elsewhere = 'set VOXTALLY_HOME to another folder';

/** Why a data folder cannot be made, and what to do, in whole sentences. */
export function dataFolderProblem(error: unknown, folder: string): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EEXIST':
    case 'ENOTDIR':
      return `The data folder ${folder} cannot be made: there is a file in its place. Move that file away, or ${elsewhere}.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `The data folder ${folder} cannot be made: this user may not write there. Give the right to, or ${elsewhere}.`;
    case 'ENOSPC':
      return `The data folder ${folder} cannot be made: the disk is full. Make room on it, or ${elsewhere}.`;
    default:
      return `The data folder ${folder} cannot be made: ${readFailure(error)}. Put that right, or ${elsewhere}.`;
  }
}

/** The bench has no place to keep anything; `message` is for a person. */
export class NoDataFolder extends Error {}

/**
 * Makes the data folder where there is none, and sees that it is this user's alone. Returns lines for the person, see `keepPrivate`.
 * Rejects with `NoDataFolder`.
 */
export async function makeDataFolder(folder: string): Promise<readonly string[]> {
  try {
    await makeFolder(folder);
  } catch (error) {
    throw new NoDataFolder(dataFolderProblem(error, folder), { cause: error });
  }
  return keepPrivate(folder);
}
