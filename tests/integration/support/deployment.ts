import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { until } from './until.ts';

/** One session as a deployment sees it: raw frames both ways, in order. */
export class DeploymentSession {
  readonly request: IncomingMessage;
  readonly received: string[] = [];
  readonly sent: string[] = [];
  closed: { code: number; reason: string } | null = null;
  readonly #socket: WebSocket;

  constructor(socket: WebSocket, request: IncomingMessage) {
    this.#socket = socket;
    this.request = request;
    socket.on('message', (data: Buffer) => this.received.push(data.toString('utf8')));
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
    });
  }

  events(type: string): JsonObject[] {
    return this.received.map((text) => JSON.parse(text) as JsonObject).filter((event) => event['type'] === type);
  }

  /** Waits for an event of a type and returns the first. */
  async event(type: string): Promise<JsonObject> {
    await until(() => this.events(type).length > 0, `the deployment to get ${type}`);
    return this.events(type)[0] as JsonObject;
  }

  send(event: object | string): void {
    const text = typeof event === 'string' ? event : JSON.stringify(event);
    this.sent.push(text);
    this.#socket.send(text);
  }

  sendBinary(bytes: Uint8Array): void {
    this.#socket.send(bytes, { binary: true });
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  /** Cuts the line without a goodbye. */
  drop(): void {
    this.#socket.terminate();
  }

  /** Reads nothing more, so that what is sent piles up. */
  stopReading(): void {
    this.#socket.pause();
  }

  resumeReading(): void {
    this.#socket.resume();
  }
}

export interface Deployment {
  readonly url: string;
  readonly host: string;
  readonly sessions: DeploymentSession[];
  session(index?: number): Promise<DeploymentSession>;
  close(): Promise<void>;
}

export interface DeploymentOptions {
  /** Answers a handshake over HTTP instead of opening a session. */
  readonly refuse?: (
    request: IncomingMessage,
    respond: (status: number, headers: Record<string, string>, body: string) => void,
  ) => void;
  /** Handshakes that are not refused; absent: none. */
  readonly admits?: (request: IncomingMessage) => boolean;
  /** What every session begins with. Default: session.created. */
  readonly onSession?: (session: DeploymentSession) => void;
  /** Never answers the handshake at all. */
  readonly silent?: boolean;
  /** Speaks TLS with this certificate; its address then names localhost. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export const sessionObject = (more: JsonObject = {}): JsonObject => ({
  type: 'realtime',
  id: 'sess_1',
  model: 'gpt-realtime-mini-2025-12-15',
  audio: {
    input: { format: { type: 'audio/pcm', rate: 24_000 }, turn_detection: { type: 'server_vad' } },
    output: { format: { type: 'audio/pcm', rate: 24_000 }, voice: 'alloy' },
  },
  ...more,
});

/** A deployment on loopback that does what the test says: a real WebSocket server, no protocol of its own. */
export async function startDeployment(options: DeploymentOptions = {}): Promise<Deployment> {
  const sessions: DeploymentSession[] = [];
  const sockets = new Set<Socket>();
  const notFound = (_request: IncomingMessage, response: ServerResponse): void => void response.writeHead(404).end();
  const http: Server = options.tls === undefined ? createServer(notFound) : createSecureServer(options.tls, notFound);
  // A bench that does not trust the certificate hangs up: that is no error of the deployment.
  http.on('tlsClientError', () => undefined);
  const server = new WebSocketServer({ noServer: true });
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  http.on('upgrade', (request, socket, head) => {
    // A bench that hangs up while it is being refused is no error of the deployment.
    socket.on('error', () => undefined);
    if (options.silent === true) return;
    if (options.refuse !== undefined && options.admits?.(request) !== true) {
      options.refuse(request, (status, headers, body) => {
        const lines = Object.entries({ 'content-length': String(Buffer.byteLength(body)), ...headers });
        const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
        socket.end(`HTTP/1.1 ${status} Refused\r\n${head}\r\n${body}`);
      });
      return;
    }
    server.handleUpgrade(request, socket, head, (opened) => {
      const session = new DeploymentSession(opened, request);
      sessions.push(session);
      if (options.onSession === undefined)
        session.send({ type: 'session.created', event_id: 'e0', session: sessionObject() });
      else options.onSession(session);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `${options.tls === undefined ? 'ws://127.0.0.1' : 'wss://localhost'}:${port}/v1/realtime?model=gpt-realtime-mini-2025-12-15`,
    host: `${options.tls === undefined ? '127.0.0.1' : 'localhost'}:${port}`,
    sessions,
    session: async (index = 0) => {
      await until(() => sessions.length > index, `session ${index} at the deployment`);
      return sessions[index] as DeploymentSession;
    },
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}
