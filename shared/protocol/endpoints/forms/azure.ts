import { ok, type Result } from '../../../kit/errors.ts';
import { repeated } from '../../../kit/untrusted/quoting.ts';
import { percentDecoded } from '../../../kit/untrusted/secrets-in-addresses.ts';
import { badAddress, hostOf, isHost } from '../address-checks.ts';
import { entraScopes, usualApiVersion } from '../authentication.ts';
import {
  authField,
  dialectField,
  type EndpointAddress,
  endpointForm,
  entraField,
  type Fields,
  intentField,
  keyVariableField,
} from '../endpoint-form.ts';
import { intentFromQuery, intentInQuery, parametersOf, pathOf, query } from '../query.ts';

const hostField = {
  type: 'text',
  least: 1,
  noun: 'the host',
  host: true,
  label: 'Host',
  placeholder: 'contoso-voice.openai.azure.com',
  missing: 'Give the host, for example contoso-voice.openai.azure.com.',
} as const satisfies Fields[string];

const deploymentField = {
  type: 'text',
  noun: 'the deployment',
  label: 'Deployment',
  placeholder: 'voice-mini',
  missing: 'Give the name of the deployment, for example voice-mini.',
  flag: { name: 'deployment', value: 'NAME' },
} as const satisfies Fields[string];

const letIn = { auth: authField('api-key', 'bearer', 'entra'), entra: entraField } as const satisfies Fields;
const rare = { intent: intentField, keyVariable: keyVariableField } as const satisfies Fields;

const common = { vendor: 'azure', names: 'deployment', sentenceName: 'An Azure deployment' } as const;

interface AzureEndpoint {
  readonly host: string;
  readonly deployment: string;
  readonly auth: 'api-key' | 'bearer' | 'entra';
  readonly intent?: 'conversation' | 'transcription' | undefined;
}

type Resource = Pick<EndpointAddress, 'deployment' | 'auth' | 'intent' | 'headers'> & {
  /** With its domain. */
  readonly host: string;
  /** Its own name, for people. */
  readonly resource: string;
  /** What goes into the query: the name of the deployment, and a transcription. */
  readonly named: { readonly deployment: string; readonly intent: string | undefined };
};

/** What all addresses of a resource share; a name alone is that of a host below `openai.azure.com`. */
function resourceOf(endpoint: AzureEndpoint): Result<Resource> {
  const host = hostOf(endpoint.host);
  if (!isHost(host)) {
    return badAddress(
      `${repeated(endpoint.host)} is not a host name.`,
      'Give the resource host, for example contoso-voice.openai.azure.com.',
    );
  }
  const full = host.includes('.') || host.includes(':') ? host : `${host}.openai.azure.com`;
  const deployment = endpoint.deployment.trim();
  const intent = intentInQuery(endpoint.intent);
  if (deployment === '' && intent === undefined) {
    return badAddress(
      `The address of ${full} names no deployment.`,
      'Give the name of the deployment, for example voice-mini.',
    );
  }
  return ok({
    host: full,
    resource: full.split('.')[0] ?? full,
    named: { deployment, intent },
    deployment: deployment === '' ? 'transcription' : deployment,
    auth: endpoint.auth,
    intent: endpoint.intent ?? 'conversation',
    headers: {},
  });
}

/** What a pasted address of a resource says, by part; null when a part of it is known to no form. */
function partsOf(url: URL) {
  const given = parametersOf(url, ['model', 'deployment', 'api-version', 'intent']);
  const intent = intentFromQuery(given?.['intent']);
  if (given === null || intent === null) return null;
  const { model, deployment, 'api-version': apiVersion } = given;
  const path = pathOf(url);
  const inPath = /^\/openai\/deployments\/([^/]+)/.exec(path)?.[1];
  const name = inPath === undefined ? (deployment ?? model ?? '') : percentDecoded(inPath);
  const members = { host: url.host, deployment: name, auth: 'api-key', ...intent } as const;
  return { path, inPath, model, deployment, apiVersion, members };
}

const droppedVersion = 'The api-version was taken out: the GA form refuses it with HTTP 401.';

