import { assertNever, benchError, type BenchError, type ErrorReason } from '../../../shared/kit/errors.ts';
import { lookup } from '../../../shared/kit/lookup.ts';
import type { Gate } from './gate.ts';
import type { Hop, ProxyAnswer } from './route.ts';

/** How a connection or a question came to no answer of the service. */
export type ConnectionFailure =
  | {
      readonly kind: 'network';
      /** Node's code; empty where there is none. */
      readonly code: string;
      readonly message: string;
      readonly hop: Hop;
      /** Who issued the certificate that was shown; null: none was. */
      readonly issuer: string | null;
    }
  /** The proxy's answer to CONNECT was no. */
  | { readonly kind: 'proxy'; readonly answer: ProxyAnswer }
  | { readonly kind: 'timeout'; readonly afterMs: number; readonly hop: Hop };

/** What was being reached, and how. */
export interface ConnectionPlace {
  /** The service. */
  readonly host: string;
  /** The proxy on the way; null on the direct way. */
  readonly proxy: { readonly host: string; readonly from: 'settings' | 'system'; readonly withLogin: boolean } | null;
  readonly over: 'WebSockets' | 'HTTPS';
}

/** A failure with what the other side said in it through the gate. */
export function failureThrough(gate: Gate, failure: ConnectionFailure): ConnectionFailure {
  switch (failure.kind) {
    case 'network': {
      const { message, issuer } = failure;
      return { ...failure, message: gate.fact(message), issuer: issuer === null ? null : gate.fact(issuer) };
    }
    case 'proxy': {
      const { status, headers } = failure.answer;
      return { kind: 'proxy', answer: { status, headers: gate.facts(headers) } };
    }
    case 'timeout':
      return failure;
    default:
      return assertNever(failure, 'Connection failure');
  }
}

/** A failure as an error a person can act on: at which hop, and what to do. Pure; what the other side said has passed the gate. */
export function connectionError(failure: ConnectionFailure, place: ConnectionPlace): BenchError {
  switch (failure.kind) {
    case 'network':
      return explainNetwork(failure, place);
    case 'proxy':
      return explainProxy(failure.answer, {
        proxy: place.proxy?.host ?? '',
        from: place.proxy?.from ?? 'settings',
        withLogin: place.proxy?.withLogin ?? false,
        host: place.host,
      });
    case 'timeout':
      return timedOut(failure, place);
    default:
      return assertNever(failure, 'Connection failure');
  }
}

/** What is to be looked at when the service itself does not answer in time. */
const onTime = {
  WebSockets: 'Check the host name, and that a proxy or firewall on the way lets WebSockets through.',
  HTTPS: 'Check the network, and that a proxy or firewall on the way lets HTTPS to this host through.',
} as const;

function timedOut(
  { afterMs, hop }: { readonly afterMs: number; readonly hop: Hop },
  { host, proxy, over }: ConnectionPlace,
): BenchError {
  const atProxy = hop === 'proxy' && proxy !== null;
  const who = atProxy ? `The proxy ${proxy.host}` : host;
  return benchError('timeout', `${who} did not answer within ${(afterMs / 1000).toFixed(0)} seconds.`, {
    nextStep: atProxy ? 'Check the proxy in the network settings, and that it may be reached from here.' : onTime[over],
    facts: { hop, host, ...(proxy === null ? {} : { proxy: proxy.host }) },
  });
}

interface NetworkRule {
  readonly reason: ErrorReason;
  /** Which part of the hop it is. */
  readonly part: 'name lookup' | 'connection' | 'TLS';
  /** @param who the host, or `The proxy …` */
  message(who: string, issuer: string | null): string;
  readonly nextStep: string;
}

const certificate = (what: (issuer: string | null) => string, nextStep: string): NetworkRule => ({
  reason: 'unreachable',
  part: 'TLS',
  message: (who, issuer) => `${who} shows a certificate that ${what(issuer)}, so nothing was sent to it.`,
  nextStep,
});

const unknownAuthority = certificate(
  (issuer) =>
    issuer === null
      ? 'was issued by an authority this machine does not know'
      : `was issued by "${issuer}", which this machine does not know`,
  'If a company proxy reads encrypted traffic, add its certificate authority as an extra CA file in the network settings; otherwise check the host name.',
);

