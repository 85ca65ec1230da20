import { benchError, ok, refuse, type Result } from '../errors.ts';
import { assertNever } from '../assert-never.ts';
import type { Endpoint } from './endpoint.ts';

export interface EndpointAddress {
  /** Full WebSocket address without any secret. For the simulator: the path and query only, since its port is not known before it runs. */
  readonly url: string;
  /** For people: `contoso-voice, Azure GA`. */
  readonly label: string;
  /** Deployment or model name. */
  readonly deployment: string;
  readonly auth: 'api-key' | 'bearer' | 'none';
}

const hostPattern = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/i;
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;
const secretParameters = [
  'api-key',
  'apikey',
  'api_key',
  'key',
  'token',
  'access_token',
  'authorization',
  'subscription-key',
];

const bad = (message: string, nextStep: string): { ok: false; error: ReturnType<typeof benchError> } =>
  refuse(benchError('invalid-address', message, { nextStep }));

/** True for a host that never leaves this machine; only there may a socket be unencrypted. */
export const isLoopback = (hostname: string): boolean => loopback.test(hostname);

/** A host as a person pastes it: the scheme, a path and spaces around it are dropped. */
export function hostOf(text: string): string {
  return text
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/, '');
}

function customAddress(text: string, auth: EndpointAddress['auth']): Result<EndpointAddress> {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return bad(`"${text.trim()}" is not an address.`, 'Give the whole WebSocket address, beginning with wss://.');
  }
  if (url.protocol !== 'wss:' && url.protocol !== 'ws:') {
    return bad(
      `The address begins with ${url.protocol}// and a Realtime session needs a WebSocket.`,
      'Begin it with wss://.',
    );
  }
  if (url.protocol === 'ws:' && !isLoopback(url.hostname)) {
    return bad(
      `ws:// would send the key and your voice to ${url.hostname} unencrypted.`,
      'Use wss://. Unencrypted sockets are allowed to this machine only.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    return bad('The address holds a user name or password.', 'Take it out of the address and store it as the key.');
  }
  const secret = [...url.searchParams.keys()].find((name) => secretParameters.includes(name.toLowerCase()));
  if (secret !== undefined) {
    return bad(
      `The address holds a secret in "${secret}", and addresses are written to the record.`,
      'Take it out of the address and store it as the key; it then travels in a header.',
    );
  }
  const deployment = url.searchParams.get('model') ?? url.searchParams.get('deployment') ?? '';
  return ok({ url: text.trim(), label: `${url.host}, custom address`, deployment: deployment || url.host, auth });
}

/** The address of an endpoint, or a sentence on why there is none. Pure; connects to nothing. */
export function endpointUrl(endpoint: Endpoint): Result<EndpointAddress> {
  switch (endpoint.kind) {
    case 'simulator': {
      const mode = endpoint.mode === 'echo' ? '&mode=echo' : '';
      return ok({
        url: `/v1/realtime?model=${encodeURIComponent(endpoint.model)}${mode}`,
        label: endpoint.mode === 'echo' ? 'simulator, echo' : 'simulator',
        deployment: endpoint.model,
        auth: 'none',
      });
    }
    case 'azure': {
      const host = hostOf(endpoint.host);
      if (!hostPattern.test(host)) {
        return bad(
          `"${endpoint.host}" is not a host name.`,
          'Give the resource host, for example contoso-voice.openai.azure.com.',
        );
      }
      const full = host.includes('.') ? host : `${host}.openai.azure.com`;
      const deployment = endpoint.deployment.trim();
      return ok({
        url: `wss://${full}/openai/v1/realtime?model=${encodeURIComponent(deployment)}`,
        label: `${full.split('.')[0]}, Azure GA`,
        deployment,
        auth: endpoint.auth,
      });
    }
    case 'openai': {
      const host = hostOf(endpoint.host);
      if (!hostPattern.test(host))
        return bad(`"${endpoint.host}" is not a host name.`, 'Give api.openai.com or a regional host.');
      return ok({
        url: `wss://${host}/v1/realtime?model=${encodeURIComponent(endpoint.model.trim())}`,
        label: `${host}, OpenAI`,
        deployment: endpoint.model.trim(),
        auth: 'bearer',
      });
    }
    case 'custom':
      return customAddress(endpoint.url, endpoint.auth);
    default:
      return assertNever(endpoint, 'Endpoint kind');
  }
}
