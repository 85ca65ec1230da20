import { benchError, type BenchError, type ErrorReason } from '../../../shared/errors.ts';
import { lookup } from '../../../shared/lookup.ts';
import type { Hop } from './hop-watch.ts';

/** Where a failure below HTTP happened. */
export interface NetworkPlace {
  readonly hop: Hop;
  /** The service. */
  readonly host: string;
  /** The proxy on the way; null on the direct way. */
  readonly proxy: { readonly host: string; readonly from: 'settings' | 'system' } | null;
  /** Who issued the certificate that was shown. */
  readonly issuer: string | null;
  /** What was spoken. Absent: a session's WebSocket. */
  readonly over?: 'HTTPS';
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
const rules = lookup<NetworkRule>({
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

const ruleFor = (code: string, over: NetworkPlace['over']): NetworkRule | undefined => {
  const rule = rules(code);
  if (rule === undefined || over === undefined) return rule;
  return { ...rule, ...overHttps(rule === notTls ? 'EPROTO' : code) };
};

/** A failure below HTTP as an error a person can act on; one without an entry keeps Node's own words. */
export function explainNetwork(code: string, message: string, place: NetworkPlace): BenchError {
  const { hop, host, proxy, issuer } = place;
  const atProxy = hop === 'proxy' && proxy !== null;
  const who = atProxy
    ? `The proxy ${proxy.host}`
    : proxy === null
      ? host
      : `${host}, reached through the proxy ${proxy.host},`;
  const rule = ruleFor(code, place.over);
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
