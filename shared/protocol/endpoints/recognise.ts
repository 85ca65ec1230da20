import { benchError, type BenchError } from '../../kit/errors.ts';
import { lookup } from '../../kit/lookup.ts';
import { repeatable } from '../../kit/untrusted/quoting.ts';
import { cleanAddress, type CleanAddress, percentDecoded } from '../../kit/untrusted/secrets-in-addresses.ts';
import { addressComplaint, hostOf, isAzureHost, isLoopback, isOpenAiHost } from './address-checks.ts';
import type { Endpoint } from './schema.ts';

/**
 * What a pasted text turned out to be: no address at all, an address nothing may be sent to, or an endpoint in its fields.
 * A name that the address leaves out is an empty string. `notes` are whole sentences on what was changed.
 */
export type Recognition =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly error: BenchError }
  | {
      readonly kind: 'endpoint';
      readonly endpoint: Endpoint;
      /** A key that stood in the address and stands there no longer. */
      readonly secret: string | null;
      readonly notes: readonly string[];
      /** Parameters that were left out, by name, and are kept when they are allowed by name. */
      readonly left: readonly string[];
    };

const movedKey = 'The key in the address was moved to the key field; addresses are written to the record.';
const droppedVersion = 'The api-version was taken out: the GA form refuses it with HTTP 401.';

type Split = { readonly endpoint: Endpoint; readonly notes: readonly string[] };

const trimmed = (path: string): string => path.replace(/\/+$/, '');

/** Names of the query, each with its value; null when one comes twice, which no form of ours has. */
function parameters(url: URL, known: readonly string[]): Readonly<Record<string, string | undefined>> | null {
  const names = [...url.searchParams.keys()];
  const odd = names.some((name, at) => !known.includes(name) || names.indexOf(name) !== at);
  return odd ? null : Object.fromEntries(url.searchParams);
}

const intentOf = (value: string | undefined): { intent?: 'transcription' } | null =>
  value === undefined ? {} : value === 'transcription' ? { intent: 'transcription' } : null;

/** An address of an Azure resource as fields; null when a part of it fits none and would be lost. */
function azure(url: URL): Split | null {
  const given = parameters(url, ['model', 'deployment', 'api-version', 'intent']);
  const intent = intentOf(given?.['intent']);
  if (given === null || intent === null) return null;
  const { model, deployment, 'api-version': apiVersion } = given;
  const path = trimmed(url.pathname);
  const fields = { host: url.host, auth: 'api-key', ...intent } as const;
  const inPath = /^\/openai\/deployments\/([^/]+)/.exec(path)?.[1];
  const name = inPath === undefined ? (deployment ?? model ?? '') : percentDecoded(inPath);
  const ga = (notes: readonly string[] = []): Split => ({
    endpoint: { kind: 'azure', ...fields, deployment: name },
    notes,
  });
  if (path === '/openai/realtime') {
    if (apiVersion === undefined) {
      if (deployment !== undefined) return null;
      return { endpoint: { kind: 'azure-unversioned', ...fields, deployment: name }, notes: [] };
    }
    if (model !== undefined) return null;
    return { endpoint: { kind: 'azure-preview', ...fields, deployment: name, apiVersion }, notes: [] };
  }
  if (/^\/openai\/v1(?:\/realtime)?$/.test(path) && deployment === undefined) {
    return ga(apiVersion === undefined ? [] : [droppedVersion]);
  }
  // The endpoint of a resource or a project as the portal shows it, and addresses of other operations on a deployment.
  if (path === '' || path === '/openai' || inPath !== undefined || path.startsWith('/api/projects/')) return ga();
  return null;
}

function openai(url: URL): Split | null {
  const given = parameters(url, ['model', 'intent']);
  const intent = intentOf(given?.['intent']);
  if (given === null || intent === null || !['', '/v1', '/v1/realtime'].includes(trimmed(url.pathname))) return null;
  if (given['model'] !== undefined && intent.intent !== undefined) return null;
  return { endpoint: { kind: 'openai', host: url.host, model: given['model'] ?? '', ...intent }, notes: [] };
}

