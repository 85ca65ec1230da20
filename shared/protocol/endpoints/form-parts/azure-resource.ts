import { ok, type Result } from '../../../kit/errors.ts';
import { repeated } from '../../../kit/untrusted/quoting.ts';
import { percentDecoded } from '../../../kit/untrusted/secrets-in-addresses.ts';
import { badAddress, hostOf, isHost } from './address-checks.ts';
import {
  authField,
  type EndpointAddress,
  entraField,
  type Fields,
  intentField,
  keyVariableField,
} from './endpoint-form.ts';
import { intentFromQuery, intentInQuery, parametersOf, pathOf } from './query.ts';

/* What the forms of an Azure resource share: their fields, and the parts of their addresses. */

export const hostField = {
  type: 'text',
  least: 1,
  noun: 'the host',
  host: true,
  label: 'Host',
  placeholder: 'contoso-voice.openai.azure.com',
  missing: 'Give the host, for example contoso-voice.openai.azure.com.',
} as const satisfies Fields[string];

export const deploymentField = {
  type: 'text',
  noun: 'the deployment',
  label: 'Deployment',
  placeholder: 'voice-mini',
  missing: 'Give the name of the deployment, for example voice-mini.',
  flag: { name: 'deployment', value: 'NAME' },
} as const satisfies Fields[string];

export const letIn = { auth: authField('api-key', 'bearer', 'entra'), entra: entraField } as const satisfies Fields;
export const rare = { intent: intentField, keyVariable: keyVariableField } as const satisfies Fields;

export const common = { vendor: 'azure', names: 'deployment', sentenceName: 'An Azure deployment' } as const;

interface AzureEndpoint {
  readonly host: string;
  readonly deployment: string;
  readonly auth: 'api-key' | 'bearer' | 'entra';
  readonly intent?: 'conversation' | 'transcription' | undefined;
}

/** What an endpoint says of a resource, whatever the form of its address. */
export type Resource = Pick<EndpointAddress, 'deployment' | 'auth' | 'intent' | 'headers'> & {
  /** With its domain. */
  readonly host: string;
  /** Its own name, for people. */
  readonly resource: string;
  /** What goes into the query: the name of the deployment, or a transcription. The service refuses both, and neither. */
  readonly named: { readonly deployment?: string; readonly intent?: string };
};

/** What all addresses of a resource share; a name alone is that of a host below `openai.azure.com`. */
export function resourceOf(endpoint: AzureEndpoint): Result<Resource> {
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
    named: intent === undefined ? { deployment } : { intent },
    deployment: deployment === '' ? 'transcription' : deployment,
    auth: endpoint.auth,
    intent: endpoint.intent ?? 'conversation',
    headers: {},
  });
}

/** What a pasted address of a resource says, by part; null when a part of it is known to no form. */
export function partsOf(url: URL) {
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
