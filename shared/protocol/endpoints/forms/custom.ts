import { ok, refuse } from '../../../kit/errors.ts';
import { lookup } from '../../../kit/lookup.ts';
import { repeatable, repeated } from '../../../kit/untrusted/quoting.ts';
import { addressComplaint, badAddress, isLoopback } from '../form-parts/address-checks.ts';
import { entraScopes } from '../../authentication.ts';
import {
  authField,
  dialectOf,
  dialectOfAddress,
  endpointForm,
  entraField,
  intentField,
  keyVariableField,
} from '../form-parts/endpoint-form.ts';

/** How a key is sent when nobody said: Azure's own header to Azure, nothing to this machine, else Bearer. */
function usualAuth(hostname: string): 'api-key' | 'bearer' | 'none' {
  if (/\.azure(?:-api)?\.(?:com|net|us|cn)$/i.test(hostname)) return 'api-key';
  return isLoopback(hostname) ? 'none' : 'bearer';
}

const schemes = lookup<string>({ 'http:': 'ws:', 'https:': 'wss:', 'ws:': 'ws:', 'wss:': 'wss:' });

/**
 * The address of a transcription: one that names neither a model nor an intent asks for no session at all. One that names a model
 * stays as it is, since gateways find their way by it.
 */
function transcribing(text: string, { searchParams }: URL): string {
  if (['intent', 'model', 'deployment'].some((name) => searchParams.has(name))) return text;
  const open = text.replace(/[?&]$/, '');
  return `${open}${open.includes('?') ? '&' : '?'}intent=transcription`;
}

/** The URL untouched, which may hold parameters known to be harmless and those of `allowParameters`. */
export const custom = endpointForm({
  kind: 'custom',
  label: 'WebSocket address',
  note: 'sent as it is',
  vendor: null,
  fields: {
    url: {
      type: 'text',
      least: 1,
      label: 'Address',
      placeholder: 'wss://host/path?model=name',
      missing: 'Give the whole WebSocket address, beginning with wss://.',
      flag: { name: 'url', value: 'ADDRESS', example: 'wss://…' },
    },
    auth: authField('api-key', 'bearer', 'entra', 'none'),
    entra: entraField,
    allowParameters: { type: 'parameters', optional: true, most: 20, noun: 'the name of a parameter' },
    dialect: dialectOfAddress,
    intent: intentField,
    keyVariable: keyVariableField,
  },
  names: null,
  usualAuth: 'api-key',
  usualAuthFor: (address) => usualAuth(URL.canParse(address) ? new URL(address).hostname : ''),
  chosenBy: 'url',
  spokenTo: 'what is at this address',
  address({ url: given, auth, dialect, intent, allowParameters = [] }) {
    const text = given.trim();
    let url: URL;
    try {
      url = new URL(text);
    } catch {
      return badAddress(
        `${repeated(text)} is not an address.`,
        'Give the whole WebSocket address, beginning with wss://.',
      );
    }
    const complaint = addressComplaint(text, allowParameters);
    if (complaint !== null) return refuse(complaint);
    if (url.protocol !== 'wss:' && url.protocol !== 'ws:') {
      return badAddress(
        `The address begins with ${repeatable(url.protocol)}// and a Realtime session needs a WebSocket.`,
        'Begin it with wss://.',
      );
    }
    if (url.protocol === 'ws:' && !isLoopback(url.hostname)) {
      return badAddress(
        `ws:// would send the key and your voice to ${url.hostname} unencrypted.`,
        'Use wss://. Unencrypted sockets are allowed to this machine only.',
      );
    }
    const deployment = url.searchParams.get('model') ?? url.searchParams.get('deployment') ?? '';
    const transcribes = intent === 'transcription' || url.searchParams.get('intent') === 'transcription';
    return ok({
      url: transcribes ? transcribing(text, url) : text,
      label: `${url.host}, custom address`,
      deployment: deployment || url.host,
      auth,
      dialect: dialectOf(dialect, url),
      intent: transcribes ? 'transcription' : 'conversation',
      headers: {},
    });
  },
  /** Any address that no other form takes, whole: only its scheme becomes that of a WebSocket. */
  recognise({ url, text, hadKey, allowed }) {
    const address = text.replace(/^[a-z]+:/i, schemes(url.protocol) ?? url.protocol);
    const usual = usualAuth(url.hostname);
    const isNeeded = (name: string): boolean =>
      addressComplaint(
        address,
        allowed.filter((other) => other !== name),
      ) !== null;
    const needed = allowed.filter(isNeeded);
    return {
      endpoint: {
        kind: 'custom',
        url: address,
        ...(needed.length === 0 ? {} : { allowParameters: needed }),
        auth: hadKey && usual === 'none' ? 'bearer' : usual,
      },
      notes: [],
    };
  },
  entraScope: ({ dialect, url }) => entraScopes[URL.canParse(url) ? dialectOf(dialect, new URL(url)) : 'ga'],
});
