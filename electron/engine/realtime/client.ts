import type { IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';
import { WebSocket, type RawData } from 'ws';
import { benchError, ok, refuse, type BenchError, type Result } from '../../../shared/errors.ts';
import { isLoopback } from '../../../shared/protocol/endpoint/url.ts';
import { handshakeError, type HandshakeFailure, type HandshakeTarget } from './handshake-error.ts';
import { HopWatch } from '../network/hop-watch.ts';
import type { Route } from '../network/route.ts';
import { tunnelThrough, type ProxyAnswer } from '../network/tunnel.ts';
import { readBody } from './read-body.ts';
import { watchStall, type StallWatch } from './stall.ts';

/** A connected socket. Frames and the close come through the listeners given to `dial`. */
export interface RealtimeClient {
  readonly handshakeMs: number;
  /** Ids the service's support asks for, where it gave them. */
  readonly requestId: string | undefined;
  readonly region: string | undefined;
  readonly bufferedAmount: number;
  /** Sends one text frame; does nothing once the socket is closing. */
  send(text: string): void;
  /** Asks the other side for a sign of life; when none comes within `withinMs` the line is cut as stalled. */
  probe(withinMs: number): void;
  /** Says goodbye with `code` and waits for the other side's, at most `waitMs`; then cuts. `onClosed` is called either way. */
  close(code: number, waitMs: number): void;
}

export interface RealtimeClose {
  readonly code: number;
  readonly reason: string;
  /** Set when the bench cut the line itself because nothing, not even a pong, had come for so long. */
  readonly stalledMs: number | null;
}

export interface RealtimeListeners {
  /** Called before any frame is delivered. */
  onOpen(client: RealtimeClient): void;
  /** A text frame as text, a binary frame as bytes. */
  onFrame(frame: string | Uint8Array): void;
  /** Exactly once, and only after `onOpen`. */
  onClosed(close: RealtimeClose): void;
}

export interface DialOptions {
  readonly target: HandshakeTarget;
  /** How the connection leaves this machine. */
  readonly route: Route;
  readonly headers: Readonly<Record<string, string>>;
  /** Takes the key out of texts that came from the other side. */
  readonly removeKey: (text: string) => string;
  readonly handshakeTimeoutMs: number;
  readonly pingEveryMs: number;
  readonly signal: AbortSignal;
}

/** How a failed dial is told: the error, and for the record what the service sent. */
export interface DialRefusal {
  readonly error: BenchError;
  readonly httpStatus?: number;
  readonly httpBody?: string;
  readonly afterMs: number;
}

const text = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data;

const header = (response: IncomingMessage | undefined, ...names: string[]): string | undefined =>
  names.map((name) => response?.headers[name]).find((value): value is string => typeof value === 'string');

const plainHeaders = (response: IncomingMessage): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );

/** An unencrypted socket may only go to this machine: the key and the voice would be readable by anyone on the way. */
function refuseUnfit(url: string): Result {
  const { protocol, hostname, hash } = new URL(url);
  if (hash !== '') {
    return refuse(
      benchError('invalid-address', 'The address has a part from # on, and a WebSocket address has no such part.', {
        nextStep: 'Take off everything from # on.',
      }),
    );
  }
  if (protocol === 'wss:' || (protocol === 'ws:' && isLoopback(hostname))) return ok({});
  return refuse(
    benchError('invalid-address', `${protocol}//${hostname} would carry the key and your voice unencrypted.`, {
      nextStep: 'Use wss://. Unencrypted sockets are allowed to this machine only.',
    }),
  );
}

/**
 * Opens a Realtime WebSocket. Resolves when it is open (after `onOpen`) or has been refused; never throws.
 * Redirects are not followed, since the key would travel with them, and a refusal's body is read and explained.
 */
