import { type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { benchError, type BenchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { isLoopback } from '../../../shared/protocol/endpoints/address.ts';
import type { NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import { connectionError, type ConnectionFailure, type ConnectionPlace, failureThrough } from './connection-errors.ts';
import { type Gate, gateFor } from './gate.ts';
import {
  type Hop,
  HopWatch,
  type ProxyAnswer,
  type ProxyHop,
  type Route,
  type RouteServices,
  routeTo,
  tunnelThrough,
} from './route.ts';

/** More text than any service of the bench writes into one answer. */
const mostTextBytes = 64 * 1024 * 1024;

interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The answer's bytes, once. Throws when they end early, which `explain` turns into words. */
  readonly body: AsyncIterable<Buffer>;
  explain(error: unknown): BenchError;
}

/** Thrown in the middle of an answer of which nothing more comes. */
class Silence extends Error {
  readonly silenceMs: number;

  constructor(silenceMs: number) {
    super(`nothing more came within ${silenceMs / 1000} s`);
    this.silenceMs = silenceMs;
  }
}

function headersBehind(gate: Gate, response: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, headerValue(gate.text(one)));
  }
  return headers;
}

/** The mark of what is hidden is none of the letters that a header may have. */
const headerValue = (text: string): string => text.replaceAll(/[^\t -~\u0080-\u00ff]/g, '*');

async function* watched(response: IncomingMessage, signal: AbortSignal | undefined, silenceMs: number) {
  const stop = (): void => void response.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  const timer = setTimeout(() => response.destroy(new Silence(silenceMs)), silenceMs);
  try {
    for await (const chunk of response) {
      timer.refresh();
      yield chunk as Buffer;
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    response.destroy();
  }
}

/** An answer as it is handed on: nothing of it but through the gate. */
const answerBehind = (
  gate: Gate,
  response: IncomingMessage,
  {
    signal,
    silenceMs,
    explain,
  }: { signal: AbortSignal | undefined; silenceMs: number; explain: HttpAnswer['explain'] },
): HttpAnswer => ({
  status: response.statusCode ?? 0,
  headers: headersBehind(gate, response),
  body: gate.body(watched(response, signal, silenceMs)),
  explain,
});

/** The whole answer as text. */
export async function textOf(answer: HttpAnswer): Promise<Result<{ text: string }>> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of answer.body) {
      bytes += part.length;
      if (bytes > mostTextBytes) {
        return refuse(benchError('unreachable', 'The answer is larger than any that is expected, so it was not read.'));
      }
      parts.push(part);
    }
  } catch (error) {
    return refuse(answer.explain(error));
  }
  return ok({ text: Buffer.concat(parts).toString('utf8') });
}

/** How a question over HTTP came to no whole answer. */
type HttpFailure =
  | ConnectionFailure
  /** The answer had begun. */
  | { readonly kind: 'body'; readonly error: unknown };

/** A failed question as an error a person can act on: at which hop, and what to do. Nothing the other side said is in it but through the gate. */
function explainHttp(failure: HttpFailure, gate: Gate, host: string, hop: Hop, proxy: ProxyHop | null): BenchError {
  const place: ConnectionPlace = {
    host,
    proxy: proxy === null ? null : { host: proxy.host, from: proxy.from, withLogin: proxy.login !== null },
    over: 'HTTPS',
  };
  if (failure.kind !== 'body') return gate.error(connectionError(failureThrough(gate, failure), place));
  const { error } = failure;
  if (error instanceof Silence) {
    return gate.error(connectionError({ kind: 'timeout', afterMs: error.silenceMs, hop }, place));
  }
  return gate.error(
    benchError('unreachable', `${host} cut the connection in the middle of its answer.`, {
      nextStep: 'Try again; if it stays, a proxy or firewall on the way may cut long answers.',
      facts: { hop: 'connection, service', host, ...(proxy === null ? {} : { proxy: proxy.host }) },
    }),
  );
}

export interface HttpQuestion {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
  /** What the answer must not repeat beside what the question carries: a token of the questions before it. */
  readonly secrets?: readonly string[];
  /** The longest silence, before the answer and in the middle of it. */
  readonly silenceMs: number;
}

/**
 * Asks one question over HTTP. Any status is an answer; a refusal says at which hop the way ended. Redirects are not followed:
 * a token would travel with them. Never throws, and no refusal holds a header, a query or a body. Headers, body and errors have passed
 * the gate of the question: what it carries itself comes back in none of them.
 */
export type Http = (address: URL, question: HttpQuestion) => Promise<Result<{ answer: HttpAnswer }>>;

