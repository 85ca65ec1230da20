import {
  browserHostPaths,
  type FromBrowserHost,
  pageProtocols,
  readFromBrowserHost,
} from '../../shared/contract/browser-host.ts';
import type { PortKind } from '../../shared/contract/ports.ts';
import { readOwnJson } from '../../shared/kit/json.ts';

/** Page to worker, over the line that came with the worker's first message. A port to be bridged comes beside it. */
export interface ToPortWorker {
  readonly kind: 'open';
  readonly number: number;
  readonly portKind: PortKind;
}

/** Worker to page. */
export type FromPortWorker =
  | { readonly kind: 'opened'; readonly number: number }
  | { readonly kind: 'not-opened'; readonly number: number; readonly message: string }
  | FromBrowserHost;

const firstRetryMs = 500;
const lastRetryMs = 5000;

const sentences = {
  lost: 'The bench does not answer any more: it was closed, or the way to it was cut. If it was closed, start it again and open the address it prints.',
  back: 'The bench answers again. If a session was running, look whether it still is.',
} as const;

/**
 * Listens to what the host tells its pages, and notices when the host itself is gone. Tries again for as long as the page lives:
 * a tunnel may come back.
 * @param protocols subprotocols to offer, the page's key among them
 */
function listenToHost(origin: string, protocols: readonly string[], tell: (message: FromBrowserHost) => void): void {
  let lost = false;
  let retryMs = firstRetryMs;

  const connect = (): void => {
    const socket = new WebSocket(`${origin}${browserHostPaths.host}`, [...protocols]);
    socket.addEventListener('open', () => {
      retryMs = firstRetryMs;
      if (lost) tell({ kind: 'engine-back', message: sentences.back });
      lost = false;
    });
    socket.addEventListener('message', ({ data }) => {
      const message = readFromBrowserHost(String(data));
      if (message !== null) tell(message);
    });
    socket.addEventListener('close', () => {
      if (!lost) tell({ kind: 'engine-gone', message: sentences.lost });
      lost = true;
      setTimeout(connect, retryMs);
      retryMs = Math.min(retryMs * 2, lastRetryMs);
    });
  };

  connect();
}

/** A close code of our own: a page may not send those of the protocol. */
const notOurMessage = 4007;

type SocketFrame = ArrayBuffer | Uint8Array<ArrayBuffer> | string;

const frameOf = (data: unknown): SocketFrame =>
  data instanceof ArrayBuffer || data instanceof Uint8Array ? (data as ArrayBuffer) : JSON.stringify(data);

/**
 * Joins a MessagePort and a WebSocket: JSON as text, bytes as binary, each closing when the other one does. What the port says
 * before the socket is open waits, in order. `settled` is called once: true when open, false when it never opened.
 */
function bridgeToSocket(port: MessagePort, socket: WebSocket, settled: (open: boolean) => void): void {
  socket.binaryType = 'arraybuffer';
  const waiting: SocketFrame[] = [];
  port.addEventListener('message', ({ data }) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(frameOf(data));
    else if (socket.readyState === WebSocket.CONNECTING) waiting.push(frameOf(data));
  });
  port.addEventListener('close', () => socket.close());
  socket.addEventListener('open', () => {
    for (const frame of waiting.splice(0)) socket.send(frame);
    settled(true);
  });
  socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer | string>) => {
    if (typeof data !== 'string') return port.postMessage(data, [data]);
    const read = readOwnJson(data);
    // Only the engine speaks here: what is none of its messages ends the connection, and the page makes a new one.
    if (read.ok) port.postMessage(read.value);
    else socket.close(notOurMessage, `A message of the engine ${read.problem}.`.slice(0, 120));
  });
  socket.addEventListener('close', () => {
    settled(false);
    port.close();
  });
  port.start();
}

/*
 * The worker that owns every WebSocket of the page, so that audio passes while the page's own thread is busy. The first message to
 * it is the page's key and brings the line to the page.
 */

const origin = `ws://${location.host}`;
/** The same for all ports of this page, and no other page's. */
const clientId = (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) + 1;

function serve(line: MessagePort, key: string): void {
  const protocols = pageProtocols(key);
  const tell = (message: FromPortWorker): void => line.postMessage(message);
  line.addEventListener('message', ({ data, ports: [port] }: MessageEvent<ToPortWorker>) => {
    if (port === undefined) return;
    const { number, portKind } = data;
    const socket = new WebSocket(`${origin}${browserHostPaths.port}${portKind}?client=${clientId}`, protocols);
    let told = false;
    bridgeToSocket(port, socket, (open) => {
      if (told) return;
      told = true;
      const message = `The bench at ${location.host} did not open its ${portKind} port. If it was started anew since, open the address that it printed then.`;
      tell(open ? { kind: 'opened', number } : { kind: 'not-opened', number, message });
    });
  });
  line.start();
  listenToHost(origin, protocols, tell);
}

addEventListener(
  'message',
  ({ data, ports: [line] }: MessageEvent<unknown>) => {
    if (line !== undefined && typeof data === 'string') serve(line, data);
  },
  { once: true },
);
