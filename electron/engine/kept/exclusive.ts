import { setTimeout as pause } from 'node:timers/promises';
import { takeLockFile, type HeldLock } from './lock.ts';

/** A change takes milliseconds. A holder that needs longer than this hangs, and what is kept is replaced as a whole in any case. */
const mostWaitMs = 2000;
const lookEveryMs = 15;

/** What waits for a file in this process, by path. */
const queues = new Map<string, Promise<unknown>>();

async function lockWithin(path: string, ms: number): Promise<HeldLock | null> {
  const endMs = performance.now() + ms;
  for (;;) {
    const lock = await takeLockFile(path);
    if (lock !== null || performance.now() > endMs) return lock;
    await pause(lookEveryMs);
  }
}

/** Does work on a file that no other part of this process, and no other host on this data folder, changes meanwhile. */
export function exclusive<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(path) ?? Promise.resolve();
  const done = before.then(async () => {
    // Where no lock can be written nothing else can be either, and the work says so in its own words.
    const lock = await lockWithin(`${path}.lock`, mostWaitMs).catch(() => null);
    try {
      return await work();
    } finally {
      await lock?.release();
    }
  });
  const settled = done
    .catch(() => undefined)
    .then(() => {
      if (queues.get(path) === settled) queues.delete(path);
    });
  queues.set(path, settled);
  return done;
}
