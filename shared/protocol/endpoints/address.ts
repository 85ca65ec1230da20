import { assertNever, benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import type { JsonObject } from '../../kit/json.ts';
import { partsOfHost, refuseMisplacedKey, repeatable, repeated } from '../../kit/untrusted/quoting.ts';
import type { Dialect } from '../dialects.ts';
import { addressComplaint, hostOf, isHost, isLoopback } from './address-checks.ts';
import { type AuthScheme, usualApiVersion } from './authentication.ts';
import type { Endpoint } from './schema.ts';

export { hostOf, isLoopback } from './address-checks.ts';

export interface EndpointAddress {
  /** Full WebSocket address without any secret. For the simulator: the path and query only, since its port is not known before it runs. */
  readonly url: string;
  /** For people: `contoso-voice, Azure GA`. */
  readonly label: string;
  /** Deployment or model name. */
  readonly deployment: string;
  readonly auth: AuthScheme;
  /** How events are named and shaped on this wire. */
  readonly dialect: Dialect;
  readonly intent: 'conversation' | 'transcription';
  /** Further headers of the handshake. Never a secret. */
  readonly headers: Readonly<Record<string, string>>;
}

type Of<K extends Endpoint['kind']> = Extract<Endpoint, { kind: K }>;

const bad = (message: string, nextStep: string): { ok: false; error: ReturnType<typeof benchError> } =>
  refuse(benchError('invalid-address', message, { nextStep }));

/** The query of an address, in the order given; a part without a value is left out. */
function query(parts: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined && value !== '');
  return given.map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`).join('&');
}

const transcriptionOf = (endpoint: { readonly intent?: string | undefined }): string | undefined =>
  endpoint.intent === 'transcription' ? 'transcription' : undefined;

const plain = { dialect: 'ga', intent: 'conversation', headers: {} } as const;

function simulatorAddress(endpoint: Of<'simulator'>): Result<EndpointAddress> {
  const { mode, model, dialect = 'ga' } = endpoint;
  const intent = transcriptionOf(endpoint);
  const deployment = intent === undefined ? model : undefined;
  const more = { intent, mode: mode === 'echo' ? 'echo' : undefined };
  const path =
    dialect === 'preview'
      ? `/openai/realtime?${query({ 'api-version': usualApiVersion, deployment, ...more })}`
      : `/v1/realtime?${query({ model: deployment, ...more })}`;
  const words = ['simulator', ...(mode === 'echo' ? ['echo'] : []), ...(dialect === 'preview' ? ['preview'] : [])];
  return ok({
    ...plain,
    url: path,
    label: words.join(', '),
    deployment: model,
    auth: 'none',
    dialect,
    intent: endpoint.intent ?? 'conversation',
  });
}

function azureAddress(endpoint: Of<'azure' | 'azure-preview' | 'azure-unversioned'>): Result<EndpointAddress> {
  const host = hostOf(endpoint.host);
  if (!isHost(host)) {
    return bad(
      `${repeated(endpoint.host)} is not a host name.`,
      'Give the resource host, for example contoso-voice.openai.azure.com.',
    );
  }
  const full = host.includes('.') || host.includes(':') ? host : `${host}.openai.azure.com`;
  const deployment = endpoint.deployment.trim();
  const intent = transcriptionOf(endpoint);
  if (deployment === '' && intent === undefined) {
    return bad(
      `The address of ${full} names no deployment.`,
      'Give the name of the deployment, for example voice-mini.',
    );
  }
  const resource = full.split('.')[0] ?? full;
  const common = {
    deployment: deployment === '' ? 'transcription' : deployment,
    auth: endpoint.auth,
    intent: endpoint.intent ?? 'conversation',
    headers: {},
  };
  switch (endpoint.kind) {
    case 'azure':
      return ok({
        ...common,
        url: `wss://${full}/openai/v1/realtime?${query({ model: deployment, intent })}`,
        label: `${resource}, Azure GA`,
        dialect: 'ga',
      });
    case 'azure-preview': {
      const version = endpoint.apiVersion.trim();
      if (version === '') {
        return bad('The preview form of Azure needs an api-version.', `Give one, for example ${usualApiVersion}.`);
      }
      return ok({
        ...common,
        url: `wss://${full}/openai/realtime?${query({ 'api-version': version, deployment, intent })}`,
        label: `${resource}, Azure preview`,
        dialect: 'preview',
      });
    }
    case 'azure-unversioned':
      return ok({
        ...common,
        url: `wss://${full}/openai/realtime?${query({ model: deployment, intent })}`,
        label: `${resource}, Azure without version`,
        dialect: endpoint.dialect ?? 'ga',
      });
    default:
      return assertNever(endpoint, 'Azure form');
  }
}

