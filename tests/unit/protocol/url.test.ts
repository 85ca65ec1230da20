import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { endpointUrl, sameType } from '../../../shared/protocol/endpoints/address.ts';
import { keyVariablePattern } from '../../../shared/protocol/authentication.ts';
import { credentialId } from '../../../shared/protocol/endpoints/credential-id.ts';
import { type Endpoint, endpointSchema } from '../../../shared/protocol/endpoints/schema.ts';

const host = 'contoso-voice.openai.azure.com';
const key = { auth: 'api-key' } as const;

describe('the address of a deployment', () => {
  it('is the GA form for Azure, from a bare resource name, a host or a pasted URL', () => {
    for (const given of ['contoso-voice', host, `https://${host}/openai/v1`]) {
      expect(endpointUrl({ kind: 'azure', host: given, deployment: 'voice mini', auth: 'api-key' })).toEqual({
        ok: true,
        url: `wss://${host}/openai/v1/realtime?model=voice%20mini`,
        label: 'contoso-voice, Azure GA',
        deployment: 'voice mini',
        auth: 'api-key',
        dialect: 'ga',
        intent: 'conversation',
        headers: {},
      });
    }
  });

  it.each<readonly [Endpoint, object]>([
    [
      { kind: 'azure-preview', host, deployment: 'v', apiVersion: '2025-04-01-preview', ...key },
      { url: `wss://${host}/openai/realtime?api-version=2025-04-01-preview&deployment=v`, dialect: 'preview' },
    ],
    [
      {
        kind: 'azure-preview',
        host,
        deployment: '',
        apiVersion: '2025-04-01-preview',
        ...key,
        intent: 'transcription',
      },
      {
        url: `wss://${host}/openai/realtime?api-version=2025-04-01-preview&intent=transcription`,
        intent: 'transcription',
      },
    ],
    [
      { kind: 'azure-unversioned', host: 'contoso.services.ai.azure.com', deployment: 'm', auth: 'bearer' },
      { url: 'wss://contoso.services.ai.azure.com/openai/realtime?model=m', auth: 'bearer', dialect: 'ga' },
    ],
    [
      {
        kind: 'openai',
        host: 'eu.api.openai.com',
        model: 'gpt-realtime-2.1',
        organization: 'org-1',
        project: 'proj_2',
      },
      {
        url: 'wss://eu.api.openai.com/v1/realtime?model=gpt-realtime-2.1',
        auth: 'bearer',
        headers: { 'openai-organization': 'org-1', 'openai-project': 'proj_2' },
      },
    ],
    [
      { kind: 'openai', host: 'api.openai.com', model: 'left over', intent: 'transcription' },
      { url: 'wss://api.openai.com/v1/realtime?intent=transcription', deployment: 'transcription' },
    ],
    [
      { kind: 'simulator', mode: 'echo', model: 'm', dialect: 'preview' },
      {
        url: '/openai/realtime?api-version=2025-04-01-preview&deployment=m&mode=echo',
        dialect: 'preview',
        auth: 'none',
      },
    ],
    [{ kind: 'azure', host, deployment: 'v', auth: 'entra' }, { auth: 'entra' }],
    [
      { kind: 'azure', host, deployment: 'v', ...key, intent: 'transcription' },
      { url: `wss://${host}/openai/v1/realtime?intent=transcription`, intent: 'transcription' },
    ],
    [
      { kind: 'azure-preview', host, deployment: 'v', apiVersion: 'x', ...key, intent: 'transcription' },
      { url: `wss://${host}/openai/realtime?api-version=x&intent=transcription` },
    ],
    [
      { kind: 'azure-unversioned', host, deployment: 'v', ...key, intent: 'transcription', dialect: 'preview' },
      { url: `wss://${host}/openai/realtime?intent=transcription`, dialect: 'preview' },
    ],
    [
      { kind: 'custom', url: 'wss://gw.example.com/v1/realtime', auth: 'none', intent: 'transcription' },
      { url: 'wss://gw.example.com/v1/realtime?intent=transcription', intent: 'transcription' },
    ],
    [
      { kind: 'custom', url: 'wss://gw.example.com/r?cache=0', auth: 'none', intent: 'transcription' },
      { url: 'wss://gw.example.com/r?cache=0&intent=transcription' },
    ],
    [
      { kind: 'custom', url: 'wss://gw.example.com/r?model=whisper', auth: 'none', intent: 'transcription' },
      { url: 'wss://gw.example.com/r?model=whisper', intent: 'transcription' },
    ],
  ])('%j', (endpoint, address) => {
    expect(endpointSchema.parse(endpoint)).toEqual(endpoint);
    expect(endpointUrl(endpoint)).toMatchObject({ ok: true, ...address });
  });

  it.each<readonly [url: string, dialect: string]>([
    ['wss://gw.example.com/openai/realtime?api-version=2025-04-01-preview&deployment=v', 'preview'],
    ['wss://gw.example.com/tenant/openai/realtime/?api-version=2025-04-01-preview&intent=transcription', 'preview'],
    ['wss://gw.example.com/realtime?api-version=2025-04-01-preview&deployment=v', 'preview'],
    ['wss://gw.example.com/openai/realtime?deployment=v', 'preview'],
    ['wss://gw.example.com/openai/realtime', 'ga'],
    ['wss://gw.example.com/openai/realtime?intent=transcription', 'ga'],
    ['wss://gw.example.com/realtime?deployment=v', 'ga'],
    ['wss://gw.example.com/openai/realtime?model=v', 'ga'],
    ['wss://gw.example.com/openai/v1/realtime?model=v', 'ga'],
    ['wss://gw.example.com/v1/realtime?model=v', 'ga'],
    ['wss://gw.example.com/realtime?api-version=1&model=v', 'ga'],
    ['wss://gw.example.com/', 'ga'],
  ])('of %s is spoken to in %s, unless another dialect is chosen', (url, dialect) => {
    const custom = { kind: 'custom', url, auth: 'bearer' } as const;
    expect(endpointUrl(custom)).toMatchObject({ url, dialect });
    expect(endpointUrl({ ...custom, dialect: 'address' })).toMatchObject({ url, dialect });
    for (const chosen of ['ga', 'preview'] as const) {
      expect(endpointUrl({ ...custom, dialect: chosen })).toMatchObject({ url, dialect: chosen });
    }
  });

  it('is a custom URL untouched', () => {
    const url = 'wss://gateway.example.com/a/realtime?model=m&x=1';
    const allowParameters = ['x'];
    expect(endpointUrl({ kind: 'custom', url, allowParameters, auth: 'bearer' })).toMatchObject({
      url,
      deployment: 'm',
    });
  });

  it.each([
    ['not an address', 'is not an address'],
    ['https://example.com/realtime', 'begins with https:'],
    ['ws://example.com/realtime', 'unencrypted'],
    ['wss://user:pass@example.com/realtime', 'user name or password'],
    ['wss://example.com/realtime?api-key=abc', 'holds a secret in "api-key"'],
    ['wss://example.com/realtime?tenant=blue', 'holds the parameter "tenant"'],
    ['wss://example.com/realtime#end', 'from # on'],
  ])('refuses %s and says why', (url, words) => {
    const answer = endpointUrl({ kind: 'custom', url, auth: 'bearer' });
    expect(answer.ok).toBe(false);
    if (answer.ok) return;
    expect(answer.error.message).toContain(words);
    expect(answer.error.nextStep).toBeTruthy();
  });

  it.each<Endpoint>([
    { kind: 'azure', host, deployment: ' ', ...key },
    { kind: 'azure', host: 'two hosts', deployment: 'v', ...key },
    { kind: 'azure-preview', host, deployment: 'v', apiVersion: '', ...key },
    { kind: 'openai', host: 'api.openai.com', model: '' },
    { kind: 'openai', host: 'api.openai.com', model: 'm', project: 'two\nlines' },
  ])('refuses %j and says what to give', (endpoint) => {
    const answer = endpointUrl(endpoint);
    expect(!answer.ok && answer.error.nextStep).toBeTruthy();
  });

  it('lets an unencrypted socket go to this machine only', () => {
    expect(endpointUrl({ kind: 'custom', url: 'ws://127.0.0.1:9/v1/realtime', auth: 'none' }).ok).toBe(true);
    expect(endpointUrl({ kind: 'custom', url: 'ws://127.0.0.1.example.com/v1', auth: 'none' }).ok).toBe(false);
  });
});