/** `wss://HOST/openai/v1/realtime?model=DEPLOYMENT`, HOST `RES.openai.azure.com` or `RES.services.ai.azure.com`. */
export const azure = endpointForm({
  ...common,
  kind: 'azure',
  label: 'Azure OpenAI, GA',
  fields: {
    host: { ...hostField, flag: { name: 'azure', value: 'HOST' } },
    deployment: deploymentField,
    ...letIn,
    ...rare,
  },
  usualAuth: 'api-key',
  chosenBy: 'azure',
  spokenTo: 'a deployment of Azure OpenAI',
  address(endpoint) {
    const read = resourceOf(endpoint);
    if (!read.ok) return read;
    const { host, resource, named, ...rest } = read;
    return ok({
      ...rest,
      url: `wss://${host}/openai/v1/realtime?${query({ model: named.deployment, intent: named.intent })}`,
      label: `${resource}, Azure GA`,
      dialect: 'ga',
    });
  },
  recognise({ url }) {
    const parts = partsOf(url);
    if (parts === null) return null;
    const { path, inPath, deployment, apiVersion, members } = parts;
    const endpoint = { kind: 'azure', ...members } as const;
    if (/^\/openai\/v1(?:\/realtime)?$/.test(path) && deployment === undefined) {
      return { endpoint, notes: apiVersion === undefined ? [] : [droppedVersion] };
    }
    // The endpoint of a resource or a project as the portal shows it, and addresses of other operations on a deployment.
    const ofTheResource = path === '' || path === '/openai' || path.startsWith('/api/projects/');
    return ofTheResource || inPath !== undefined ? { endpoint, notes: [] } : null;
  },
});

/** `wss://HOST/openai/realtime?api-version=VERSION&deployment=DEPLOYMENT`, which speaks the preview dialect. */
export const azurePreview = endpointForm({
  ...common,
  kind: 'azure-preview',
  label: 'Azure OpenAI, preview',
  note: 'with an api-version',
  fields: {
    host: hostField,
    deployment: deploymentField,
    apiVersion: {
      type: 'text',
      noun: 'the api-version',
      label: 'api-version',
      placeholder: usualApiVersion,
      initial: usualApiVersion,
      missing: `Give the api-version, for example ${usualApiVersion}.`,
    },
    ...letIn,
    ...rare,
  },
  usualAuth: 'api-key',
  chosenBy: null,
  address(endpoint) {
    const read = resourceOf(endpoint);
    if (!read.ok) return read;
    const { host, resource, named, ...rest } = read;
    const version = endpoint.apiVersion.trim();
    if (version === '') {
      return badAddress('The preview form of Azure needs an api-version.', `Give one, for example ${usualApiVersion}.`);
    }
    return ok({
      ...rest,
      url: `wss://${host}/openai/realtime?${query({ 'api-version': version, ...named })}`,
      label: `${resource}, Azure preview`,
      dialect: 'preview',
    });
  },
  recognise({ url }) {
    const parts = partsOf(url);
    if (parts?.apiVersion === undefined || parts.path !== '/openai/realtime' || parts.model !== undefined) return null;
    const { apiVersion, members } = parts;
    return { endpoint: { kind: 'azure-preview', ...members, apiVersion }, notes: [] };
  },
  entraScope: () => entraScopes.preview,
});

/** `wss://HOST/openai/realtime?model=MODEL`, which .NET's client makes of a project's endpoint. */
export const azureUnversioned = endpointForm({
  ...common,
  kind: 'azure-unversioned',
  label: 'Azure, without a version',
  note: '/openai/realtime?model=',
  fields: {
    host: hostField,
    deployment: deploymentField,
    ...letIn,
    intent: intentField,
    dialect: dialectField,
    keyVariable: keyVariableField,
  },
  usualAuth: 'bearer',
  chosenBy: null,
  address(endpoint) {
    const read = resourceOf(endpoint);
    if (!read.ok) return read;
    const { host, resource, named, ...rest } = read;
    return ok({
      ...rest,
      url: `wss://${host}/openai/realtime?${query({ model: named.deployment, intent: named.intent })}`,
      label: `${resource}, Azure without version`,
      dialect: endpoint.dialect ?? 'ga',
    });
  },
  recognise({ url }) {
    const parts = partsOf(url);
    if (parts === null || parts.path !== '/openai/realtime') return null;
    if (parts.apiVersion !== undefined || parts.deployment !== undefined) return null;
    return { endpoint: { kind: 'azure-unversioned', ...parts.members }, notes: [] };
  },
  entraScope: ({ dialect = 'ga' }) => entraScopes[dialect],
});
