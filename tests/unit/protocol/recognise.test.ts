import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpointUrl, entraScope } from '../../../shared/protocol/endpoints/address.ts';
import { recogniseEndpoint } from '../../../shared/protocol/endpoints/recognise.ts';
import type { Endpoint } from '../../../shared/protocol/endpoints/schema.ts';

const azureHost = 'contoso-voice.openai.azure.com';
const projectHost = 'contoso-voice.services.ai.azure.com';
const key = { auth: 'api-key' } as const;

/** What people paste, and what it is. */
const forms: readonly (readonly [pasted: string, endpoint: Endpoint])[] = [
  [`https://${azureHost}/`, { kind: 'azure', host: azureHost, deployment: '', ...key }],
  [azureHost, { kind: 'azure', host: azureHost, deployment: '', ...key }],
  [`  https://${azureHost}/openai/v1/  `, { kind: 'azure', host: azureHost, deployment: '', ...key }],
  [`wss://${azureHost}/openai/v1/realtime?model=v-1`, { kind: 'azure', host: azureHost, deployment: 'v-1', ...key }],
  [
    `https://${projectHost}/openai/v1/realtime?model=v-1`,
    { kind: 'azure', host: projectHost, deployment: 'v-1', ...key },
  ],
  [`https://${projectHost}/api/projects/voice`, { kind: 'azure', host: projectHost, deployment: '', ...key }],
  [
    `https://${azureHost}/openai/v1/realtime?api-version=preview&model=v-1`,
    { kind: 'azure', host: azureHost, deployment: 'v-1', ...key },
  ],
  [
    `https://${azureHost}/openai/deployments/voice%20mini/chat/completions?api-version=2025-01-01-preview`,
    { kind: 'azure', host: azureHost, deployment: 'voice mini', ...key },
  ],
  [
    `wss://${azureHost}/openai/realtime?api-version=2025-04-01-preview&deployment=v-1`,
    { kind: 'azure-preview', host: azureHost, deployment: 'v-1', apiVersion: '2025-04-01-preview', ...key },
  ],
  [
    `wss://${azureHost}/openai/realtime?api-version=2025-04-01-preview&intent=transcription`,
    {
      kind: 'azure-preview',
      host: azureHost,
      deployment: '',
      apiVersion: '2025-04-01-preview',
      ...key,
      intent: 'transcription',
    },
  ],
  [
    `https://${projectHost}/openai/realtime?model=gpt-realtime-mini`,
    { kind: 'azure-unversioned', host: projectHost, deployment: 'gpt-realtime-mini', ...key },
  ],
  [`https://${projectHost}/openai/realtime`, { kind: 'azure-unversioned', host: projectHost, deployment: '', ...key }],
  ['https://api.openai.com/v1', { kind: 'openai', host: 'api.openai.com', model: '' }],
  [
    'wss://api.openai.com/v1/realtime?model=gpt-realtime-2.1',
    { kind: 'openai', host: 'api.openai.com', model: 'gpt-realtime-2.1' },
  ],
  [
    'wss://api.openai.com/v1/realtime?intent=transcription',
    { kind: 'openai', host: 'api.openai.com', model: '', intent: 'transcription' },
  ],
  ...['eu', 'us', 'au', 'in', 'jp'].map(
    (region) =>
      [
        `https://${region}.api.openai.com/v1/realtime?model=m`,
        { kind: 'openai', host: `${region}.api.openai.com`, model: 'm' },
      ] as const,
  ),
  [
    'wss://api.openai.com/v1/realtime?call_id=rtc_1',
    { kind: 'custom', url: 'wss://api.openai.com/v1/realtime?call_id=rtc_1', auth: 'bearer' },
  ],
  [
    'https://gateway.example.com/a/realtime?model=m&cache=0',
    { kind: 'custom', url: 'wss://gateway.example.com/a/realtime?model=m&cache=0', auth: 'bearer' },
  ],
  [
    'gateway.example.com/a/realtime?model=m',
    { kind: 'custom', url: 'wss://gateway.example.com/a/realtime?model=m', auth: 'bearer' },
  ],
  [
    'https://voice.azure-api.net/openai/realtime?deployment=v&api-version=2025-04-01-preview',
    {
      kind: 'custom',
      url: 'wss://voice.azure-api.net/openai/realtime?deployment=v&api-version=2025-04-01-preview',
      auth: 'api-key',
    },
  ],
  [
    'ws://127.0.0.1:4100/v1/realtime?model=m',
    { kind: 'custom', url: 'ws://127.0.0.1:4100/v1/realtime?model=m', auth: 'none' },
  ],
  ['http://localhost:4100/v1/realtime', { kind: 'custom', url: 'ws://localhost:4100/v1/realtime', auth: 'none' }],
];

