import { readFailure } from './disk-errors.ts';

const dayMs = 24 * 60 * 60 * 1000;

export interface Cleanable {
  /** Deletes what no window can mean any more. Rejects with the system's error. */
  clean(nowMs: number): Promise<void>;
}

/** Cleans at once and then once a day, for a bench may run for weeks. What cannot be deleted is tried again the next time. */
export function cleanDaily(
  stores: readonly Cleanable[],
  log: (line: string) => void,
  everyMs = dayMs,
): { close(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const clean = async (): Promise<void> => {
    for (const store of stores) {
      await store
        .clean(Date.now())
        .catch((error: unknown) => log(`Old uploads could not be deleted: ${readFailure(error)}.`));
    }
  };
  const next = (): void => {
    running = running.then(clean);
  };
  next();
  const timer = setInterval(next, everyMs);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
