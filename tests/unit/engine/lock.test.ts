import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Disk, systemDisk } from '../../../electron/engine/data/disk.ts';
import { exclusive, type HeldLock, isLocked, lockName, takeLock } from '../../../electron/engine/data/lock.ts';
import { until } from '../../integration/support/until.ts';
import { type Fate, faultyDisk } from '../../integration/support/disks.ts';

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'voxtally-lock-'));
const write = (path: string, lock: object): Promise<void> => writeFile(join(path, lockName), JSON.stringify(lock));
const lockOf = (pid: number, more: object = {}): object => ({
  pid,
  host: hostname(),
  token: 't',
  takenAt: new Date().toISOString(),
  ...more,
});

/** As a file that was written so long ago. */
async function agedBy(path: string, ms: number): Promise<void> {
  const before = new Date(Date.now() - ms);
  await utimes(path, before, before);
}

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

  it('of another machine is looked at without a trace, and by the clock of its disk before anything is changed', async () => {
    const path = await folder();
    await write(path, lockOf(1, { host: 'elsewhere' }));
    const before = await stat(path);
    expect(await isLocked(path)).toBe(true);
    expect((await stat(path)).mtimeMs).toBe(before.mtimeMs);
    vi.setSystemTime(Date.now() + 86_400_000);
    try {
      expect([await isLocked(path), await isLocked(path, 'of the folder'), await takeLock(path)]).toEqual([
        false,
        true,
        null,
      ]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('that is damaged is stale, as soon as nobody can be about to write it', async () => {
    const path = await folder();
    const lock = join(path, lockName);
    await writeFile(lock, '{"pid":');
    expect([await isLocked(path), await takeLock(path)]).toEqual([true, null]);
    await agedBy(lock, 4000);
    expect(await isLocked(path)).toBe(false);
    expect(await takeLock(path)).not.toBeNull();
  });
});

describe('a lock that a dead process left', () => {
  /** One takes it over while others try, from one of its operations on; from another on, each of them fails. */
  async function contest(
    othersFrom: number,
    failsFrom = Infinity,
  ): Promise<{ path: string; held: HeldLock[]; operations: number }> {
    const path = await folder();
    await write(path, lockOf(await dead));
    const held: HeldLock[] = [];
    const take = async (taking: Promise<HeldLock | null>): Promise<void> => {
      const lock = await taking.catch(() => null);
      if (lock !== null) held.push(lock);
    };
    let operations = 0;
    const slow = faultyDisk(async () => {
      operations += 1;
      if (operations >= othersFrom) await take(takeLock(path));
      return operations >= failsFrom ? 'EIO' : null;
    });
    await take(takeLock(path, slow));
    await take(takeLock(path));
    return { path, held, operations };
  }
  const dead = deadPid();

  it('goes to one, whoever else tries at whatever moment, and who gives it up leaves nothing of another’s', async () => {
    const { operations } = await contest(Infinity);
    expect(operations).toBeGreaterThan(2);
    const moments = Array.from({ length: operations + 1 }, (_, n) => n + 1);
    const cases = [...moments.map((n) => [n, Infinity]), ...moments.map((n) => [Infinity, n]), [2, 3], [1, 1]];
    for (const [othersFrom = 0, failsFrom = 0] of cases) {
      const { path, held } = await contest(othersFrom, failsFrom);
      expect({ othersFrom, failsFrom, held: held.length }).toEqual({ othersFrom, failsFrom, held: 1 });
      expect(await isLocked(path)).toBe(true);
      await held[0]?.release();
      expect((await readdir(path)).filter((name) => !name.startsWith(`${lockName}.`))).toEqual([]);
    }
  });

  it('goes to one on a disk without second names as well, where a file has its name before its text', async () => {
    const linkless = (before: Fate): Disk =>
      faultyDisk(async (operation) => (operation.name === 'link' ? 'ENOTSUP' : await before(operation)));
    let operations = Infinity;
    for (const found of [lockOf(await dead), null]) {
      for (let othersFrom = 1; othersFrom <= operations; othersFrom += 1) {
        const path = await folder();
        if (found !== null) await write(path, found);
        const held: HeldLock[] = [];
        const take = async (disk: Disk): Promise<void> => {
          const lock = await takeLock(path, disk).catch(() => null);
          if (lock !== null) held.push(lock);
        };
        let count = 0;
        await take(
          linkless(async () => {
            count += 1;
            if (count >= othersFrom) await take(linkless(() => Promise.resolve(null)));
            return null;
          }),
        );
        operations = count;
        expect({ found, othersFrom, held: held.length }).toEqual({ found, othersFrom, held: 1 });
        await held[0]?.release();
      }
    }
  });

  it('is not held by one whose text another has replaced in the same moment', async () => {
    const path = await folder();
    await write(path, lockOf(await dead));
    const other = JSON.stringify(lockOf(1, { host: 'elsewhere' }));
    const late: Disk = {
      ...systemDisk,
      async rename(from, to) {
        await systemDisk.rename(from, to);
        await writeFile(to, other);
      },
    };
    expect(await takeLock(path, late)).toBeNull();
    expect(await readFile(join(path, lockName), 'utf8')).toBe(other);
    expect((await readdir(path)).filter((name) => name !== lockName)).toEqual([]);
  });

  it('whose text a full disk does not take leaves no file that holds half of it', async () => {
    const path = await folder();
    const full = faultyDisk(({ name, path: at }) =>
      Promise.resolve(name === 'link' ? 'ENOTSUP' : name === 'write' && at === join(path, lockName) ? 'ENOSPC' : null),
    );
    await expect(takeLock(path, full)).rejects.toThrow('ENOSPC');
    expect(await readdir(path)).toEqual([]);
  });

  it('and was claimed by one that died in the middle goes to the next', async () => {
    const path = await folder();
    const text = JSON.stringify(lockOf(await dead));
    await writeFile(join(path, lockName), text);
    const claims: string[] = [];
    const noting = faultyDisk(({ name, path: at }) => {
      if (name === 'link') claims.push(at);
      return Promise.resolve(null);
    });
    await (await takeLock(path, noting))?.release();
    expect(claims).toHaveLength(1);
    // What the first would have left: the dead lock, and its claim, which names a process that is gone.
    await writeFile(join(path, lockName), text);
    await writeFile(claims[0] ?? '', JSON.stringify(lockOf(await dead, { token: 'c' })));
    const lock = await takeLock(path, noting);
    expect(claims).toHaveLength(3);
    expect(await takeLock(path)).toBeNull();
    await lock?.release();
    expect(await readdir(path)).toEqual([]);
  });

  it('whose place another’s has taken is neither touched nor removed by the one before', async () => {
    const path = await folder();
    const lock = await takeLock(path);
    await write(path, lockOf(1, { host: 'elsewhere' }));
    const before = await readFile(join(path, lockName), 'utf8');
    await expect(lock?.touch()).rejects.toThrow('is the lock of another process by now');
    await lock?.release();
    expect(await readFile(join(path, lockName), 'utf8')).toBe(before);
  });
});

describe('work on a file that others change, too', () => {
  afterEach(() => void vi.restoreAllMocks());

  interface Begun {
    readonly path: string;
    readonly heldBy: (token: string) => Promise<void>;
    readonly after: (ms: number) => Promise<void>;
    readonly done: Promise<boolean>;
    readonly has: { worked: boolean };
  }

  /** Begins it while somebody of another machine holds the file; the clock of the wait is the test's. */
  async function begun(): Promise<Begun> {
    const path = join(await folder(), 'file');
    const heldBy = async (token: string): Promise<void> => {
      await writeFile(`${path}.next`, JSON.stringify(lockOf(1, { host: 'elsewhere', token })));
      await rename(`${path}.next`, `${path}.lock`);
    };
    let nowMs = 0;
    let looks = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      looks += 1;
      return nowMs;
    });
    const has = { worked: false };
    await heldBy('a');
    const done = exclusive(path, async () => {
      has.worked = true;
      return (await readFile(`${path}.lock`, 'utf8')).includes(`"pid":${process.pid}`);
    });
    const looked = async (): Promise<void> => {
      const enough = looks + 3;
      await until(() => looks >= enough || has.worked, 'a look at the lock');
    };
    await looked();
    const after = async (ms: number): Promise<void> => {
      nowMs += ms;
      await looked();
    };
    return { path, heldBy, after, done, has };
  }

  it('waits as long as the file goes from one to the next, and is done under its lock', async () => {
    const { path, heldBy, after, done, has } = await begun();
    for (const next of ['b', 'c', 'd']) {
      await after(4000);
      await heldBy(next);
      await after(0);
    }
    expect(has.worked).toBe(false);
    await rm(`${path}.lock`);
    expect(await done).toBe(true);
  });

  it('is done without the lock where one holder hangs', async () => {
    const { after, done } = await begun();
    await after(6000);
    expect(await done).toBe(false);
  });
});