const name = fc.stringMatching(/^[a-z0-9][a-z0-9 ._-]{0,30}[a-z0-9]$/);
const resource = fc.stringMatching(/^[a-z][a-z0-9-]{1,20}[a-z0-9]$/);
const host = fc
  .tuple(resource, fc.constantFrom('openai.azure.com', 'services.ai.azure.com'))
  .map((parts) => parts.join('.'));
/** The address names a deployment or asks for transcription. */
const asked = fc.oneof(
  name.map((deployment) => ({ deployment })),
  fc.constant({ deployment: '', intent: 'transcription' as const }),
);
const endpoints: fc.Arbitrary<Endpoint> = fc.oneof(
  fc.tuple(host, asked).map(([at, more]) => ({ kind: 'azure' as const, host: at, ...key, ...more })),
  fc.tuple(host, asked).map(([at, more]) => ({
    kind: 'azure-preview' as const,
    host: at,
    apiVersion: '2025-04-01-preview',
    ...key,
    ...more,
  })),
  fc.tuple(host, asked).map(([at, more]) => ({ kind: 'azure-unversioned' as const, host: at, ...key, ...more })),
  fc
    .tuple(fc.constantFrom('api.openai.com', 'eu.api.openai.com', 'jp.api.openai.com'), name)
    .map(([at, model]) => ({ kind: 'openai' as const, host: at, model })),
);

