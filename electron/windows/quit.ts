import { app } from 'electron';

/** What open responses may still take, and what closing may take in all before the process ends whatever happens. */
const graceMs = 2000;
const mostMs = 5000;

/** Holds the quit, however it came about, until the engine has closed its session and record. */
export function closeEngineBeforeQuit(stop: (graceMs: number, mostMs: number) => Promise<unknown>): void {
  let closed = false;
  let closing = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    if (closing) return;
    closing = true;
    void stop(graceMs, mostMs).finally(() => {
      closed = true;
      app.quit();
    });
  });
  // On every platform: a recording that nobody sees is worse than a missing dock icon.
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}
