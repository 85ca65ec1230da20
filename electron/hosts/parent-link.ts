import type { FromEngineProcess, ToEngineProcess } from './engine-messages.ts';

/** What comes beside a message: a MessagePort under Electron, a TCP socket under Node. */
export type ParentHandle = unknown;

/** The way from an engine process to whoever started it. */
export interface ParentLink {
  post(message: FromEngineProcess): void;
  onMessage(listener: (message: ToEngineProcess, handle: ParentHandle) => void): void;
  /** The parent is gone and nobody will ask this process to stop. */
  onGone(listener: () => void): void;
}

interface ElectronParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown; ports: readonly unknown[] }) => void): unknown;
}

/** The link of this process: Electron's parent port in a utility process, Node's channel in a forked one. Null when it has no parent. */
export function parentLink(): ParentLink | null {
  const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ElectronParentPort | null };
  if (parentPort !== undefined && parentPort !== null) {
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a parent port has no origin
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) =>
        void parentPort.on('message', ({ data, ports }) => listener(data as ToEngineProcess, ports[0])),
      // A utility process ends with its main process; there is nothing to hear.
      onGone: () => undefined,
    };
  }
  if (process.send === undefined) return null;
  return {
    post: (message) => {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) =>
      void process.on('message', (message, handle) => listener(message as ToEngineProcess, handle)),
    onGone: (listener) => void process.on('disconnect', listener),
  };
}
