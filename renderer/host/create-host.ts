import type { DesktopBridge, DesktopPortMessage } from '../../shared/contract/desktop.ts';
import { createBrowserHost } from './browser-host.ts';
import type { Host } from './host.ts';

const isPortMessage = (data: unknown): data is DesktopPortMessage =>
  typeof data === 'object' && data !== null && 'voxtallyPort' in data;

/** The host of a page in Electron's window: ports come through the preload, which posts them to this window. */
function createElectronHost(bridge: DesktopBridge): Host {
  const expected = new Map<number, (port: MessagePort) => void>();
  let lastNumber = 0;

  window.addEventListener('message', ({ source, data, ports }) => {
    const [port] = ports;
    if (source !== window || port === undefined || !isPortMessage(data)) return;
    expected.get(data.voxtallyPort)?.(port);
    expected.delete(data.voxtallyPort);
  });

  return {
    kind: 'electron',
    async openPort(kind) {
      lastNumber += 1;
      const number = lastNumber;
      const arrival = new Promise<MessagePort>((resolve) => expected.set(number, resolve));
      const answer = await bridge.openPort(kind, number);
      if (answer.ok) return arrival;
      expected.delete(number);
      throw new Error(answer.error.message);
    },
    storeSecret: (owner, secret) => bridge.storeSecret(owner, secret),
    pathOf: (file) => {
      const path = bridge.pathOf(file);
      return path === '' ? null : path;
    },
    openLink: (id) => void bridge.openLink(id),
    drawn: () => bridge.drawn(),
    menu: { tell: bridge.tellMenu, onAction: bridge.onMenuAction },
    onEngineGone: (listener) => bridge.onEngineGone(listener),
    onEngineBack: (listener) => bridge.onEngineBack(listener),
  };
}

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
