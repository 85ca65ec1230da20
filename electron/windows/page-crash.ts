import { app } from 'electron';
import { restartDelayMs } from '../hosts/restart-policy.ts';

/** A page that crashed is loaded again and finds its session where it was; the engine does not live in it. */
export function reloadCrashedPages(log: (line: string) => void): void {
  const crashesMs: number[] = [];
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    if (reason === 'clean-exit' || contents.isDestroyed()) return;
    const nowMs = performance.now();
    crashesMs.push(nowMs);
    const delayMs = restartDelayMs(crashesMs, nowMs);
    log(`The page of a window crashed (${reason}, ${exitCode})${delayMs === null ? '.' : ' and is loaded again.'}`);
    if (delayMs === null) return;
    setTimeout(() => {
      if (!contents.isDestroyed()) contents.reload();
    }, delayMs);
  });
}