describe('a session asked to transcribe', () => {
  const named = { 'transcription.model': 'whisper-eu' };
  const transcriber = { kind: 'azure', host, ...key, intent: 'transcription' } as const;
  it.each<readonly [Endpoint, JsonObject, JsonObject]>([
    [{ ...transcriber, deployment: 'v' }, {}, { type: 'transcription', 'transcription.model': 'v' }],
    [{ ...transcriber, deployment: 'v' }, named, { type: 'transcription', ...named }],
    [{ ...transcriber, deployment: '' }, {}, { type: 'transcription' }],
    [{ kind: 'simulator', mode: 'voice', model: 'm', intent: 'transcription' }, {}, { type: 'transcription' }],
    [
      { kind: 'custom', url: 'wss://gw.example.com/r?intent=transcription', auth: 'none' },
      {},
      { type: 'transcription' },
    ],
    [{ kind: 'azure', host, deployment: 'v', ...key }, { voice: 'ash' }, { voice: 'ash' }],
  ])('as %j with %j asks for %j', (endpoint, options, asked) => {
    expect(sameType(endpoint, options).options).toEqual(asked);
  });

  it.each<Endpoint>([
    { kind: 'azure', host, deployment: 'v', ...key },
    { kind: 'azure-preview', host, deployment: 'v', apiVersion: 'x', ...key },
    { kind: 'openai', host: 'api.openai.com', model: 'm' },
    { kind: 'simulator', mode: 'voice', model: 'm' },
    { kind: 'custom', url: 'wss://gw.example.com/r', auth: 'none' },
  ])('by its type gets the address of one: %j', (endpoint) => {
    const same = sameType(endpoint, { type: 'transcription' });
    const address = endpointUrl(same.endpoint);
    expect(address).toMatchObject({ ok: true, intent: 'transcription' });
    expect(address.ok && address.url).toMatch(/[?&]intent=transcription/);
    expect(address.ok && address.url).not.toMatch(/[?&](?:model|deployment)=/);
  });
});

