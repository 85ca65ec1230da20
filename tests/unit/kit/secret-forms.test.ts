import { describe, expect, it } from 'vitest';
import { misplacedKey, repeatable, repeated } from '../../../shared/kit/untrusted/quoting.ts';
import {
  hiddenSecret,
  hideSecrets,
  hideTypedSecrets,
  isSecretName,
  isSecretParameter,
  looksLikeSecret,
  secretIn,
} from '../../../shared/kit/untrusted/secret-forms.ts';

const letters = 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7';
const many = (count: number): string => letters.repeat(8).slice(0, count);
const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2FpIn0.${many(86)}`;

/** Keys as services give them out, with what stays when they are hidden. */
const keys: readonly (readonly [what: string, key: string, hidden: string])[] = [
  ['an OpenAI key', `sk-${many(48)}`, hiddenSecret],
  ['a project key', `sk-proj-${many(40)}_${many(30)}-${many(60)}`, hiddenSecret],
  ['a service account key', `sk-svcacct-${many(74)}`, hiddenSecret],
  ['a gateway key', `sk-${many(22)}`, hiddenSecret],
  ['a key in small letters', 'sk-hunter2hunter2hunter2hunter2', hiddenSecret],
  ['an ephemeral key', 'ek_68af296e8e408191a1120ab6383263c2', hiddenSecret],
  ['a newer Azure key', `${many(52)}JQQJ99BAACYeBjFXJ3w3AAABACOG${many(4)}`, hiddenSecret],
  ['a storage key', `${many(86)}==`, hiddenSecret],
  ['a JWT', jwt, hiddenSecret],
  ['a bearer token', `Bearer ${many(30)}`, `Bearer ${hiddenSecret}`],
  ['an authorization header', `authorization: bearer ${jwt}`, `authorization: bearer ${hiddenSecret}`],
  [
    'a signature',
    `https://x.blob.core.windows.net/a?sv=2024&sig=${many(30)}%2B%3D`,
    `https://x.blob.core.windows.net/a?sv=2024&sig=${hiddenSecret}`,
  ],
  [
    'a connection string',
    `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${many(40)}==;`,
    `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${hiddenSecret};`,
  ],
  [
    'a service bus string',
    `Endpoint=sb://x/;SharedAccessKeyName=r;SharedAccessKey=${many(43)}=`,
    `Endpoint=sb://x/;SharedAccessKeyName=r;SharedAccessKey=${hiddenSecret}`,
  ],
  ['a client secret', `${many(3)}8Q~${many(34)}`, hiddenSecret],
  [
    'a private key',
    `-----BEGIN RSA PRIVATE KEY-----\n${many(64)}\n${many(20)}\n-----END RSA PRIVATE KEY-----`,
    hiddenSecret,
  ],
  ['a private key cut off', `-----BEGIN PRIVATE KEY-----\n${many(64)}`, hiddenSecret],
];

/** Things that people need to read and that are no keys. */
const harmless: readonly string[] = [
  'voice-mini',
  'gpt-realtime-2.1-mini-2025-12-15',
  'sk-voice-mini-production-2',
  'sk-bratislava-gateway-test-environment',
  'task-force-realtime-mini-deployment',
  'ek_voice_mini_production_deployment',
  'contoso-voice.openai.azure.com',
  '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  '/subscriptions/3f2504e0-4f89-41d3-9a0c-0305e82c3301/resourceGroups/voice/providers/Microsoft.CognitiveServices/accounts/contoso',
  '2026-11-23T14-05-33Z-contoso-voice-mini-production-3f9a1c',
  'sess_CkXyR8bGf4Yz0123456789',
  'resp_68af296e8e408191a1120ab6383263c2',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'org-AbCdEfGhIjKlMnOpQrStUvWx',
  'proj_AbCdEfGhIjKlMnOpQrStUvWx',
  '/exports/0123456789abcdef0123456789abcdef/part_0_0001.csv',
  '0123456789abcdef0123456789abcdef.wav',
  'Bearer realm="https://login.example.com", error="invalid_token"',
  'Bearer authorization_uri="https://login.microsoftonline.com/3f2504e0"',
  'bearer authentication is wanted',
  'gpt rt aud mn 1215 out glbl Tokens',
  '-----BEGIN CERTIFICATE-----',
  'Microsoft.CognitiveServices/accounts/deployments/read',
  '12345678901234567890123456789012',
];

