import { assertNever, benchError, type BenchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { isLoopback } from '../../../shared/protocol/endpoints/address.ts';
import { failureThrough } from '../net/connection-errors.ts';
import type { Gate } from '../net/gate.ts';
import { handshakeError, type HandshakeFailure, type HandshakeTarget } from './handshake-error.ts';
import { openSocket, type RealtimeClient, type RealtimeListeners, type SocketOptions } from './socket.ts';

export type { RealtimeClient, RealtimeClose, RealtimeListeners } from './socket.ts';

export interface DialOptions extends Omit<SocketOptions, 'url'> {
  readonly target: HandshakeTarget;
  /** What everything passes that comes from the other side. */
  readonly gate: Gate;
}

/** How a failed dial is told: the error, and for the record what the service sent. */
export interface DialRefusal {
  readonly error: BenchError;
  readonly httpStatus?: number;
  readonly httpBody?: string;
  readonly afterMs: number;
}

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

/** A failure with what the other side said in it through the gate. */
function through(gate: Gate, failure: HandshakeFailure): HandshakeFailure {
  switch (failure.kind) {
    case 'http':
      return { ...failure, headers: gate.facts(failure.headers), body: gate.text(failure.body) };
    case 'given up':
      return failure;
    case 'network':
    case 'proxy':
    case 'timeout':
      return failureThrough(gate, failure);
    default:
      return assertNever(failure, 'Handshake failure');
  }
}

function clientBehind(gate: Gate, client: RealtimeClient): RealtimeClient {
  const { handshakeMs, requestId, region } = client;
  return {
    handshakeMs,
    requestId: requestId === undefined ? undefined : gate.fact(requestId),
    region: region === undefined ? undefined : gate.fact(region),
    get bufferedAmount() {
      return client.bufferedAmount;
    },
    send: (text) => client.send(text),
    probe: (withinMs) => client.probe(withinMs),
    close: (code, waitMs) => client.close(code, waitMs),
  };
}

function listenersBehind(gate: Gate, listeners: RealtimeListeners): RealtimeListeners {
  const frames = gate.frames();
  return {
    onOpen: (client) => listeners.onOpen(clientBehind(gate, client)),
    onFrame: (frame) => listeners.onFrame(typeof frame === 'string' ? frames.text(frame) : frames.bytes(frame)),
    onClosed: ({ code, reason, stalledMs }) => listeners.onClosed({ code, reason: gate.text(reason), stalledMs }),
  };
}

/**
 * Opens a Realtime WebSocket. Resolves when it is open (after `onOpen`) or has been refused; never throws.
 * Redirects are not followed, since the key would travel with them, and a refusal's body is read and explained. Whatever comes from
 * the other side goes through the gate before anyone sees it: listeners, client and refusal are those behind it.
 */
export async function dial(
  options: DialOptions,
  listeners: RealtimeListeners,
): Promise<{ ok: true; client: RealtimeClient } | { ok: false; refusal: DialRefusal }> {
  const { target, gate, ...socket } = options;
  const fit = refuseUnfit(target.url);
  if (!fit.ok) return { ok: false, refusal: { error: fit.error, afterMs: 0 } };
  const opened = await openSocket({ ...socket, url: target.url }, listenersBehind(gate, listeners));
  if (opened.ok) return { ok: true, client: clientBehind(gate, opened.client) };
  const failure = through(gate, opened.failure);
  const error = gate.error(handshakeError(failure, target));
  const answer = failure.kind === 'http' ? { httpStatus: failure.status, httpBody: failure.body } : {};
  return { ok: false, refusal: { error, ...answer, afterMs: opened.afterMs } };
}
