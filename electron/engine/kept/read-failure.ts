import { lookup } from '../../../shared/lookup.ts';

const whys = lookup<string>({
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
  return whys(code) ?? message;
}
