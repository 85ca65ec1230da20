import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { desktopChannels, type DesktopBridge, type DesktopPortMessage } from '../shared/contract/desktop.ts';

/*
 * The page's only way out: the few calls of `DesktopBridge`. It holds no logic and no state, and passes no event object on.
 */

/** The part of the page's window that is used here; this layer has no DOM. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: DesktopPortMessage, targetOrigin: string, transfer: unknown[]): void;
};

/** The same for all ports of this page; a reload makes another one. */
const clientId = (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) + 1;

function listen(channel: string, listener: (message: string) => void): () => void {
  const hear = (_event: unknown, message: unknown): void => listener(String(message));
  ipcRenderer.on(channel, hear);
  return () => void ipcRenderer.off(channel, hear);
}

ipcRenderer.on(desktopChannels.port, ({ ports }, number: number) => {
  const message: DesktopPortMessage = { voxtallyPort: number };
  window.postMessage(message, window.location.origin, [...ports]);
});

const bridge: DesktopBridge = {
  openPort: (kind, number) => ipcRenderer.invoke(desktopChannels.openPort, kind, number, clientId),
  storeSecret: (owner, secret) => ipcRenderer.invoke(desktopChannels.storeSecret, owner, secret),
  pathOf: (file) => webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]),
  openLink: (id) => ipcRenderer.invoke(desktopChannels.openLink, id),
  tellMenu: (news) => ipcRenderer.send(desktopChannels.menuNews, news),
  onMenuAction: (listener) => listen(desktopChannels.menuAction, listener),
  drawn: () => ipcRenderer.send(desktopChannels.drawn),
  onEngineGone: (listener) => listen(desktopChannels.engineGone, listener),
  onEngineBack: (listener) => listen(desktopChannels.engineBack, listener),
};
contextBridge.exposeInMainWorld('voxtallyDesktop', bridge);
