import type { BenchPort, PortMessage } from '../../../shared/ports.ts';
import { exactBuffer, isBinary } from './bytes.ts';
import { Inbox } from './inbox.ts';

/** The part of Electron's MessagePortMain that carries a port; the engine knows no more of Electron than this shape. */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** A MessagePort of a page as a `BenchPort`. Bytes arrive as the ArrayBuffer or the view that was posted. */
export function messagePortMain(port: MessagePortLike): BenchPort {
  const inbox = new Inbox();
  port.on('message', ({ data }) => inbox.deliver(data as PortMessage));
  port.on('close', () => inbox.close());
  port.start();
  return {
    post(message) {
      if (inbox.closed) return;
      // Never in the transfer list: a transferred buffer arrives as null at the other process.
      port.postMessage(isBinary(message) ? exactBuffer(message) : message);
    },
    onMessage: (listener) => inbox.listen(listener),
    onClose: (listener) => inbox.onClose(listener),
    close() {
      port.close();
      inbox.close();
    },
  };
}
