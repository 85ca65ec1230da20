import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { dataFolder, dataFolderProblem } from '../engine/data/data-folder.ts';
import { restartDelayMs } from '../hosts/engine-supervisor.ts';
import { makeOwnFilesOnly } from '../hosts/process.ts';

/** Puts what Chromium keeps into the bench's own data folder, which is returned. Decides, too, who counts as a second instance. */
export function useDataFolder(): string {
  const folder = dataFolder();
  const window = join(folder, 'window');
  makeOwnFilesOnly();
  try {
    mkdirSync(window, { recursive: true });
  } catch (error) {
    dialog.showErrorBox('Voxtally cannot start', dataFolderProblem(error, folder));
    process.exit(1);
  }
  app.setName('Voxtally');
  app.setPath('userData', window);
  return folder;
}

/** True for the first instance over a data folder. Any further one ends at once and brings this one's window to the front. */
export function isFirstInstance(): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  });
  return true;
}

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
