import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import { type MessagePortLike, messagePortMain, portPair, wsPort } from '../../../electron/engine/ports/transports.ts';
import type { BenchPort } from '../../../shared/contract/ports.ts';

/** Two joined ends, and the way to put everything away. */
export interface Pair {
  readonly a: BenchPort;
  readonly b: BenchPort;
  end(): void;
}

/** Node's own MessagePort with the events of Electron's: both are the platform's channel, only the wrapping differs. */
const electronLike = (port: MessagePort): MessagePortLike => ({
  postMessage: (message) => port.postMessage(message),
  on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) =>
    port.on(event, (data: unknown) => listener({ data })),
  start: () => port.start(),
  close: () => port.close(),
});

async function overSockets(): Promise<Pair> {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  const [[accepted]] = (await Promise.all([once(server, 'connection'), once(client, 'open')])) as [
    [WebSocket],
    unknown,
  ];
  return { a: wsPort(client), b: wsPort(accepted), end: () => http.close() };
}

/** Every adapter there is. A new one belongs in this table and passes the same tests. */
export const makers: Readonly<Record<string, () => Promise<Pair>>> = {
  'in process': () => {
    const [a, b] = portPair();
    return Promise.resolve({ a, b, end: () => undefined });
  },
  'message port': () => {
    const { port1, port2 } = new MessageChannel();
    const [a, b] = [messagePortMain(electronLike(port1)), messagePortMain(electronLike(port2))];
    return Promise.resolve({ a, b, end: () => undefined });
  },
  'web socket': overSockets,
};
