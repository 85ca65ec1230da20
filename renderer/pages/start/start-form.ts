import type { Preferences } from '../../../shared/contract/bench-api.ts';
import { addressFault } from '../../../shared/kit/untrusted/secrets-in-addresses.ts';
import type { Dialect } from '../../../shared/protocol/dialects.ts';
import { endpointUrl } from '../../../shared/protocol/endpoints/address.ts';
import {
  type AuthScheme,
  keyVariablePattern,
  usualApiVersion,
} from '../../../shared/protocol/endpoints/authentication.ts';
import { defaultNetwork, readProxyAddress } from '../../../shared/protocol/endpoints/network.ts';
import type { Profile } from '../../../shared/protocol/endpoints/profiles.ts';
import type {
  Endpoint,
  EndpointKind,
  EntraSignIn,
  NetworkSettings,
} from '../../../shared/protocol/endpoints/schema.ts';

/** A deployment as it stands in the form: every field there at once, whichever kind is chosen. */
export interface EndpointDraft {
  readonly kind: Exclude<EndpointKind, 'simulator'>;
  readonly host: string;
  readonly deployment: string;
  readonly apiVersion: string;
  readonly organization: string;
  readonly project: string;
  readonly url: string;
  /** Parameters of `url` that the person says are no secret. */
  readonly allowParameters: readonly string[];
  readonly auth: AuthScheme;
  readonly entra: EntraSignIn;
  readonly keyVariable: string;
  readonly dialect: Dialect;
  readonly transcription: boolean;
}

export type DraftField = 'host' | 'deployment' | 'apiVersion' | 'url' | 'keyVariable';

const emptyDraft: EndpointDraft = {
  kind: 'azure',
  host: '',
  deployment: '',
  apiVersion: usualApiVersion,
  organization: '',
  project: '',
  url: '',
  allowParameters: [],
  auth: 'api-key',
  entra: { method: 'azure-cli' },
  keyVariable: '',
  dialect: 'ga',
  transcription: false,
};

/** The form for an endpoint that was used before; the simulator leaves it empty. */
function draftOf(endpoint: Endpoint): EndpointDraft {
  if (endpoint.kind === 'simulator') return emptyDraft;
  const { kind, keyVariable = '' } = endpoint;
  const draft = { ...emptyDraft, kind, keyVariable };
  if (kind === 'custom') {
    const { url, allowParameters = [], auth, dialect = 'ga', entra = emptyDraft.entra } = endpoint;
    return { ...draft, url, allowParameters, auth, dialect, entra };
  }
  const transcription = endpoint.intent === 'transcription';
  if (kind === 'openai') {
    const { host, model, organization = '', project = '' } = endpoint;
    return { ...draft, host, deployment: model, organization, project, auth: 'bearer', transcription };
  }
  const { host, deployment, auth, entra = emptyDraft.entra } = endpoint;
  const apiVersion = kind === 'azure-preview' ? endpoint.apiVersion : usualApiVersion;
  const dialect = kind === 'azure-unversioned' ? (endpoint.dialect ?? 'ga') : 'ga';
  return { ...draft, host, deployment, auth, entra, apiVersion, dialect, transcription };
}

/** What to connect to, or the sentence that says which field is missing. */
export type DraftReading =
  | { readonly ok: true; readonly endpoint: Endpoint; readonly url: string }
  | { readonly ok: false; readonly problem: string; readonly field: DraftField };

const lacks = (field: DraftField, problem: string): DraftReading => ({ ok: false, field, problem });