const by = (issuer: string | null): string => (issuer === null ? '' : ` (issued by "${issuer}")`);

const notTls: NetworkRule = {
  reason: 'unreachable',
  part: 'TLS',
  message: (who) => `${who} does not speak TLS on that port.`,
  nextStep: 'Check the port. An unencrypted ws:// address is allowed to this machine only.',
};

const noHost: NetworkRule = {
  reason: 'unreachable',
  part: 'name lookup',
  message: (who) => `${who} was not found: no machine has that name.`,
  nextStep: 'Check the spelling of the host, and that this machine is online.',
};

const noRoute: NetworkRule = {
  reason: 'unreachable',
  part: 'connection',
  message: (who) => `${who} cannot be reached: there is no way there from this machine.`,
  nextStep: 'Check the network, VPN and private endpoint settings.',
};

const mend = 'Check the host name; if a company proxy reads encrypted traffic, its certificate needs mending there.';

/** One entry an error code of Node's network layers. */
const networkRules = lookup<NetworkRule>({
  ENOTFOUND: noHost,
  EAI_AGAIN: {
    ...noHost,
    message: (who) => `${who} could not be looked up: the name server did not answer.`,
  },
  ECONNREFUSED: {
    reason: 'unreachable',
    part: 'connection',
    message: (who) => `${who} refused the connection: nothing listens at that port.`,
    nextStep: 'Check host and port, and that the service runs.',
  },
  ECONNRESET: {
    reason: 'unreachable',
    part: 'connection',
    message: (who) => `${who} cut the connection before the session began.`,
    nextStep: 'Check that a proxy or firewall on the way lets WebSockets through, then try again.',
  },
  ETIMEDOUT: {
    reason: 'timeout',
    part: 'connection',
    message: (who) => `${who} did not answer.`,
    nextStep: 'Check the host name, and that a proxy or firewall on the way lets the connection through.',
  },
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  EADDRNOTAVAIL: noRoute,
  EPROTO: notTls,
  ERR_SSL_WRONG_VERSION_NUMBER: notTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: notTls,
  CERT_HAS_EXPIRED: certificate((issuer) => `has expired${by(issuer)}`, mend),
  CERT_NOT_YET_VALID: certificate(
    (issuer) => `is not valid yet${by(issuer)}`,
    'Check that the clock of this machine is right.',
  ),
  ERR_TLS_CERT_ALTNAME_INVALID: certificate((issuer) => `is made out to another name${by(issuer)}`, mend),
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate(() => 'it signed itself', unknownAuthority.nextStep),
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
});

/** What is said otherwise of a question over HTTPS. */
const overHttps = lookup<Partial<NetworkRule>>({
  ECONNRESET: {
    message: (who) => `${who} cut the connection before it answered.`,
    nextStep: 'Try again; if it stays, check that a proxy or firewall on the way lets HTTPS to this host through.',
  },
  EPROTO: { nextStep: 'Check the port, and that the address begins with https://.' },
});

const ruleFor = (code: string, over: ConnectionPlace['over']): NetworkRule | undefined => {
  const rule = networkRules(code);
  if (rule === undefined || over === 'WebSockets') return rule;
  return { ...rule, ...overHttps(rule === notTls ? 'EPROTO' : code) };
};

/** A failure below HTTP as an error a person can act on; one without an entry keeps Node's own words. */
function explainNetwork(
  { code, message, hop, issuer }: Extract<ConnectionFailure, { kind: 'network' }>,
  { host, proxy, over }: ConnectionPlace,
): BenchError {
  const atProxy = hop === 'proxy' && proxy !== null;
  const who = atProxy
    ? `The proxy ${proxy.host}`
    : proxy === null
      ? host
      : `${host}, reached through the proxy ${proxy.host},`;
  const rule = ruleFor(code, over);
  const part = rule?.part ?? 'connection';
  const facts = {
    hop: `${part}, ${hop}`,
    host,
    ...(proxy === null ? {} : { proxy: proxy.host }),
    ...(issuer === null ? {} : { 'certificate issuer': issuer }),
    ...(code === '' ? {} : { code }),
  };
  if (rule === undefined) {
    return benchError(
      'unreachable',
      `The connection to ${atProxy ? `the proxy ${proxy.host}` : host} failed: ${message}.`,
      {
        nextStep: atProxy ? proxyStep(proxy.from) : 'Check the address and the network, then try again.',
        facts,
      },
    );
  }
  const nextStep = atProxy && rule.part !== 'TLS' ? proxyStep(proxy.from) : rule.nextStep;
  return benchError(rule.reason, rule.message(who, issuer), { nextStep, facts });
}