describe('the name a key is kept under', () => {
  it('is the host, so that all deployments and forms of one resource share a key', () => {
    const ga: Endpoint = { kind: 'azure', host, deployment: 'a', ...key };
    const preview: Endpoint = {
      kind: 'azure-preview',
      host: host.toUpperCase(),
      deployment: 'b',
      apiVersion: 'x',
      ...key,
    };
    expect(credentialId(ga)).toBe(host);
    expect(credentialId(preview)).toBe(host);
  });

  it('is none where nothing is to be kept', () => {
    expect(credentialId({ kind: 'azure', host, deployment: 'a', auth: 'entra' })).toBeNull();
    expect(credentialId({ kind: 'simulator', mode: 'voice', model: 'm' })).toBeNull();
    expect(credentialId({ kind: 'proxy', url: 'no address', user: 'u' })).toBeNull();
  });

  it('tells the login at a proxy from the key of a host of the same name', () => {
    const id = credentialId({ kind: 'proxy', url: `http://${host}:8080`, user: 'me' });
    expect(id).toBe(`proxy me@${host}:8080`);
  });
});

it.each(['PATH', 'AWS_SECRET_ACCESS_KEY', 'VOXTALLY_HOME', 'OPENAI_ORG', 'openai_api_key', 'MY_OPENAI_API_KEY'])(
  'a profile cannot name %s as the variable that holds its key',
  (variable) => expect(keyVariablePattern.test(variable)).toBe(false),
);
it.each([
  'OPENAI_API_KEY',
  'AZURE_OPENAI_API_KEY',
  'VOXTALLY_KEY_EU',
  'OPENAI_API_KEY_2',
  'VOXTALLY_API_KEY',
  'AZURE_OPENAI_AD_TOKEN',
])('%s may hold a key', (variable) => expect(keyVariablePattern.test(variable)).toBe(true));
