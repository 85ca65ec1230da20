import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

/** Answers a handshake over HTTP: whatever bytes it likes. */
export type RawAnswer = string;

/** A session that a test drives itself, and the headers with which it is opened. */
export interface Opening {
  readonly headers: readonly string[];
  onSession(socket: WebSocket): void;
}

export interface CanaryService {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** What the next handshake, or the next CONNECT, is answered with. */
  next: RawAnswer | Opening;
  close(): Promise<void>;
}

const isOpening = (next: RawAnswer | Opening): next is Opening => typeof next !== 'string';

/** A status line, headers and a body, in the bytes of HTTP. */
export const httpAnswer = (
  status: number,
  reason: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): RawAnswer => {
  const all = { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n${body}`;
};

/** A service, or a proxy, on loopback that repeats whatever a test says where no honest one would. */
export async function startCanaryService(tls?: {
  readonly key: string;
  readonly cert: string;
}): Promise<CanaryService> {
  const sockets = new Set<Duplex>();
  const http: Server = tls === undefined ? createServer() : createSecureServer(tls);
  http.on('tlsClientError', () => undefined);
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  const answer = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => undefined);
    const { next } = service;
    if (!isOpening(next)) return void socket.end(next, 'latin1');
    const server = new WebSocketServer({ noServer: true });
    server.on('headers', (lines: string[]) => void lines.push(...next.headers));
    server.handleUpgrade(request, socket, head, (opened) => next.onSession(opened));
  };
  http.on('upgrade', answer);
  http.on('connect', answer);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const host = `${tls === undefined ? '127.0.0.1' : 'localhost'}:${port}`;
  const service: CanaryService = {
    url: `${tls === undefined ? 'ws' : 'wss'}://${host}/v1/realtime?model=m`,
    host,
    port,
    next: '',
    close: async () => {
      for (const socket of sockets) socket.destroy();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
  return service;
}