const proxyStep = (from: 'settings' | 'system'): string =>
  from === 'system'
    ? 'The system names this proxy: check it there, or choose another way in the network settings.'
    : 'Check the address of the proxy in the network settings.';

/** What the error is about: the proxy, how it came into play, and the host behind it. */
interface ProxyPlace {
  readonly proxy: string;
  readonly from: 'settings' | 'system';
  readonly withLogin: boolean;
  readonly host: string;
}

interface ProxyRule {
  message(place: ProxyPlace): string;
  nextStep(place: ProxyPlace): string;
}

const tunnelRefused: ProxyRule = {
  message: ({ proxy, host }) => `The proxy ${proxy} does not let connections to ${host} through.`,
  nextStep: ({ host }) =>
    `Ask whoever runs the proxy to allow CONNECT to ${host}, or choose another way in the network settings.`,
};

/** One entry an answer of a proxy to CONNECT. */
const proxyRules = lookup<ProxyRule>({
  403: tunnelRefused,
  405: tunnelRefused,
  407: {
    message: ({ proxy, withLogin }) =>
      withLogin
        ? `The proxy ${proxy} did not accept the user name and password.`
        : `The proxy ${proxy} asks for a user name and password.`,
    nextStep: ({ withLogin, from }) =>
      from === 'system'
        ? 'In the network settings choose an explicit proxy and give it the user name and password.'
        : `${withLogin ? 'Check' : 'Enter'} the user name and password of the proxy in the network settings.`,
  },
  502: {
    message: ({ proxy, host }) => `The proxy ${proxy} could not reach ${host}.`,
    nextStep: ({ host }) => `Check that ${host} is spelled right and may be reached from where the proxy stands.`,
  },
  503: {
    message: ({ proxy, host }) => `The proxy ${proxy} opens no connection to ${host} at this time.`,
    nextStep: () => 'Try again in a minute; if it stays, ask whoever runs the proxy.',
  },
  504: {
    message: ({ proxy, host }) => `The proxy ${proxy} waited in vain for ${host}.`,
    nextStep: ({ host }) => `Check that ${host} is spelled right and may be reached from where the proxy stands.`,
  },
});

const noTunnel: ProxyRule = {
  message: ({ proxy, host }) => `The proxy ${proxy} opened no tunnel to ${host}.`,
  nextStep: () => 'Check that the address is that of an HTTP proxy which allows CONNECT.',
};

/** The name of a way to sign in, as it may stand in a sentence. */
const scheme = /^[A-Za-z]{1,30}(?=[\s,]|$)/;

function otherSignIn(offered: string): string {
  const name = scheme.exec(offered)?.[0];
  const takes = name === undefined ? 'It takes no Basic sign-in' : `It takes only ${name}`;
  return `${takes}, ${name === undefined ? 'and the bench speaks no other' : 'which the bench does not speak'}: ask for a proxy with Basic sign-in, or let a local proxy sign in for you.`;
}

/** A proxy's refusal as an error a person can act on. Pure; what the proxy said has passed the gate. */
function explainProxy({ status, headers }: ProxyAnswer, place: ProxyPlace): BenchError {
  const rule = proxyRules(status) ?? noTunnel;
  const offered = headers['proxy-authenticate'] ?? null;
  // The bench signs in with a name and a password only.
  const unusable = status === 407 && offered !== null && !/\bbasic\b/i.test(offered);
  return benchError('unreachable', `${rule.message(place)} It answered HTTP ${status}.`, {
    nextStep: unusable ? otherSignIn(offered) : rule.nextStep(place),
    facts: {
      hop: status === 407 ? 'sign-in at the proxy' : 'tunnel through the proxy',
      proxy: place.proxy,
      host: place.host,
      'proxy status': String(status),
    },
  });
}