/** The first field that is empty and must not be. */
function missing({ kind, host, deployment, apiVersion, url, transcription }: EndpointDraft): DraftReading | null {
  if (kind === 'custom') {
    return url.trim() === '' ? lacks('url', 'Give the whole WebSocket address, beginning with wss://.') : null;
  }
  if (host.trim() === '') {
    return lacks(
      'host',
      `Give the host, for example ${kind === 'openai' ? 'api.openai.com' : 'contoso-voice.openai.azure.com'}.`,
    );
  }
  if (deployment.trim() === '' && !transcription) {
    const what = kind === 'openai' ? 'the name of the model' : 'the name of the deployment';
    return lacks('deployment', `Give ${what}, for example ${kind === 'openai' ? 'gpt-realtime-mini' : 'voice-mini'}.`);
  }
  if (kind === 'azure-preview' && apiVersion.trim() === '') {
    return lacks('apiVersion', `Give the api-version, for example ${usualApiVersion}.`);
  }
  return null;
}

const filled = <K extends string>(name: K, value: string): { [N in K]?: string } =>
  (value.trim() === '' ? {} : { [name]: value.trim() }) as { [N in K]?: string };

function endpointOf(draft: EndpointDraft): Endpoint {
  const { kind, auth, dialect } = draft;
  const host = draft.host.trim();
  const deployment = draft.deployment.trim();
  const variable = auth === 'none' || auth === 'entra' ? {} : filled('keyVariable', draft.keyVariable);
  const entra = auth === 'entra' ? { entra: draft.entra } : {};
  const intent = draft.transcription ? ({ intent: 'transcription' } as const) : {};
  const spoken = dialect === 'ga' ? {} : { dialect };
  if (kind === 'custom') {
    const allowed = draft.allowParameters.length === 0 ? {} : { allowParameters: [...draft.allowParameters] };
    return { kind, url: draft.url.trim(), ...allowed, auth, ...spoken, ...variable, ...entra };
  }
  if (kind === 'openai') {
    const account = { ...filled('organization', draft.organization), ...filled('project', draft.project) };
    return {
      kind,
      host,
      model: draft.transcription ? '' : deployment,
      ...account,
      ...filled('keyVariable', draft.keyVariable),
      ...intent,
    };
  }
  const azure = {
    host,
    deployment,
    auth: auth === 'none' ? ('api-key' as const) : auth,
    ...variable,
    ...entra,
    ...intent,
  };
  if (kind === 'azure-preview') return { kind, ...azure, apiVersion: draft.apiVersion.trim() };
  return kind === 'azure' ? { kind, ...azure } : { kind, ...azure, ...spoken };
}

export function readDraft(draft: EndpointDraft): DraftReading {
  const lacking = missing(draft);
  if (lacking !== null) return lacking;
  if (draft.keyVariable.trim() !== '' && !keyVariablePattern.test(draft.keyVariable.trim())) {
    const problem =
      'A variable that holds a key begins with VOXTALLY_, OPENAI_ or AZURE_OPENAI_ and names a KEY or TOKEN, for example OPENAI_API_KEY.';
    return { ok: false, field: 'keyVariable', problem };
  }
  const endpoint = endpointOf(draft);
  const address = endpointUrl(endpoint);
  if (address.ok) return { ok: true, endpoint, url: address.url };
  const { message, nextStep } = address.error;
  return {
    ok: false,
    field: draft.kind === 'custom' ? 'url' : 'host',
    problem: [message, nextStep].filter(Boolean).join(' '),
  };
}

/** A parameter of a typed address that the form cannot take unless somebody says it is no secret; null: there is none. */
export function unknownParameter({ kind, url, allowParameters }: EndpointDraft): string | null {
  const fault = kind === 'custom' ? addressFault(url.trim(), allowParameters) : null;
  return fault?.kind === 'unknown' ? fault.name : null;
}

/** The form after a pasted address was taken apart; a name the address leaves out keeps what was typed. */
export function draftWith(endpoint: Endpoint, before: EndpointDraft): EndpointDraft {
  const draft = draftOf(endpoint);
  return { ...draft, deployment: draft.deployment === '' ? before.deployment : draft.deployment };
}

/** The network settings as they stand in the form. */
export interface NetworkDraft {
  readonly proxy: NetworkSettings['proxy']['kind'];
  readonly url: string;
  readonly user: string;
  readonly systemCertificates: boolean;
  readonly extraCa: NetworkSettings['extraCa'];
}

