import type { BrowserWindow } from 'electron';
import { desktopChannels } from '../../shared/contract/desktop.ts';

/** How long a window waits for its page, in ms. What takes longer is better waited for in sight. */
const longestMs = 3000;

/** What of a window tells what became of its page. */
export type HiddenWindow = Pick<BrowserWindow, 'show' | 'once' | 'isDestroyed'> & {
  readonly webContents: Pick<BrowserWindow['webContents'], 'on' | 'once'>;
};

/**
 * Shows a window that was made hidden once its page says that it has drawn. Electron's own `ready-to-show` comes as soon as the
 * document is there, with nothing in it yet. A page that cannot be read, breaks, or says nothing for a while is shown all the same: no
 * application is to run unseen.
 * @param later calls back after so many ms; returns the way not to
 */
export function showOnceDrawn(window: HiddenWindow, later: (run: () => void, ms: number) => () => void): void {
  let waits = true;
  const show = (): void => {
    if (!waits) return;
    waits = false;
    stop();
    if (!window.isDestroyed()) window.show();
  };
  const stop = later(show, longestMs);
  const { webContents } = window;
  webContents.on('ipc-message', (_event, channel) => {
    if (channel === desktopChannels.drawn) show();
  });
  webContents.on('did-fail-load', (_event, _code, _words, _address, isMainFrame) => {
    if (isMainFrame) show();
  });
  webContents.once('preload-error', show);
  webContents.once('render-process-gone', show);
  window.once('closed', () => {
    waits = false;
    stop();
  });
}