describe('a pasted address', () => {
  it.each(forms)('%s is split into its fields', (pasted, endpoint) => {
    const recognised = recogniseEndpoint(pasted);
    expect(recognised.kind === 'endpoint' && recognised.endpoint).toEqual(endpoint);
  });

  it('of any endpoint gives back that endpoint', () => {
    fc.assert(
      fc.property(endpoints, fc.constantFrom('wss:', 'https:'), (endpoint, scheme) => {
        const address = endpointUrl(endpoint);
        if (!address.ok) throw new Error(address.error.message);
        const recognised = recogniseEndpoint(address.url.replace('wss:', scheme));
        expect(recognised.kind === 'endpoint' && recognised.endpoint).toEqual(endpoint);
      }),
    );
  });

  it.each<readonly [string, string]>([
    [`wss://${azureHost}/openai/v1/realtime?intent=transcription`, 'ga'],
    [`wss://${azureHost}/openai/realtime?intent=transcription`, 'ga'],
    [`wss://${azureHost}/openai/realtime?model=v`, 'ga'],
    [`wss://${azureHost}/openai/realtime?api-version=2025-04-01-preview&deployment=v`, 'preview'],
    [`wss://${azureHost}/openai/realtime?api-version=2025-04-01-preview&intent=transcription`, 'preview'],
    ['wss://gateway.example.com/openai/realtime?intent=transcription', 'ga'],
    ['wss://gateway.example.com/openai/realtime?deployment=v', 'preview'],
  ])('%s is spoken to in %s, and its tokens are made out for that', (pasted, dialect) => {
    const recognised = recogniseEndpoint(pasted);
    if (recognised.kind !== 'endpoint') throw new Error('it was not recognised');
    const { endpoint } = recognised;
    expect(endpointUrl(endpoint)).toMatchObject({ ok: true, dialect });
    const ofPreview = entraScope(endpoint) === 'https://cognitiveservices.azure.com/.default';
    expect(ofPreview).toBe(dialect === 'preview');
  });

  it('without a version asks for the tokens of the dialect that is chosen', () => {
    const endpoint = { kind: 'azure-unversioned', host: azureHost, deployment: 'v', auth: 'entra' } as const;
    const scopes = (['address', 'ga', 'preview'] as const).map((dialect) => entraScope({ ...endpoint, dialect }));
    expect(scopes.map((scope) => new URL(scope).host)).toEqual([
      'ai.azure.com',
      'ai.azure.com',
      'cognitiveservices.azure.com',
    ]);
  });

  it('loses its key to the key field, whatever form it has', () => {
    const secret = fc.stringMatching(/^sk-[A-Za-z0-9_/+=-]{20,60}$/);
    const base = fc.constantFrom(
      `https://${azureHost}/openai/v1/realtime?model=v`,
      `wss://${azureHost}/openai/realtime?api-version=2025-04-01-preview&deployment=v`,
      'wss://api.openai.com/v1/realtime?model=m',
      'https://gateway.example.com/realtime?model=m',
      'ws://127.0.0.1:4100/v1/realtime?model=m',
    );
    const parameter = fc.constantFrom('api-key', 'API-KEY', 'api%2Dkey', 'key', 'access_token', 'subscription-key');
    fc.assert(
      fc.property(base, parameter, secret, fc.boolean(), (url, by, value, last) => {
        const pair = `${by}=${encodeURIComponent(value)}`;
        const [path = '', query = ''] = url.split('?');
        const recognised = recogniseEndpoint(last ? `${url}&${pair}` : `${path}?${pair}&${query}`);
        if (recognised.kind !== 'endpoint') throw new Error('it was not recognised');
        expect(recognised.secret).toBe(value);
        const rest = JSON.stringify([recognised.endpoint, recognised.notes]);
        expect(rest).not.toContain(value);
        expect(rest).not.toContain(encodeURIComponent(value));
        expect(recognised.notes.join(' ')).toContain('moved to the key field');
        expect(endpointUrl(recognised.endpoint).ok).toBe(true);
      }),
    );
  });

  it('with a login in front of the host loses it likewise', () => {
    const recognised = recogniseEndpoint('wss://me:pa%24s@gateway.example.com/realtime');
    expect(recognised).toMatchObject({ secret: 'pa$s', endpoint: { url: 'wss://gateway.example.com/realtime' } });
  });

  it('that a form of ours would lose a part of is kept whole', () => {
    const url = `wss://${azureHost}/openai/v1/realtime?model=v&profile=byom`;
    expect(recogniseEndpoint(url)).toMatchObject({ endpoint: { kind: 'custom', url } });
  });

  it('says that it took out an api-version the GA form refuses', () => {
    const recognised = recogniseEndpoint(`https://${azureHost}/openai/v1?api-version=preview`);
    expect(recognised.kind === 'endpoint' && recognised.notes.join()).toContain('401');
  });

  it.each([`http://${azureHost}/`, 'ws://example.com/realtime', 'http://127.0.0.1.example.com/v1'])(
    '%s is refused, since it is not encrypted',
    (url) => {
      const recognised = recogniseEndpoint(url);
      expect(recognised.kind === 'refused' && recognised.error.message).toContain('unencrypted');
    },
  );

  it.each(['hello there', 'sk-abc', 'voice-mini', 'ftp://example.com', 'https://', ''])(
    '"%s" is none and is left to the field',
    (text) => {
      expect(recogniseEndpoint(text)).toEqual({ kind: 'none' });
    },
  );

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true })),
        (text) => void recogniseEndpoint(text),
      ),
    );
  });
});
