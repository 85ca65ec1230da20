import { benchError, type BenchError, type ErrorReason } from '../../../shared/errors.ts';

interface NetworkRule {
  readonly reason: ErrorReason;
  message(host: string): string;
  readonly nextStep: string;
}

const certificate = (what: string): NetworkRule => ({
  reason: 'unreachable',
  message: (host) => `${host} shows a certificate that ${what}, so nothing was sent to it.`,
  nextStep:
    'If a company proxy reads encrypted traffic, give its certificate authority to Node with NODE_EXTRA_CA_CERTS; otherwise check the host name.',
});

const notTls: NetworkRule = {
  reason: 'unreachable',
  message: (host) => `${host} does not speak TLS on that port.`,
  nextStep: 'Check the port. An unencrypted ws:// address is allowed to this machine only.',
};

const noHost: NetworkRule = {
  reason: 'unreachable',
  message: (host) => `No machine called ${host} was found.`,
  nextStep: 'Check the spelling of the host, and that this machine is online.',
};

const noRoute: NetworkRule = {
  reason: 'unreachable',
  message: (host) => `There is no way from this machine to ${host}.`,
  nextStep: 'Check the network, VPN and private endpoint settings.',
};

/** One entry an error code of Node's network layers. */
const rules: Readonly<Record<string, NetworkRule>> = {
  ENOTFOUND: noHost,
  EAI_AGAIN: {
    ...noHost,
    message: (host) => `The name ${host} could not be looked up: the name server did not answer.`,
  },
  ECONNREFUSED: {
    reason: 'unreachable',
    message: (host) => `${host} refused the connection: nothing listens at that port.`,
    nextStep: 'Check host and port, and that the service runs.',
  },
  ECONNRESET: {
    reason: 'unreachable',
    message: (host) => `${host} cut the connection before the session began.`,
    nextStep: 'Check that a proxy or firewall on the way lets WebSockets through, then try again.',
  },
  ETIMEDOUT: {
    reason: 'timeout',
    message: (host) => `${host} did not answer.`,
    nextStep: 'Check the host name, and that a proxy or firewall on the way lets the connection through.',
  },
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  EADDRNOTAVAIL: noRoute,
  EPROTO: notTls,
  ERR_SSL_WRONG_VERSION_NUMBER: notTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: notTls,
  CERT_HAS_EXPIRED: certificate('has expired'),
  CERT_NOT_YET_VALID: certificate('is not valid yet (is the clock of this machine right?)'),
  ERR_TLS_CERT_ALTNAME_INVALID: certificate('is made out to another name'),
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate('it signed itself'),
  SELF_SIGNED_CERT_IN_CHAIN: certificate('was signed by an authority this machine does not know'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate('was signed by an authority this machine does not know'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate('was signed by an authority this machine does not know'),
};

/** A failure below HTTP as an error a person can act on; one without an entry keeps Node's own words. */
export function explainNetwork(code: string, message: string, host: string): BenchError {
  const rule = rules[code];
  const facts = { host, ...(code === '' ? {} : { code }) };
  if (rule !== undefined) return benchError(rule.reason, rule.message(host), { nextStep: rule.nextStep, facts });
  return benchError('unreachable', `The connection to ${host} failed: ${message}.`, {
    nextStep: 'Check the address and the network, then try again.',
    facts,
  });
}
