import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';
import { type RawData, WebSocket } from 'ws';
import { HopWatch, joinedHeaders, type ProxyAnswer, type Route, tunnelThrough } from '../net/route.ts';
import type { HandshakeFailure } from './handshake-error.ts';

/** More of a refusal than any service writes and any person reads. */
const mostBytes = 16 * 1024;
const mostMs = 3000;

/** The beginning of a refusal's body as text. Never rejects and never takes longer than 3 s: what came is what counts. */
function readBody(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const finish = (): void => {
      clearTimeout(timer);
      response.destroy();
      resolve(Buffer.concat(parts).subarray(0, mostBytes).toString('utf8'));
    };
    const timer = setTimeout(finish, mostMs);
    response.on('data', (part: Buffer) => {
      parts.push(part);
      bytes += part.length;
      if (bytes >= mostBytes) finish();
    });
    for (const event of ['end', 'error', 'aborted', 'close']) response.once(event, finish);
  });
}

/** Pings in a row that may stay without any answer. Counting pings, not seconds, forgives a machine that slept. */
const missedPings = 3;

interface StallWatch {
  /** Pings now and calls `onStalled` when nothing has come `withinMs` later. */
  probe(withinMs: number): void;
  stop(): void;
}

/** Pings the other side and calls `onStalled` when nothing at all, not even a pong, has come for three pings. */
function watchStall(socket: WebSocket, everyMs: number, onStalled: (silentMs: number) => void): StallWatch {
  let heardMs = performance.now();
  let missed = 0;
  let deadline: NodeJS.Timeout | null = null;
  const silentMs = (): number => Math.round(performance.now() - heardMs);
  const heard = (): void => {
    heardMs = performance.now();
    missed = 0;
    if (deadline !== null) clearTimeout(deadline);
    deadline = null;
  };
  for (const event of ['message', 'ping', 'pong']) socket.on(event, heard);
  const timer = setInterval(() => {
    if (missed >= missedPings) {
      onStalled(silentMs());
      return;
    }
    missed += 1;
    socket.ping();
  }, everyMs);
  return {
    probe(withinMs) {
      if (socket.readyState !== socket.OPEN) return;
      socket.ping();
      deadline ??= setTimeout(() => onStalled(silentMs()), withinMs);
    },
    stop() {
      clearInterval(timer);
      if (deadline !== null) clearTimeout(deadline);
    },
  };
}

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
  /** A text frame as text; a binary frame, and a text that is no UTF-8, as bytes. */
  onFrame(frame: string | Buffer): void;
  /** Exactly once, and only after `onOpen`. */
  onClosed(close: RealtimeClose): void;
}

export interface SocketOptions {
  readonly url: string;
  /** How the connection leaves this machine. */
  readonly route: Route;
  readonly headers: Readonly<Record<string, string>>;
  readonly handshakeTimeoutMs: number;
  readonly pingEveryMs: number;
  readonly signal: AbortSignal;
}

const text = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data;

const header = (response: IncomingMessage | undefined, ...names: string[]): string | undefined =>
  names.map((name) => response?.headers[name]).find((value): value is string => typeof value === 'string');

/**
 * Opens a WebSocket and follows no redirect. Resolves when it is open (after `onOpen`) or has been refused; never throws. What it hands
 * on is as the other side sent it and holds whatever that repeats: `dial` is the way in.
 */
export function openSocket(
  options: SocketOptions,
  listeners: RealtimeListeners,
): Promise<{ ok: true; client: RealtimeClient } | { ok: false; failure: HandshakeFailure; afterMs: number }> {
  const startedMs = performance.now();
  const afterMs = (): number => Math.round(performance.now() - startedMs);

  return new Promise((resolve) => {
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
    const socket = new WebSocket(options.url, {
      headers: { ...options.headers },
      perMessageDeflate: false,
      followRedirects: false,
      // A text of broken UTF-8 would end the session. A bench keeps it, as the bytes that came, and goes on.
      skipUTF8Validation: true,
      ...(agent === undefined ? {} : { agent }),
      ...(secureContext === undefined ? {} : { secureContext }),
      finishRequest: (request) => {
        watch.follow(request);
        request.end();
      },
    });
    const timer = setTimeout(
      () => fail({ kind: 'timeout', afterMs: afterMs(), hop: watch.hop }),
      options.handshakeTimeoutMs,
    );
    let opened = false;
    let refused = false;
    let response: IncomingMessage | undefined;
    let stalledMs: number | null = null;
    let closeReason = '';

    const fail = (failure: HandshakeFailure): void => {
      if (opened || refused) return;
      refused = true;
      clearTimeout(timer);
      options.signal.removeEventListener('abort', onAbort);
      resolve({ ok: false, failure, afterMs: afterMs() });
      socket.terminate();
      givenUp.abort();
    };
    const onAbort = (): void => fail({ kind: 'given up' });
    options.signal.addEventListener('abort', onAbort);

    socket.on('upgrade', (upgraded) => {
      response = upgraded;
    });
    socket.on('unexpected-response', (_request, refusing) => {
      // A proxy's refusal arrives in the place of the service's.
      if (proxyAnswer !== null) return fail({ kind: 'proxy', answer: proxyAnswer });
      const { statusCode: status = 0, headers } = refusing;
      void readBody(refusing).then((body) => fail({ kind: 'http', status, headers: joinedHeaders(headers), body }));
    });
    socket.on('error', (error: Error & { code?: string }) => {
      closeReason = error.message;
      if (opened) return;
      if (proxyAnswer !== null) return fail({ kind: 'proxy', answer: proxyAnswer });
      fail({ kind: 'network', code: error.code ?? '', message: closeReason, hop: watch.hop, issuer: watch.issuer });
    });
    socket.on('message', (data, isBinary) => {
      const bytes = text(data);
      listeners.onFrame(isBinary || !isUtf8(bytes) ? bytes : bytes.toString('utf8'));
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
        listeners.onClosed({ code, reason: reason.toString('utf8') || closeReason, stalledMs });
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
