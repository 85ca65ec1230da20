import { request as plainRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import { benchError, ok, refuse, type BenchError, type Result } from '../../../shared/errors.ts';
import type { NetworkSettings } from '../../../shared/network/settings.ts';
import { isLoopback } from '../../../shared/protocol/endpoint/url.ts';
import { gateFor } from './gate.ts';
import { HopWatch } from './hop-watch.ts';
import { answerBehind, type HttpAnswer } from './http-answer.ts';
import { explainHttp, type HttpFailure } from './http-error.ts';
import { routeTo, type Route, type RouteServices } from './route.ts';
import { tunnelThrough, type ProxyAnswer } from './tunnel.ts';

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
    const explained = (failure: HttpFailure): BenchError => explainHttp(failure, gate, address.host, watch, proxy);
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
    const timer = setTimeout(() => settle(explain({ kind: 'silence', silenceMs })), silenceMs);
    const onAbort = (): void => settle(refuse(benchError('refused', `The question to ${address.host} was cancelled.`)));
    signal?.addEventListener('abort', onAbort, { once: true });
    request.on('error', (error: Error & { code?: string }) => {
      if (answered) return;
      if (proxyAnswer !== null) return settle(explain({ kind: 'proxy', answer: proxyAnswer }));
      const { code = '', message } = error;
      settle(explain({ kind: 'network', code, message, issuer: watch.issuer }));
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