const schemes = lookup<string>({ 'http:': 'ws:', 'https:': 'wss:', 'ws:': 'ws:', 'wss:': 'wss:' });

/** How a key is sent when nobody said: Azure's own header to Azure, nothing to this machine, else Bearer. */
export function usualAuth(hostname: string): 'api-key' | 'bearer' | 'none' {
  if (/\.azure(?:-api)?\.(?:com|net|us|cn)$/i.test(hostname)) return 'api-key';
  return isLoopback(hostname) ? 'none' : 'bearer';
}

const leftOut = (name: string): string =>
  `${name} was left out of the address: nobody knows here that it is no secret, and addresses are written to the record.`;
const unnamedLeft =
  'A parameter whose name cannot be made out was left out of the address: it may be a key, and addresses are written to the record.';

const cleaned = ({ secret, left, unnamed }: CleanAddress): readonly string[] => [
  ...(secret === null ? [] : [movedKey]),
  ...left.map(leftOut),
  ...(unnamed ? [unnamedLeft] : []),
];

/** Any other address, whole: only its scheme becomes that of a WebSocket. */
function custom(url: URL, text: string, secret: string | null, allowed: readonly string[]): Split {
  const address = text.replace(/^[a-z]+:/i, schemes(url.protocol) ?? url.protocol);
  const preview = url.searchParams.has('api-version') && url.searchParams.has('deployment');
  const auth =
    secret === null ? usualAuth(url.hostname) : usualAuth(url.hostname) === 'none' ? 'bearer' : usualAuth(url.hostname);
  const used = allowed.filter(
    (name) =>
      addressComplaint(
        address,
        allowed.filter((other) => other !== name),
      ) !== null,
  );
  return {
    endpoint: {
      kind: 'custom',
      url: address,
      ...(used.length === 0 ? {} : { allowParameters: used }),
      auth,
      ...(preview ? { dialect: 'preview' as const } : {}),
    },
    notes: [],
  };
}

function unencrypted(url: URL): BenchError {
  return benchError(
    'invalid-address',
    `${url.protocol}// would send the key and your voice to ${repeatable(url.hostname)} unencrypted.`,
    { nextStep: 'Use https:// or wss://. Unencrypted connections are allowed to this machine only.' },
  );
}

/** A host with a path or a query behind it, which somebody copied without the scheme. */
const bare = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?[/?]/i;

/**
 * Takes a pasted address apart: a resource's endpoint, a Realtime address in any of its forms, http or ws, with or without path
 * and query. What cannot be split without losing a part is kept as a custom address. Login, fragment and every parameter that is
 * not known to be harmless are taken out; the first secret among them comes back apart.
 * @param allowed names of parameters that the person says are no secret
 */
export function recogniseEndpoint(pasted: string, allowed: readonly string[] = []): Recognition {
  const text = pasted.trim();
  if (/\s/.test(text)) return { kind: 'none' };
  const hasScheme = /^(?:https?|wss?):\/\//i.test(text);
  const host = hostOf(text);
  if (!hasScheme && !isAzureHost(host) && !isOpenAiHost(host) && !bare.test(text)) return { kind: 'none' };
  const clean = cleanAddress(hasScheme ? text : `https://${text}`, allowed);
  const { address, secret } = clean;
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return { kind: 'none' };
  }
  const encrypted = url.protocol === 'https:' || url.protocol === 'wss:';
  if (!encrypted && !isLoopback(url.hostname)) return { kind: 'refused', error: unencrypted(url) };
  // What is left must be fit for a record however it is read: a key may stand in the path or the host.
  const complaint = addressComplaint(address, allowed);
  if (complaint !== null) return { kind: 'refused', error: complaint };
  const split =
    (isAzureHost(url.host) ? azure(url) : isOpenAiHost(url.host) ? openai(url) : null) ??
    custom(url, address, secret, allowed);
  return {
    kind: 'endpoint',
    endpoint: split.endpoint,
    secret,
    notes: [...cleaned(clean), ...split.notes],
    left: clean.left,
  };
}