function networkDraftOf(settings: NetworkSettings = defaultNetwork): NetworkDraft {
  const { proxy, systemCertificates, extraCa } = settings;
  const explicit = proxy.kind === 'explicit' ? proxy : null;
  return { proxy: proxy.kind, url: explicit?.url ?? '', user: explicit?.user ?? '', systemCertificates, extraCa };
}

export type NetworkReading =
  { readonly ok: true; readonly network: NetworkSettings } | { readonly ok: false; readonly problem: string };

export function readNetwork({ proxy, url, user, systemCertificates, extraCa }: NetworkDraft): NetworkReading {
  const rest = { systemCertificates, extraCa };
  if (proxy !== 'explicit') return { ok: true, network: { proxy: { kind: proxy }, ...rest } };
  const read = readProxyAddress(url);
  if (!read.ok) return { ok: false, problem: [read.error.message, read.error.nextStep].filter(Boolean).join(' ') };
  const name = user.trim() === '' ? {} : { user: user.trim() };
  return { ok: true, network: { proxy: { kind: 'explicit', url: read.url, ...name }, ...rest } };
}

/** How the connection leaves this machine, in a few words. */
export function networkWords({ proxy, url, extraCa }: NetworkDraft): string {
  const way = {
    system: 'proxy as the system is set',
    none: 'no proxy',
    explicit: `proxy ${url === '' ? 'to be named' : url}`,
  }[proxy];
  return extraCa === null ? `${way}.` : `${way}, ${extraCa.name} trusted too.`;
}

/** An address out of which parameters were left that may be no secret; whoever says so gets them back. Holds no key. */
export interface LeftOut {
  readonly address: string;
  /** Names that were said to be no secret. */
  readonly allowed: readonly string[];
  /** Names that stand in the address and not in the form. */
  readonly names: readonly string[];
}

/** Everything the form of a deployment holds. The secrets stand in it only until they are handed over. */
export interface StartForm {
  /** The profile it changes; null: none yet. */
  readonly profileId: string | null;
  readonly name: string;
  readonly draft: EndpointDraft;
  readonly network: NetworkDraft;
  readonly key: string;
  readonly proxyPassword: string;
  /** The options asked for now go into the profile when it is saved. */
  readonly keepOptions: boolean;
  /** What taking a pasted address apart had to say. */
  readonly notes: readonly string[];
  /** What was left out of a pasted address and may come back; null: nothing. */
  readonly leftOut: LeftOut | null;
}

export const emptyForm: StartForm = {
  profileId: null,
  name: '',
  draft: emptyDraft,
  network: networkDraftOf(),
  key: '',
  proxyPassword: '',
  keepOptions: true,
  notes: [],
  leftOut: null,
};

export const formOfProfile = ({ id, name, endpoint, network, options }: Profile): StartForm => ({
  ...emptyForm,
  profileId: id,
  name,
  draft: draftOf(endpoint),
  network: networkDraftOf(network),
  keepOptions: Object.keys(options).length > 0,
});

/** The form as it was left at the last start. */
export const formOfPreferences = ({ endpoint, network }: Preferences): StartForm => ({
  ...emptyForm,
  draft: draftOf(endpoint),
  network: networkDraftOf(network),
});

export type FormReading =
  | { readonly ok: true; readonly endpoint: Endpoint; readonly network: NetworkSettings }
  | { readonly ok: false; readonly problem: string };

export function readForm({ draft, network }: StartForm): FormReading {
  const deployment = readDraft(draft);
  if (!deployment.ok) return deployment;
  const way = readNetwork(network);
  return way.ok ? { ok: true, endpoint: deployment.endpoint, network: way.network } : way;
}

/** A name for a profile nobody has named: that of the deployment. */
export const suggestedName = ({ draft }: StartForm): string =>
  draft.deployment.trim() ||
  draft.host.trim().split('.')[0] ||
  draft.url
    .trim()
    .replace(/^\w+:\/\//, '')
    .split('/')[0] ||
  '';
