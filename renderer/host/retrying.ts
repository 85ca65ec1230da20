const firstWaitMs = 250;
const longestWaitMs = 5000;

/**
 * Tries something until it succeeds, waiting longer each time. `now` tries without waiting any longer; `stop` gives up, and a
 * result that comes after it is dropped.
 */
export function retrying<T>(
  attempt: () => Promise<T>,
  succeeded: (value: T) => void,
): { start(): void; now(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let trying = false;
  let wanted = false;
  let waitMs = firstWaitMs;

  const tryOnce = async (): Promise<void> => {
    clearTimeout(timer);
    if (trying || !wanted) return;
    trying = true;
    const value = await attempt().then(
      (result) => ({ result }),
      () => null,
    );
    trying = false;
    if (!wanted) return;
    if (value !== null) {
      wanted = false;
      succeeded(value.result);
      return;
    }
    timer = setTimeout(() => void tryOnce(), waitMs);
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  };

  return {
    start() {
      if (wanted) return;
      wanted = true;
      waitMs = firstWaitMs;
      void tryOnce();
    },
    now: () => void tryOnce(),
    stop() {
      wanted = false;
      clearTimeout(timer);
    },
  };
}
