import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './bench.ts';

/** A file system of its own, of a size as `mount` takes it; null where this user may not mount one. */
export async function smallDisk(size: string): Promise<{ path: string; unmount(): void } | null> {
  const path = join(await temporaryFolder(), 'disk');
  await mkdir(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', path], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return { path, unmount: () => void execFileSync('umount', ['-l', path]) };
}
