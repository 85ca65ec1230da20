/** What escaped from the application while it worked. */
export interface Crashes {
  readonly seen: readonly Error[];
  /** Resolves when the next one comes; never where none does. */
  next(): Promise<void>;
  /** Hands the process back to whoever watched it before. */
  stop(): void;
}

const kinds = ['uncaughtException', 'unhandledRejection'] as const;

/** Watches the process in place of whoever does: what escapes is kept, and the process goes on. */
export function watchCrashes(): Crashes {
  const seen: Error[] = [];
  const waiting = new Set<() => void>();
  const take = (reason: unknown): void => {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    seen.push(error);
    for (const tell of waiting) tell();
    waiting.clear();
  };
  const others = kinds.map((kind) => ({ kind, listeners: process.rawListeners(kind) }));
  for (const kind of kinds) {
    process.removeAllListeners(kind);
    process.on(kind, take);
  }
  return {
    seen,
    next: () => new Promise<void>((resolve) => void waiting.add(resolve)),
    stop: () => {
      for (const { kind, listeners } of others) {
        process.removeListener(kind, take);
        for (const listener of listeners) process.on(kind, listener as (...args: unknown[]) => void);
      }
    },
  };
}
