import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 100;
/** Longer than any build takes: whoever holds the lock by then hangs. */
const mostMs = 5 * 60_000;
/** Taking a dead holder's lock away is a matter of a millisecond. */
const stealMs = 10_000;

/** @param {number} pid */
function pidLives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** Creates the file, or says that it is there. @param {string} path */
async function create(path) {
  try {
    const handle = await open(path, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether the holder named in the file is gone. A file without a number yet belongs to somebody who is just writing it. @param {string} path */
async function isDead(path) {
  const [text, facts] = await Promise.all([readFile(path, 'utf8').catch(() => null), stat(path).catch(() => null)]);
  if (text === null || facts === null) return false;
  const pid = Number(text);
  if (text === '' || !Number.isInteger(pid)) return Date.now() - facts.mtimeMs > stealMs;
  return pid !== process.pid && !pidLives(pid);
}

/** Removes a dead holder's lock; only one process at a time may judge and remove. @param {string} path */
async function stealFromDead(path) {
  const stealing = `${path}.steal`;
  if (!(await create(stealing))) {
    if (await isDead(stealing)) await rm(stealing, { force: true });
    return;
  }
  try {
    if (await isDead(path)) await rm(path, { force: true });
  } finally {
    await rm(stealing, { force: true });
  }
}

/**
 * Runs `work` while no other process runs work under the same lock file. Waits for the other one; a holder that died is passed over.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  await mkdir(dirname(path), { recursive: true });
  const sinceMs = Date.now();
  while (!(await create(path))) {
    if (Date.now() - sinceMs > mostMs) {
      throw new Error(`Another build has held ${path} for five minutes. End it, or delete that file.`);
    }
    await stealFromDead(path);
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}