/** Every HTTP question of the engine goes this way: through the proxy and with the authorities that the settings name. */
export const httpOver =
  (network: () => NetworkSettings, services: RouteServices): Http =>
  async (address, question) => {
    const { protocol, hostname, host } = address;
    if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) {
      return refuse(
        benchError('invalid-address', `${protocol}//${host} would be asked unencrypted.`, {
          nextStep: 'Use https://. Unencrypted addresses are allowed on this machine only.',
        }),
      );
    }
    const routed = await routeTo(address.href, network(), services);
    if (!routed.ok) return routed;
    try {
      return await exchange(address, question, routed.route);
    } catch {
      // Node checks what goes into a header before it sends anything; its words may hold the header.
      return refuse(
        benchError('invalid-argument', `The question to ${host} holds characters that HTTP does not carry.`),
      );
    }
  };

const carriers = /^(?:authorization|api-key)$/i;

/** What a question carries that its answer must not repeat: keys and tokens in headers, and the signature of a signed address. */
const secretsOf = (address: URL, headers: Readonly<Record<string, string>>): string[] => [
  ...Object.entries(headers).flatMap(([name, value]) =>
    carriers.test(name) ? [value.replace(/^[A-Za-z]+\s+/, '')] : [],
  ),
  ...address.searchParams.getAll('sig'),
];

function exchange(address: URL, question: HttpQuestion, route: Route): Promise<Result<{ answer: HttpAnswer }>> {
  const { proxy, secureContext } = route;
  const { method = 'GET', headers = {}, body, signal, silenceMs } = question;
  const watch = new HopWatch(proxy !== null);
  const gate = gateFor([...secretsOf(address, headers), ...(question.secrets ?? [])], proxy);
  const givenUp = new AbortController();
  let proxyAnswer: ProxyAnswer | null = null;
  return new Promise((resolve) => {
    const explained = (failure: HttpFailure): BenchError => explainHttp(failure, gate, address.host, watch.hop, proxy);
    const explainBody = (error: unknown): BenchError => explained({ kind: 'body', error });
    const explain = (failure: HttpFailure): Result<never> => refuse(explained(failure));
    const agent =
      proxy !== null &&
      tunnelThrough(proxy, secureContext, givenUp.signal, (said) => {
        if (said.status === 200) watch.tunnelled();
        else proxyAnswer = said;
      });
    const options = {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
      agent,
      ...(secureContext === undefined ? {} : { secureContext }),
    };
    const request: ClientRequest =
      address.protocol === 'https:' ? secureRequest(address, options) : plainRequest(address, options);
    watch.follow(request);
    let answered = false;
    const settle = (result: Result<{ answer: HttpAnswer }>): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      resolve(result);
      if (result.ok) return;
      request.destroy();
      givenUp.abort();
    };
    const timer = setTimeout(() => settle(explain({ kind: 'timeout', afterMs: silenceMs, hop: watch.hop })), silenceMs);
    const onAbort = (): void => settle(refuse(benchError('refused', `The question to ${address.host} was cancelled.`)));
    signal?.addEventListener('abort', onAbort, { once: true });
    request.on('error', (error: Error & { code?: string }) => {
      if (answered) return;
      if (proxyAnswer !== null) return settle(explain({ kind: 'proxy', answer: proxyAnswer }));
      const { code = '', message } = error;
      settle(explain({ kind: 'network', code, message, hop: watch.hop, issuer: watch.issuer }));
    });
    request.on('response', (response: IncomingMessage) => {
      answered = true;
      // A proxy's refusal arrives in the place of the service's answer.
      if (proxyAnswer !== null) return settle(explain({ kind: 'proxy', answer: proxyAnswer }));
      const parts = { signal, silenceMs, explain: explainBody };
      settle(ok({ answer: answerBehind(gate, response, parts) }));
    });
    if (signal?.aborted === true) onAbort();
    else request.end(body);
  });
}

/** The longest wait between two tries where the service asks for none. */
const longestWaitMs = 60_000;
const firstWaitMs = 1000;

/**
 * How long to wait before the next try: as long as the service asks, however long that is.
 * @param header `Retry-After`: seconds or a date; without one the wait doubles with each try up to a minute
 * @param attempt tries made so far
 */
export function waitBeforeRetry(header: string | null, attempt: number, nowMs: number): number {
  const seconds = header === null || header.trim() === '' ? Number.NaN : Number(header);
  const untilMs = header === null ? Number.NaN : Date.parse(header);
  const wantedMs = Number.isFinite(seconds) ? seconds * 1000 : Number.isNaN(untilMs) ? Number.NaN : untilMs - nowMs;
  return Number.isNaN(wantedMs) ? Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1)) : Math.max(0, wantedMs);
}
