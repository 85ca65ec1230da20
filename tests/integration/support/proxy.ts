import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface TestProxy {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly host: string;
  /** What it was asked: target, and the login it was given. */
  readonly asked: { readonly target: string; readonly login: string | null }[];
  /** Everything that came through it, as it was on the wire. */
  readonly seen: Buffer[];
  /** Connections that are open now, either side. */
  open(): number;
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** Answers every CONNECT with this status instead of a tunnel. */
  readonly answers?: number;
  readonly headers?: string;
  /** Asks for this login. */
  readonly login?: { readonly user: string; readonly password: string };
  /** Takes the connection and says nothing. */
  readonly silent?: boolean;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Where every tunnel leads, whatever host was asked for: a name that no name server knows. */
  readonly leadsTo?: number;
}

const basic = /^Basic (.+)$/;
const loginOf = (request: IncomingMessage): string | null => {
  const sent = basic.exec(request.headers['proxy-authorization'] ?? '')?.[1];
  return sent === undefined ? null : Buffer.from(sent, 'base64').toString();
};

/** A forward proxy that speaks CONNECT over real sockets. */
export async function startProxy(options: ProxyOptions = {}): Promise<TestProxy> {
  const sockets = new Set<Duplex>();
  const asked: TestProxy['asked'] = [];
  const seen: Buffer[] = [];
  const server = options.tls === undefined ? createServer() : createSecureServer(options.tls);
  server.on('tlsClientError', () => undefined);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => undefined);
    const login = loginOf(request);
    asked.push({ target: request.url ?? '', login });
    if (options.silent === true) {
      // A server's socket stays half open until it is ended, too.
      socket.on('end', () => socket.end()).resume();
      return;
    }
    const wanted = options.login === undefined ? null : `${options.login.user}:${options.login.password}`;
    if (wanted !== null && login !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n');
      return;
    }
    if (options.answers !== undefined) {
      socket.end(`HTTP/1.1 ${options.answers} No\r\n${options.headers ?? ''}Content-Length: 0\r\n\r\n`);
      return;
    }
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const out = options.leadsTo === undefined ? connect(Number(port), host) : connect(options.leadsTo, '127.0.0.1');
    sockets.add(out);
    out.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'));
    out.on('close', () => sockets.delete(out));
    out.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.on('data', (part: Buffer) => seen.push(part));
      socket.pipe(out).pipe(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `${options.tls === undefined ? '127.0.0.1' : 'localhost'}:${port}`;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${host}`,
    host,
    asked,
    seen,
    open: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