export function dial(
  options: DialOptions,
  listeners: RealtimeListeners,
): Promise<{ ok: true; client: RealtimeClient } | { ok: false; refusal: DialRefusal }> {
  const startedMs = performance.now();
  const afterMs = (): number => Math.round(performance.now() - startedMs);
  const { target } = options;

  return new Promise((resolve) => {
    const allowed = refuseUnfit(target.url);
    if (!allowed.ok) {
      resolve({ ok: false, refusal: { error: allowed.error, afterMs: 0 } });
      return;
    }
    const { proxy, secureContext } = options.route;
    const watch = new HopWatch(proxy !== null);
    const givenUp = new AbortController();
    let proxyAnswer: ProxyAnswer | null = null;
    const agent =
      proxy === null
        ? undefined
        : tunnelThrough(proxy, secureContext, givenUp.signal, (answer) => {
            if (answer.status === 200) watch.tunnelled();
            else proxyAnswer = answer;
          });
    const socket = new WebSocket(target.url, {
      headers: { ...options.headers },
      perMessageDeflate: false,
      followRedirects: false,
      ...(agent === undefined ? {} : { agent }),
      ...(secureContext === undefined ? {} : { secureContext }),
      finishRequest: (request) => {
        watch.follow(request);
        request.end();
      },
    });
    const timer = setTimeout(
      () => failWith({ kind: 'timeout', afterMs: afterMs(), hop: watch.hop }),
      options.handshakeTimeoutMs,
    );
    let opened = false;
    let refused = false;
    let response: IncomingMessage | undefined;
    let stalledMs: number | null = null;
    let closeReason = '';

    const fail = (refusal: Omit<DialRefusal, 'afterMs'>): void => {
      if (opened || refused) return;
      refused = true;
      clearTimeout(timer);
      options.signal.removeEventListener('abort', onAbort);
      resolve({ ok: false, refusal: { ...refusal, afterMs: afterMs() } });
      socket.terminate();
      givenUp.abort();
    };
    const failWith = (failure: HandshakeFailure): void => fail({ error: handshakeError(failure, target) });
    const onAbort = (): void =>
      fail({ error: benchError('refused', `The connection to ${target.host} was given up before it was open.`) });
    options.signal.addEventListener('abort', onAbort);

    socket.on('upgrade', (upgraded) => {
      response = upgraded;
    });
    socket.on('unexpected-response', (_request, refusing) => {
      // A proxy's refusal arrives in the place of the service's.
      if (proxyAnswer !== null) return failWith({ kind: 'proxy', answer: proxyAnswer });
      void readBody(refusing).then((raw) => {
        const body = options.removeKey(raw);
        const status = refusing.statusCode ?? 0;
        const error = handshakeError({ kind: 'http', status, headers: plainHeaders(refusing), body }, target);
        fail({ error, httpStatus: status, httpBody: body });
      });
    });
    socket.on('error', (error: Error & { code?: string }) => {
      closeReason = options.removeKey(error.message);
      if (opened) return;
      if (proxyAnswer !== null) return failWith({ kind: 'proxy', answer: proxyAnswer });
      failWith({ kind: 'network', code: error.code ?? '', message: closeReason, hop: watch.hop, issuer: watch.issuer });
    });
    socket.on('message', (data, isBinary) => {
      const bytes = text(data);
      listeners.onFrame(isBinary ? bytes : options.removeKey(bytes.toString('utf8')));
    });
    socket.on('open', () => {
      opened = true;
      clearTimeout(timer);
      options.signal.removeEventListener('abort', onAbort);
      const stall = watchStall(socket, options.pingEveryMs, (silentMs) => {
        stalledMs = silentMs;
        socket.terminate();
      });
      socket.on('close', (code, reason) => {
        stall.stop();
        listeners.onClosed({ code, reason: options.removeKey(reason.toString('utf8')) || closeReason, stalledMs });
      });
      const client = openClient(socket, afterMs(), response, stall);
      listeners.onOpen(client);
      resolve({ ok: true, client });
    });
  });
}

function openClient(
  socket: WebSocket,
  handshakeMs: number,
  response: IncomingMessage | undefined,
  stall: StallWatch,
): RealtimeClient {
  return {
    handshakeMs,
    requestId: header(response, 'apim-request-id', 'x-request-id'),
    region: header(response, 'x-ms-region'),
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    send(frame) {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame);
    },
    probe: (withinMs) => stall.probe(withinMs),
    close(code, waitMs) {
      socket.close(code);
      const timer = setTimeout(() => socket.terminate(), waitMs);
      socket.once('close', () => clearTimeout(timer));
    },
  };
}
