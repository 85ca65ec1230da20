import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { switchNames } from '../../../electron/simulator/wire/switches.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { cleanAddress, isHarmless, shownAddress } from '../../../shared/kit/untrusted/secrets-in-addresses.ts';
import { endpointUrl } from '../../../shared/protocol/endpoints/address.ts';
import { credentialId } from '../../../shared/protocol/endpoints/credential-id.ts';
import { defaultNetwork, readProxyAddress } from '../../../shared/protocol/endpoints/network.ts';
import { exportProfiles, importProfiles, type Profile } from '../../../shared/protocol/endpoints/profiles.ts';
import { recogniseEndpoint } from '../../../shared/protocol/endpoints/recognise.ts';
import type { Endpoint } from '../../../shared/protocol/endpoints/schema.ts';

const canary = 'Zq7canary0Value1';
const key = `sk-proj-${canary}abcdefghijkl`;
const hex = '0123456789abcdef0123456789abcde7';
const encode = (text: string): string =>
  Array.from(text, (letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

/** Names by which somebody has put a secret into an address, or might. */
const names = [
  'api-key',
  'API-KEY',
  'api%2Dkey',
  'apikey',
  'api_key',
  'x-api-key',
  'X_Api_Key',
  'key',
  'subscription-key',
  'Ocp-Apim-Subscription-Key',
  'token',
  'access_token',
  'access-token',
  'accessToken',
  'id_token',
  'refresh_token',
  'secret',
  'client_secret',
  'clientSecret',
  'auth',
  'authorization',
  'bearer',
  'pwd',
  'pass',
  'password',
  'passwd',
  'ephemeral',
  'ephemeral_key',
  'jwt',
  'sig',
  'signature',
  'code',
  'assertion',
  'cookie',
  'credential',
  'x-functions-key',
  'tenant',
  'trace',
  'x',
  'user',
  'session',
  'state',
  'nonce',
  'redirect_uri',
  'openai-insecure-api-key',
  '$filter',
];
const gateway = 'wss://gateway.example.com/v1/realtime';
const azure = 'wss://contoso.openai.azure.com/openai/v1/realtime';

/** Addresses with a secret in them, and the secret. */
const addresses: readonly (readonly [address: string, secret: string])[] = [
  ...names.map((name) => [`${gateway}?model=m&${name}=${canary}`, canary] as const),
  [`${azure}?model=m&tenant=${canary}`, canary],
  [`wss://api.openai.com/v1/realtime?model=m&user=${canary}`, canary],
  [`${gateway};api-key=${canary}?model=m`, canary],
  [`wss://gateway.example.com/v1;tenant=${canary}/realtime?model=m`, canary],
  [`wss://gateway.example.com/v1;${canary}/realtime?model=m`, canary],
  [`${gateway}?${canary}`, canary],
  [`${gateway}?${canary}==`, canary],
  [`${gateway}?model=m&${encode('secret')}=${encode(canary)}`, canary],
  [`${gateway}?model=m;secret=${canary}`, canary],
  [`${gateway}?model=m%26secret%3D${canary}`, canary],
  [`${gateway}?model=m%2526secret%253D${canary}`, canary],
  [`${gateway}?model=${key}`, canary],
  [`${gateway}?deployment=${encode(key)}`, canary],
  [`${gateway}?mode=${hex}`, hex],
  [`${gateway}?model=password=${canary}`, canary],
  [`${gateway}?model=password%3D${canary}`, canary],
  [`wss://gateway.example.com/api-key=${canary}/realtime?model=m`, canary],
  [`wss://gateway.example.com/v1/client_secret%3D${canary}?model=m`, canary],
  [`${gateway}?model=m#access_token=${canary}`, canary],
  [`${gateway}?model=m#${canary}`, canary],
  [`wss://me:${canary}@gateway.example.com/v1/realtime`, canary],
  [`wss://${canary}@gateway.example.com/v1/realtime`, canary],
  [`wss://me:pa@${canary}@gateway.example.com/v1/realtime`, canary],
  [`wss://gateway.example.com/${key}/realtime`, canary],
  [`wss://gateway.example.com/v1/${encode(key)}/realtime`, canary],
  [`wss://gateway.example.com/${hex}/realtime`, hex],
  [`wss://${key}.example.com/realtime`, canary.toLowerCase()],
  [`wss://${hex}.openai.azure.com/openai/v1/realtime?model=m`, hex],
  [`wss:\\\\me:${canary}@gateway.example.com\\v1`, canary],
  [`wss://gateway.example.com/v1?x-ap\ti-key=${canary}`, canary],
  [`wss://gateway.example.com:port/v1?tenant=${canary}`, canary],
];

const holds = (value: unknown, secret: string): boolean => {
  const text = JSON.stringify(value) ?? '';
  return [text, text.replaceAll('+', ' ')].some((one) =>
    [one, decodeURIComponentOrSame(one), decodeURIComponentOrSame(decodeURIComponentOrSame(one))].some((plain) =>
      plain.toLowerCase().includes(secret.toLowerCase()),
    ),
  );
};
function decodeURIComponentOrSame(text: string): string {
  return text.replaceAll(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}

const custom = (url: string): Endpoint => ({ kind: 'custom', url, auth: 'bearer' });
const profile = (endpoint: Endpoint): Profile => ({
  id: 'p1',
  savedAt: '2026-11-24T10:00:00.000Z',
  name: 'gateway',
  endpoint,
  options: {},
  network: defaultNetwork,
});

/** Every place that an address passes through, and what comes out of it for anybody to read. */
const places: readonly (readonly [name: string, out: (address: string) => unknown])[] = [
  ['what is shown of it', (address) => shownAddress(address)],
  ['a message that repeats it', (address) => repeatable(address, 1000)],
  [
    'the form after a paste',
    (address) => {
      const recognised = recogniseEndpoint(address);
      // The secret itself goes to the field for keys, and nowhere else.
      return recognised.kind === 'endpoint' ? { ...recognised, secret: null } : recognised;
    },
  ],
  ['the address to connect to', (address) => endpointUrl(custom(address))],
  [
    'the host of a deployment',
    (address) => endpointUrl({ kind: 'azure', host: address, deployment: 'v', auth: 'api-key' }),
  ],
  ['the host of OpenAI', (address) => endpointUrl({ kind: 'openai', host: address, model: 'm' })],
  ['the name a key is kept under', (address) => credentialId(custom(address))],
  ['a profile that is exported', (address) => exportProfiles([profile(custom(address))])],
  [
    'a profile that is imported',
    (address) =>
      importProfiles(JSON.stringify({ voxtally: 1, kind: 'profiles', profiles: [profile(custom(address))] })),
  ],
  [
    'the address of a proxy',
    (address) => {
      const read = readProxyAddress(address);
      return read.ok ? { ...read, secret: null, user: null } : read;
    },
  ],
  [
    'the address of an HTTP proxy',
    (address) => {
      const read = readProxyAddress(address.replace('wss:', 'http:'));
      return read.ok ? { ...read, secret: null, user: null } : read;
    },
  ],
];

describe(`a secret in an address, ${addresses.length} addresses`, () => {
  it('are at least sixty', () => expect(addresses.length).toBeGreaterThanOrEqual(60));

  it.each(places)('is not in %s', (_name, out) => {
    for (const [address, secret] of addresses) expect([address, holds(out(address), secret)]).toEqual([address, false]);
  });

  it.each(addresses)('%s is not connected to', (address) => {
    const answer = endpointUrl(custom(address));
    expect(answer.ok).toBe(false);
    expect(!answer.ok && answer.error.nextStep).toBeTruthy();
  });

  it('goes to the field for keys when it goes by the name of one, or has the form', () => {
    for (const name of names.slice(0, 36)) {
      const recognised = recogniseEndpoint(`${gateway}?model=m&${name}=${canary}`);
      expect([name, recognised]).toMatchObject([
        name,
        { secret: canary, left: [], endpoint: { url: `${gateway}?model=m` } },
      ]);
    }
    expect(recogniseEndpoint(`${gateway}?model=${key}`)).toMatchObject({ secret: key, endpoint: { url: gateway } });
    expect(recogniseEndpoint(`${gateway}?mode=${hex}`)).toMatchObject({ secret: hex });
  });
});

describe('a parameter that nobody knows', () => {
  const url = `${gateway}?tenant=blue&model=m`;

  it('is left out with a note of its name, and kept when the person allows it', () => {
    const left = recogniseEndpoint(url);
    expect(left).toMatchObject({ endpoint: { url: `${gateway}?model=m` }, secret: null, left: ['tenant'] });
    expect(JSON.stringify(left)).not.toContain('blue');
    expect(left.kind === 'endpoint' && left.notes.join(' ')).toContain('tenant was left out');
    const kept = recogniseEndpoint(url, ['tenant']);
    expect(kept).toMatchObject({ endpoint: { kind: 'custom', url, allowParameters: ['tenant'] }, left: [], notes: [] });
    expect(kept.kind === 'endpoint' && endpointUrl(kept.endpoint)).toMatchObject({ ok: true, url });
  });

  it('is refused by its name, and both ways out are said', () => {
    const answer = endpointUrl(custom(url));
    const { message = '', nextStep = '' } = answer.ok ? {} : answer.error;
    expect(message).toContain('"tenant"');
    expect(nextStep).toContain('Take it out');
    expect(nextStep).toContain('--allow-parameter tenant');
    expect(message + nextStep).not.toContain('blue');
  });

  it('of an address that a form of ours would take makes a custom one when it is kept', () => {
    expect(recogniseEndpoint(`${azure}?model=v&trace=1`)).toMatchObject({
      endpoint: { kind: 'azure', deployment: 'v' },
    });
    expect(recogniseEndpoint(`${azure}?model=v&trace=1`, ['trace'])).toMatchObject({
      endpoint: { kind: 'custom', url: `${azure}?model=v&trace=1`, allowParameters: ['trace'] },
    });
  });

  it.each([
    [`${gateway}?tenant=${key}`, ['tenant']],
    [`${gateway}?tenant=${hex}`, ['tenant']],
    [`${gateway}?api-key=blue`, ['api-key']],
    [`${gateway}?tenant=a%26api-key%3Dblue`, ['tenant']],
  ])('that holds a secret is refused though it is allowed: %s', (address, allowParameters) => {
    expect(endpointUrl({ kind: 'custom', url: address, allowParameters, auth: 'bearer' }).ok).toBe(false);
  });

  it('that is allowed goes with its profile to another machine', () => {
    const endpoint: Endpoint = { kind: 'custom', url, allowParameters: ['tenant'], auth: 'bearer' };
    const { text, notes } = exportProfiles([profile(endpoint)]);
    expect(notes).toEqual([]);
    expect(importProfiles(text)).toMatchObject({ ok: true, drafts: [{ endpoint }], notes: [] });
  });
});

describe('the parameters an address may keep', () => {
  it.each([
    'api-key',
    'key',
    'token',
    'agent-key',
    'session_token',
    'password',
    'authorization',
    'auth',
    'code',
    'sig',
  ])('have none that goes by the name of a secret, and %s stays out though somebody allows it', (name) => {
    expect(isHarmless(name)).toBe(false);
    expect(cleanAddress(`wss://h/r?${name}=x&model=m`, [name]).address).toBe('wss://h/r?model=m');
  });

  it('are those of the forms of our own and every switch of the simulator', () => {
    for (const name of switchNames) expect([name, isHarmless(name)]).toEqual([name, true]);
    const endpoints: Endpoint[] = [
      { kind: 'simulator', mode: 'echo', model: 'm', dialect: 'preview', intent: 'transcription' },
      { kind: 'azure', host: 'contoso', deployment: 'v', auth: 'api-key', intent: 'transcription' },
      { kind: 'azure-preview', host: 'contoso', deployment: 'v', apiVersion: '2025-04-01-preview', auth: 'api-key' },
      { kind: 'azure-unversioned', host: 'contoso', deployment: 'v', auth: 'api-key' },
      { kind: 'openai', host: 'api.openai.com', model: 'm' },
    ];
    for (const endpoint of endpoints) {
      const address = endpointUrl(endpoint);
      expect(address.ok && cleanAddress(address.url)).toMatchObject({ address: address.ok && address.url, left: [] });
    }
  });

  it.each([
    'wss://gateway.example.com/voice/realtime?api-version=2026-07-15&agent-name=a&agent-project-name=p',
    'wss://gateway.example.com/voice/realtime?api-version=2026-07-15&agent_id=asst_Ab12&project_id=p',
    'wss://gateway.example.com/voice/realtime?api-version=2026-07-15&profile=byom-azure-openai-realtime&model=v',
    'wss://api.openai.com/v1/realtime?call_id=rtc_u1_9c6574da8b8a41a18da9308f4ad974ce',
    'wss://gw.example.com/subscriptions/3f2504e0-4f89-41d3-9a0c-0305e82c3301/voice?model=sk-voice-mini-production-2',
    'ws://127.0.0.1:4100/v1/realtime?model=m&alter_option=voice:%22marin%22;turn_detection.type:null&speed=40',
  ])('are kept in %s', (url) => {
    expect(endpointUrl(custom(url))).toMatchObject({ ok: true, url });
    expect(shownAddress(url)).toBe(url);
    expect(cleanAddress(url)).toMatchObject({ address: url, secret: null, left: [], unnamed: false });
  });
});

describe('whatever an address holds', () => {
  const name = fc
    .oneof(fc.constantFrom(...names), fc.string({ minLength: 1, maxLength: 12 }).map(encodeURIComponent))
    .filter((text) => !isHarmless(decodeURIComponent(text)));
  const value = fc.stringMatching(/^[A-Za-z0-9]{8,40}$/).map((text) => `Cnry${text}`);
  const where = fc.constantFrom(
    (by: string, secret: string) => `${gateway}?model=m&${by}=${secret}`,
    (by: string, secret: string) => `${gateway}?${by}=${secret}&model=m`,
    (by: string, secret: string) => `${gateway};${by}=${secret}?model=m`,
    (by: string, secret: string) => `${gateway}?model=m#${by}=${secret}`,
    (by: string, secret: string) => `${azure}?model=m&${by}=${secret}`,
    (by: string, secret: string) => `wss://${by}:${secret}@gateway.example.com/v1?model=m`,
    (_by: string, secret: string) => `${gateway}?model=m&${secret}`,
  );
  const written = fc.constantFrom((text: string) => text, encode);

  it('no value of a parameter outside the list is in anything that comes out', () => {
    fc.assert(
      fc.property(name, value, where, written, (by, secret, put, write) => {
        const address = put(by, write(secret));
        for (const [place, out] of places) expect([place, holds(out(address), secret)]).toEqual([place, false]);
      }),
      { numRuns: 1000 },
    );
  });

  it('nothing throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc.webUrl({ withQueryParameters: true, withFragments: true }),
        ),
        (text) => {
          for (const [, out] of places) out(text);
          expect(shownAddress(text).length).toBeLessThanOrEqual(501);
          expect(shownAddress(text)).not.toMatch(/\p{Cc}/u);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
