import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exclusive, isLocked, lockName, takeLock } from '../../../electron/engine/data/lock.ts';
import { noRepairs } from '../../../shared/contract/repairs.ts';
import { repairAll, repairSession } from '../../../electron/engine/record/repair.ts';
import { temporaryFolder } from '../support/bench.ts';
import { bundle } from '../support/bundle.ts';
import { app, folderWith, names, recorded } from '../support/recorded.ts';
import { until } from '../support/until.ts';

let script: string;
beforeAll(async () => {
  script = join(await bundle({ child: 'tests/integration/support/holding-child.ts' }), 'out', 'node', 'child.js');
}, 60_000);

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that has tried to take the lock of a folder, and whether it did. */
async function holder(folder: string, how = ''): Promise<{ child: ChildProcess; held: boolean }> {
  const child = fork(script, [folder, how]);
  children.push(child);
  const [{ held }] = (await once(child, 'message')) as [{ held: boolean }];
  return { child, held };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/**
 * Whether a process is over and stays because nobody has asked how it ended. Its first thread is dead before the others are, and
 * until the last one is gone its sockets listen.
 */
async function isZombie(pid: number): Promise<boolean> {
  const state = /\) (\w)/.exec(await readFile(`/proc/${pid}/stat`, 'utf8'))?.[1];
  return state === 'Z' && (await readdir(`/proc/${pid}/task`)).length === 1;
}

describe('a lock', () => {
  it('is held as long as its process is there, and free when that was killed, whose socket then goes', async () => {
    const folder = await temporaryFolder();
    const { child, held } = await holder(folder);
    expect(held).toBe(true);
    expect(await isLocked(folder)).toBe(true);
    expect(await takeLock(folder)).toBeNull();
    await kill(child);
    expect(await isLocked(folder)).toBe(false);
    const lock = await takeLock(folder);
    expect(lock).not.toBeNull();
    expect((await readdir(folder)).filter((name) => name.startsWith('.lock-'))).toHaveLength(1);
    await lock?.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is held by a process that was stopped', async () => {
    const folder = await temporaryFolder();
    const { child } = await holder(folder);
    child.kill('SIGSTOP');
    expect(await isLocked(folder)).toBe(true);
    expect(await takeLock(folder)).toBeNull();
    child.kill('SIGCONT');
  });

  it('is free once its holder is dead, though nobody has asked how it ended and its number is not free yet', async (test) => {
    if (process.platform !== 'linux') {
      test.skip('needs processes that stay until they are asked about');
      return;
    }
    const folder = await temporaryFolder();
    // A shell that starts the holder in the background and never waits for it; `exec` leaves nobody who would.
    const parent = spawn('sh', ['-c', '"$0" "$1" "$2" & exec sleep 600', process.execPath, script, folder], {
      stdio: 'ignore',
    });
    children.push(parent);
    const path = join(folder, lockName);
    let pid = 0;
    await until(async () => {
      const text = await readFile(path, 'utf8').catch(() => '');
      pid = Number(/"pid":(\d+)/.exec(text)?.[1] ?? 0);
      return pid !== 0;
    }, 'the lock of the holder');
    expect(await isLocked(folder)).toBe(true);
    process.kill(pid, 'SIGKILL');
    await until(async () => await isZombie(pid), 'the end of the holder');
    expect(() => process.kill(pid, 0)).not.toThrow();
    expect(await isLocked(folder)).toBe(false);
    expect(await takeLock(folder)).not.toBeNull();
  });

  it('is respected by a process whose clock is a day ahead, and the other way round', async () => {
    const folder = await temporaryFolder();
    const mine = await takeLock(folder);
    expect((await holder(folder, 'day-ahead')).held).toBe(false);
    await mine?.release();
    expect((await holder(folder, 'day-ahead')).held).toBe(true);
    expect(await takeLock(folder)).toBeNull();
  });

  it('that a dead process left goes to one of many who want it at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const folder = await temporaryFolder();
      await kill((await holder(folder)).child);
      const others = Promise.all(Array.from({ length: 2 }, () => holder(folder)));
      const mine = await Promise.all(Array.from({ length: 8 }, () => takeLock(folder)));
      const held = [...mine.map((lock) => lock !== null), ...(await others).map((one) => one.held)];
      expect(held.filter(Boolean).length).toBe(1);
      for (const child of children.splice(0)) child.kill('SIGKILL');
      for (const lock of mine) await lock?.release();
    }
  });

  it('in a folder whose path is longer than a socket may have is a lock all the same', async () => {
    const folder = join(await temporaryFolder(), 'a'.repeat(120));
    await mkdir(folder);
    const { child } = await holder(folder);
    expect(await isLocked(folder)).toBe(true);
    expect(await takeLock(folder)).toBeNull();
    await kill(child);
    const lock = await takeLock(folder);
    expect(await isLocked(folder)).toBe(true);
    await lock?.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('whose file names another place leads nowhere', async () => {
    const folder = await temporaryFolder();
    const lock = await takeLock(await temporaryFolder());
    const text = JSON.stringify({
      pid: process.pid,
      host: 'elsewhere',
      token: 't',
      takenAt: '2026-11-30T00:00:00.000Z',
      socket: { place: 'beside', name: '../../etc/passwd' },
    });
    await writeFile(join(folder, lockName), text);
    expect(await isLocked(folder)).toBe(false);
    await lock?.release();
  });

  it('of a kept file lets one after the other do its work, and leaves nothing', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'kept.json');
    const order: string[] = [];
    await Promise.all(
      [1, 2, 3].map((n) =>
        exclusive(path, async () => {
          order.push(`begins ${n}`);
          await new Promise((resolve) => setImmediate(resolve));
          order.push(`ends ${n}`);
        }),
      ),
    );
    expect(order).toEqual(['begins 1', 'ends 1', 'begins 2', 'ends 2', 'begins 3', 'ends 3']);
    expect(await readdir(folder)).toEqual([]);
  });

  it('that a process left in a record without its first line does not keep that from being cleared away in silence', async () => {
    const sessions = await temporaryFolder();
    const folder = await folderWith(sessions, names[0], '');
    const { child } = await holder(folder);
    await kill(child);
    await writeFile(join(folder, 'lock.01234567-89ab-cdef-0123-456789abcdef'), '');
    expect((await readdir(folder)).filter((name) => name.startsWith('.lock-'))).toHaveLength(1);
    expect(await repairAll(sessions, app)).toEqual(noRepairs);
    expect(await readdir(sessions)).toEqual([]);
    await writeFile(join(await folderWith(sessions, names[1], ''), 'notes.txt'), 'mine');
    expect(await repairAll(sessions, app)).toMatchObject({ repaired: [], broken: [{ sessionId: names[1] }] });
    expect(await readdir(join(sessions, names[1]))).toContain('notes.txt');
  });

  it('that a process left in a session does not keep it from being repaired, and nothing of it stays', async () => {
    const folder = await recorded(await temporaryFolder(), names[0]);
    const { child } = await holder(folder);
    expect(await repairSession(folder, app)).toEqual({ kind: 'live' });
    await writeFile(join(folder, 'summary.json.00112233.tmp'), '{');
    await kill(child);
    expect((await repairSession(folder, app)).kind).toBe('repaired');
    expect((await readdir(folder)).sort()).toEqual(['events.jsonl', 'input.wav', 'output.wav', 'summary.json']);
  });
});
