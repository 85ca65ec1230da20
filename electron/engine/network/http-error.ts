import { assertNever } from '../../../shared/assert-never.ts';
import { benchError, type BenchError } from '../../../shared/errors.ts';
import { networkThrough, proxyThrough, type Gate } from './gate.ts';
import type { HopWatch } from './hop-watch.ts';
import { Silence } from './http-answer.ts';
import { explainNetwork } from './network-error.ts';
import { explainProxy } from './proxy-error.ts';
import type { ProxyHop } from './route.ts';
import type { ProxyAnswer } from './tunnel.ts';

/** How a question over HTTP came to no whole answer. */
export type HttpFailure =
  | { readonly kind: 'network'; readonly code: string; readonly message: string; readonly issuer: string | null }
  /** The proxy's answer to CONNECT was no. */
  | { readonly kind: 'proxy'; readonly answer: ProxyAnswer }
  | { readonly kind: 'silence'; readonly silenceMs: number }
  /** The answer had begun. */
  | { readonly kind: 'body'; readonly error: unknown };

function silent(silenceMs: number, host: string, watch: HopWatch, proxy: ProxyHop | null): BenchError {
  const atProxy = watch.hop === 'proxy' && proxy !== null;
  const who = atProxy ? `The proxy ${proxy.host}` : host;
  return benchError('timeout', `${who} did not answer within ${(silenceMs / 1000).toFixed(0)} seconds.`, {
    nextStep: atProxy
      ? 'Check the proxy in the network settings, and that it may be reached from here.'
      : 'Check the network, and that a proxy or firewall on the way lets HTTPS to this host through.',
    facts: { hop: watch.hop, host, ...(proxy === null ? {} : { proxy: proxy.host }) },
  });
}

/** A failure with what the other side said in it through the gate. */
function through(gate: Gate, failure: HttpFailure): HttpFailure {
  switch (failure.kind) {
    case 'network':
      return { ...failure, ...networkThrough(gate, failure) };
    case 'proxy':
      return { kind: 'proxy', answer: proxyThrough(gate, failure.answer) };
    case 'silence':
    case 'body':
      return failure;
    default:
      return assertNever(failure, 'HTTP failure');
  }
}

/** A failed question as an error a person can act on: at which hop, and what to do. Nothing the other side said is in it but through the gate. */
export const explainHttp = (
  failure: HttpFailure,
  gate: Gate,
  host: string,
  watch: HopWatch,
  proxy: ProxyHop | null,
): BenchError => gate.error(explain(through(gate, failure), host, watch, proxy));

function explain(failure: HttpFailure, host: string, watch: HopWatch, proxy: ProxyHop | null): BenchError {
  switch (failure.kind) {
    case 'network': {
      const { code, message, issuer } = failure;
      return explainNetwork(code, message, { hop: watch.hop, host, proxy, issuer, over: 'HTTPS' });
    }
    case 'proxy':
      return explainProxy(failure.answer, {
        proxy: proxy?.host ?? '',
        from: proxy?.from ?? 'settings',
        withLogin: proxy !== null && proxy.login !== null,
        host,
      });
    case 'silence':
      return silent(failure.silenceMs, host, watch, proxy);
    case 'body': {
      const { error } = failure;
      if (error instanceof Silence) return silent(error.silenceMs, host, watch, proxy);
      return benchError('unreachable', `${host} cut the connection in the middle of its answer.`, {
        nextStep: 'Try again; if it stays, a proxy or firewall on the way may cut long answers.',
        facts: { hop: 'connection, service', host, ...(proxy === null ? {} : { proxy: proxy.host }) },
      });
    }
    default:
      return assertNever(failure, 'HTTP failure');
  }
}
