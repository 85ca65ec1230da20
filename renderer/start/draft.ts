import type { Endpoint } from '../../shared/protocol/endpoint.ts';
import { endpointUrl, hostOf } from '../../shared/protocol/endpoint-url.ts';

/** A deployment as it stands in the form: every field there at once, whichever kind is chosen. */
export interface EndpointDraft {
  readonly kind: 'azure' | 'openai' | 'custom';
  readonly host: string;
  readonly deployment: string;
  readonly url: string;
  readonly auth: 'api-key' | 'bearer' | 'none';
}

export const emptyDraft: EndpointDraft = { kind: 'azure', host: '', deployment: '', url: '', auth: 'api-key' };

/** The form for an endpoint that was used before; the simulator leaves it empty. */
export function draftOf(endpoint: Endpoint): EndpointDraft {
  switch (endpoint.kind) {
    case 'simulator':
      return emptyDraft;
    case 'azure':
      return {
        ...emptyDraft,
        kind: 'azure',
        host: endpoint.host,
        deployment: endpoint.deployment,
        auth: endpoint.auth,
      };
    case 'openai':
      return { ...emptyDraft, kind: 'openai', host: endpoint.host, deployment: endpoint.model, auth: 'bearer' };
    case 'custom':
      return { ...emptyDraft, kind: 'custom', url: endpoint.url, auth: endpoint.auth };
  }
}

/** What to connect to, or the sentence that says which field is missing. */
export type DraftReading =
  | { readonly ok: true; readonly endpoint: Endpoint; readonly url: string }
  | { readonly ok: false; readonly problem: string; readonly field: 'host' | 'deployment' | 'url' };

export function readDraft(draft: EndpointDraft): DraftReading {
  const { kind, host, deployment, url, auth } = draft;
  if (kind !== 'custom' && host.trim() === '') {
    const example = kind === 'azure' ? 'contoso-voice.openai.azure.com' : 'api.openai.com';
    return { ok: false, field: 'host', problem: `Give the host, for example ${example}.` };
  }
  if (kind !== 'custom' && deployment.trim() === '') {
    const what = kind === 'azure' ? 'the name of the deployment' : 'the name of the model';
    return { ok: false, field: 'deployment', problem: `Give ${what}, for example voice-mini.` };
  }
  if (kind === 'custom' && url.trim() === '') {
    return { ok: false, field: 'url', problem: 'Give the whole WebSocket address, beginning with wss://.' };
  }
  const endpoint: Endpoint =
    kind === 'azure'
      ? { kind, host: host.trim(), deployment: deployment.trim(), auth: auth === 'none' ? 'api-key' : auth }
      : kind === 'openai'
        ? { kind, host: host.trim(), model: deployment.trim() }
        : { kind, url: url.trim(), auth };
  const address = endpointUrl(endpoint);
  if (!address.ok) {
    const { message, nextStep } = address.error;
    const field = kind === 'custom' ? 'url' : 'host';
    return { ok: false, field, problem: [message, nextStep].filter(Boolean).join(' ') };
  }
  return { ok: true, endpoint, url: address.url };
}

const azureHost = /(?:^|\.)(?:openai\.azure\.com|services\.ai\.azure\.com|cognitiveservices\.azure\.com)$/i;

function deploymentIn(url: URL): string {
  const inPath = /\/deployments\/([^/]+)/.exec(url.pathname)?.[1];
  const named = url.searchParams.get('deployment') ?? url.searchParams.get('model');
  return inPath === undefined ? (named ?? '') : decodeURIComponent(inPath);
}

/**
 * A pasted address taken apart into the form's fields: a resource's endpoint, a Realtime address, an OpenAI address,
 * or any other WebSocket address, which is kept whole. Null for text that is no address.
 */
export function recognise(pasted: string, draft: EndpointDraft): EndpointDraft | null {
  const text = pasted.trim();
  if (!/^(?:https?|wss?):\/\//i.test(text)) {
    const host = hostOf(text);
    if (azureHost.test(host)) return { ...draft, kind: 'azure', host };
    if (/^(?:\w+\.)?api\.openai\.com$/i.test(host)) return { ...draft, kind: 'openai', host, auth: 'bearer' };
    return null;
  }
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  const deployment = deploymentIn(url) || draft.deployment;
  if (azureHost.test(url.hostname)) return { ...draft, kind: 'azure', host: url.host, deployment };
  if (/(?:^|\.)api\.openai\.com$/i.test(url.hostname)) {
    return { ...draft, kind: 'openai', host: url.host, deployment, auth: 'bearer' };
  }
  return { ...draft, kind: 'custom', url: text.replace(/^http/i, 'ws') };
}