function openaiAddress(endpoint: Of<'openai'>): Result<EndpointAddress> {
  const host = hostOf(endpoint.host);
  if (!isHost(host))
    return bad(`${repeated(endpoint.host)} is not a host name.`, 'Give api.openai.com or a regional host.');
  const model = endpoint.model.trim();
  const intent = transcriptionOf(endpoint);
  if (model === '' && intent === undefined) {
    return bad(`The address of ${host} names no model.`, 'Give the name of the model, for example gpt-realtime-mini.');
  }
  const named: readonly (readonly [name: string, value: string])[] = [
    ['openai-organization', endpoint.organization?.trim() ?? ''],
    ['openai-project', endpoint.project?.trim() ?? ''],
  ];
  const headers = Object.fromEntries(named.filter(([, value]) => value !== ''));
  const unfit = Object.values(headers).find((value) => !/^[\x21-\x7e]+$/.test(value));
  if (unfit !== undefined) {
    return bad(
      `${repeated(unfit)} cannot be the id of an organization or a project.`,
      'Copy the id from the settings of the account; it has no spaces.',
    );
  }
  // The service takes exactly one of model and intent.
  return ok({
    url: `wss://${host}/v1/realtime?${query(intent === undefined ? { model } : { intent })}`,
    label: `${host}, OpenAI`,
    deployment: intent === undefined ? model : 'transcription',
    auth: 'bearer',
    dialect: 'ga',
    intent: endpoint.intent ?? 'conversation',
    headers,
  });
}

function customAddress(endpoint: Of<'custom'>): Result<EndpointAddress> {
  const { url: given, auth, dialect = 'ga', allowParameters = [] } = endpoint;
  const text = given.trim();
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return bad(`${repeated(text)} is not an address.`, 'Give the whole WebSocket address, beginning with wss://.');
  }
  const complaint = addressComplaint(text, allowParameters);
  if (complaint !== null) return refuse(complaint);
  if (url.protocol !== 'wss:' && url.protocol !== 'ws:') {
    return bad(
      `The address begins with ${repeatable(url.protocol)}// and a Realtime session needs a WebSocket.`,
      'Begin it with wss://.',
    );
  }
  if (url.protocol === 'ws:' && !isLoopback(url.hostname)) {
    return bad(
      `ws:// would send the key and your voice to ${url.hostname} unencrypted.`,
      'Use wss://. Unencrypted sockets are allowed to this machine only.',
    );
  }
  const deployment = url.searchParams.get('model') ?? url.searchParams.get('deployment') ?? '';
  return ok({
    url: text,
    label: `${url.host}, custom address`,
    deployment: deployment || url.host,
    auth,
    dialect,
    intent: url.searchParams.get('intent') === 'transcription' ? 'transcription' : 'conversation',
    headers: {},
  });
}

/** The first field of an endpoint in which a key stands, as a refusal that does not repeat it. */
function misplaced(endpoint: Endpoint): Result<never> | null {
  if (endpoint.kind === 'custom') {
    return refuseMisplacedKey([
      [endpoint.entra?.tenantId, 'the tenant'],
      [endpoint.entra?.clientId, 'the application'],
      ...(endpoint.allowParameters ?? []).map((name) => [name, 'the name of a parameter'] as const),
    ]);
  }
  if (endpoint.kind === 'simulator') return refuseMisplacedKey([[endpoint.model, 'the model']]);
  if (endpoint.kind === 'openai') {
    const { host, model, organization, project } = endpoint;
    return refuseMisplacedKey([
      ...partsOfHost(host, 'the host'),
      [model, 'the model'],
      [organization, 'the organization'],
      [project, 'the project'],
    ]);
  }
  return refuseMisplacedKey([
    ...partsOfHost(endpoint.host, 'the host'),
    [endpoint.deployment, 'the deployment'],
    [endpoint.kind === 'azure-preview' ? endpoint.apiVersion : undefined, 'the api-version'],
    [endpoint.entra?.tenantId, 'the tenant'],
    [endpoint.entra?.clientId, 'the application'],
  ]);
}

/** The address of an endpoint, or a sentence on why there is none. Never holds or repeats a key. Pure; connects to nothing. */
export function endpointUrl(endpoint: Endpoint): Result<EndpointAddress> {
  const refused = misplaced(endpoint);
  if (refused !== null) return refused;
  switch (endpoint.kind) {
    case 'simulator':
      return simulatorAddress(endpoint);
    case 'azure':
    case 'azure-preview':
    case 'azure-unversioned':
      return azureAddress(endpoint);
    case 'openai':
      return openaiAddress(endpoint);
    case 'custom':
      return customAddress(endpoint);
    default:
      return assertNever(endpoint, 'Endpoint kind');
  }
}

/** For whom a token of Entra ID is asked: the dated interface of the preview has an audience of its own. */
export const entraScope = (endpoint: Endpoint): string =>
  endpoint.kind === 'azure-preview' || ('dialect' in endpoint && endpoint.dialect === 'preview')
    ? 'https://cognitiveservices.azure.com/.default'
    : 'https://ai.azure.com/.default';

/** Where a fresh bench connects: no key, no network. Apart from the schema, which the page does without. */
export const defaultEndpoint: Endpoint = { kind: 'simulator', mode: 'voice', model: 'gpt-realtime-2.1-mini' };

/**
 * An endpoint and options that mean the same kind of session. A session is made a transcriber by its address and by its
 * type alike, so asking for it by either is enough. A custom address stays untouched.
 */
export function sameType(
  endpoint: Endpoint,
  options: JsonObject,
): { readonly endpoint: Endpoint; readonly options: JsonObject } {
  const byAddress = endpoint.kind !== 'custom' && endpoint.intent === 'transcription';
  if (byAddress) return { endpoint, options: { ...options, type: 'transcription' } };
  if (options['type'] !== 'transcription' || endpoint.kind === 'custom') return { endpoint, options };
  return { endpoint: { ...endpoint, intent: 'transcription' }, options };
}
