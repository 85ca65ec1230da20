import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLocked, lockName, takeLock } from '../../../electron/engine/data/lock.ts';

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'voxtally-lock-'));
const write = (path: string, lock: object): Promise<void> => writeFile(join(path, lockName), JSON.stringify(lock));
const lockOf = (pid: number, more: object = {}): object => ({
  pid,
  host: hostname(),
  token: 't',
  takenAt: new Date().toISOString(),
  ...more,
});

/** A pid that has just gone. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('the lock of a session', () => {
  it('is held by one at a time and free again when released', async () => {
    const path = await folder();
    const lock = await takeLock(path);
    expect(await takeLock(path)).toBeNull();
    expect(await isLocked(path)).toBe(true);
    await lock?.release();
    expect(await isLocked(path)).toBe(false);
    expect(await takeLock(path)).not.toBeNull();
  });

  it('of an earlier version, which names a live process, is respected while it is touched', async () => {
    const path = await folder();
    await write(path, lockOf(process.ppid));
    expect(await isLocked(path)).toBe(true);
    expect(await takeLock(path)).toBeNull();
    const long = new Date(Date.now() - 120_000);
    await utimes(join(path, lockName), long, long);
    expect(await isLocked(path)).toBe(false);
  });

  it('of an earlier version is taken over from a dead process', async () => {
    const path = await folder();
    await write(path, lockOf(await deadPid()));
    expect(await isLocked(path)).toBe(false);
    expect(await takeLock(path)).not.toBeNull();
    expect(await readFile(join(path, lockName), 'utf8')).toContain(`"pid":${process.pid}`);
  });

  it('with this process’s number that this process does not hold is stale: numbers are used again', async () => {
    const path = await folder();
    await write(path, lockOf(process.pid));
    expect(await isLocked(path)).toBe(false);
  });

  it('of another machine is live while it is touched', async () => {
    const path = await folder();
    await write(path, lockOf(1, { host: 'elsewhere' }));
    expect(await isLocked(path)).toBe(true);
    const long = new Date(Date.now() - 120_000);
    await utimes(join(path, lockName), long, long);
    expect(await isLocked(path)).toBe(false);
  });

  it('that is damaged is stale', async () => {
    const path = await folder();
    await writeFile(join(path, lockName), '{"pid":');
    expect(await isLocked(path)).toBe(false);
    expect(await takeLock(path)).not.toBeNull();
  });
});