describe('the form of a secret', () => {
  it.each(keys)('is seen in %s, alone and in a sentence', (_what, key, hidden) => {
    expect(looksLikeSecret(key)).toBe(true);
    expect(secretIn(`it says "${key}" there`)).not.toBeNull();
    expect(hideSecrets(key)).toBe(hidden);
    if (!key.startsWith('-----BEGIN PRIVATE'))
      expect(hideSecrets(`it says "${key}" there`)).toBe(`it says "${hidden}" there`);
  });

  it.each(harmless)('is not seen in %s', (text) => {
    expect(looksLikeSecret(text)).toBe(false);
    expect(hideTypedSecrets(text)).toBe(text);
  });

  it('of 32 hexadecimal digits counts where somebody typed it, and not in what comes from elsewhere', () => {
    const hex = '0123456789abcdef0123456789abcdef';
    expect([looksLikeSecret(hex), secretIn(hex)]).toEqual([true, null]);
    expect(hideSecrets(`trace ${hex}`)).toBe(`trace ${hex}`);
    expect(hideTypedSecrets(`"${hex}" and voice=${hex}.`)).toBe(`"${hiddenSecret}" and voice=${hiddenSecret}.`);
  });

  it('is the name of a field or a parameter', () => {
    for (const name of ['apiKey', 'x-api-key', 'client_secret', 'proxyPassword']) expect(isSecretName(name)).toBe(true);
    for (const name of ['auth', 'code', 'monkey', 'max_output_tokens', 'keyboard'])
      expect(isSecretName(name)).toBe(false);
    for (const name of ['auth', 'code', 'sig']) expect(isSecretParameter(name)).toBe(true);
  });
});

describe('what a message repeats', () => {
  it.each(keys)('is never %s', (_what, key) => {
    for (const text of [key, `voice=${key}`, `./${key}`, `wss://h/?model=${key}`, `two words ${key}`]) {
      const body = key.replace(/^.*?(?:[Bb]earer |Key=|sig=)/s, '').slice(0, 18);
      expect(repeated(text, 1000)).not.toContain(body);
    }
    const refused = misplacedKey(key, 'the deployment');
    expect(refused?.message).toContain('the deployment has the form of');
    expect(refused?.nextStep).toContain('VOXTALLY_API_KEY');
    expect(JSON.stringify(refused)).not.toContain(key.slice(12, 30));
  });

  it('is one line, cut, with control characters written out', () => {
    expect(repeated('voice\u001b[2J\nmini')).toBe('"voice[U+001B][2J mini"');
    expect(repeated('x'.repeat(500))).toBe(`"${'x'.repeat(80)}…"`);
  });

  it.each([
    ['password=hunter2', `password=${hiddenSecret}`],
    ['--api-key=hunter2', `--api-key=${hiddenSecret}`],
    ['wss://me:hunter2@h.example.com/v1?tenant=hunter2', `wss://h.example.com/v1?tenant=${hiddenSecret}`],
    ['me:hunter2@h.example.com:80', 'h.example.com:80'],
    ['see https://h.example.com/?x=hunter2 now', `see https://h.example.com/?x=${hiddenSecret} now`],
  ])('of %s is %s', (text, shown) => expect(repeatable(text)).toBe(shown));

  it.each([
    'voice-mini',
    '/home/me/bill.csv',
    'me@contoso.com',
    'vad.threshold=2',
    'C:\\bills\\may.csv',
    '1.234,56',
    '--dates',
  ])('of %s is all of it', (text) => expect(repeatable(text)).toBe(text));
});
