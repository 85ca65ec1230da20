import type { DesktopBridge } from '../../shared/desktop.ts';
import { createBrowserHost } from './browser-host.ts';
import { createElectronHost } from './electron-host.ts';
import type { Host } from './host.ts';

declare global {
  interface Window {
    readonly voxtallyDesktop?: DesktopBridge;
  }
}

/** The host this page runs in. */
export function createHost(): Host {
  const bridge = window.voxtallyDesktop;
  return bridge === undefined ? createBrowserHost() : createElectronHost(bridge);
}
