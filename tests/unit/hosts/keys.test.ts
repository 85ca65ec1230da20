import { describe, expect, it } from 'vitest';
import { environmentKey, keyRing, type KeyStore, withoutKeys } from '../../../electron/hosts/keys.ts';
import { benchError, ok, refuse } from '../../../shared/kit/errors.ts';
import { openAiAdmin } from '../../../shared/protocol/endpoints/credential-id.ts';
import type { Endpoint } from '../../../shared/protocol/endpoints/schema.ts';

const azure: Endpoint = { kind: 'azure', host: 'contoso.openai.azure.com', deployment: 'voice', auth: 'api-key' };
const other: Endpoint = { ...azure, host: 'fabrikam.openai.azure.com' };
const openai: Endpoint = { kind: 'openai', host: 'api.openai.com', model: 'gpt-realtime' };
const simulator: Endpoint = { kind: 'simulator', mode: 'voice', model: 'gpt-realtime' };

function memoryStore(): KeyStore & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    read: (id) => Promise.resolve(kept.get(id) ?? null),
    has: (id) => Promise.resolve(kept.has(id)),
    write: (id, key) => {
      if (key === '') kept.delete(id);
      else kept.set(id, key);
      return Promise.resolve(ok({}));
    },
  };
}

describe('the key ring', () => {
  it('keeps a key for its own resource and gives it to no other', async () => {
    const ring = keyRing({ store: memoryStore(), whyNot: '', env: {} });
    expect(await ring.put(azure, ' secret \n')).toEqual({ ok: true, kept: 'store', note: null });
    expect(await ring.secret(azure)).toBe('secret');
    expect(await ring.secret(other)).toBeNull();
    expect(await ring.secretStatus(azure)).toEqual({ present: true, from: 'store', needed: true });
    expect(await ring.secretStatus(other)).toEqual({ present: false, from: null, needed: true });
  });

  it('forgets a key when an empty one is put', async () => {
    const ring = keyRing({ store: memoryStore(), whyNot: '', env: {} });
    await ring.put(azure, 'secret');
    expect(await ring.put(azure, '')).toMatchObject({ kept: 'forgotten' });
    expect(await ring.secret(azure)).toBeNull();
  });

  it('holds a key for this run only when it cannot be kept safely, and says why', async () => {
    const store = memoryStore();
    const write = (): Promise<ReturnType<typeof refuse>> =>
      Promise.resolve(refuse(benchError('unsupported', 'This computer has no key store.')));
    const ring = keyRing({ store: { ...store, write }, whyNot: '', env: {} });
    expect(await ring.put(azure, 'secret')).toEqual({
      ok: true,
      kept: 'memory',
      note: 'This computer has no key store.',
    });
    expect(await ring.secret(azure)).toBe('secret');
    expect(store.kept.size).toBe(0);
    const memoryOnly = keyRing({ store: null, whyNot: 'On no disk.', env: {} });
    expect(await memoryOnly.put(azure, 'secret')).toMatchObject({ kept: 'memory', note: 'On no disk.' });
  });

  it('refuses what is longer than any key, and a key for the simulator', async () => {
    const ring = keyRing({ store: null, whyNot: '', env: {} });
    expect(await ring.put(azure, 'k'.repeat(9000))).toMatchObject({ ok: false });
    expect(await ring.put(simulator, 'secret')).toMatchObject({ ok: false });
    expect(await ring.secretStatus(simulator)).toMatchObject({ needed: false });
  });

  it('prefers what was typed to the environment, and never sends one company the key of another', async () => {
    const env = { AZURE_OPENAI_API_KEY: 'azure-key', OPENAI_API_KEY: 'openai-key' };
    const ring = keyRing({ store: null, whyNot: '', env });
    expect(await ring.secret(azure)).toBe('azure-key');
    expect(await ring.secret(openai)).toBe('openai-key');
    expect(await ring.secretStatus(openai)).toMatchObject({ from: 'environment' });
    await ring.put(azure, 'typed');
    expect(await ring.secret(azure)).toBe('typed');
    expect(environmentKey({ kind: 'custom', url: 'wss://example.com/', auth: 'bearer' }, env)).toBeNull();
  });

  it('keeps headers of a receiver by its host and port, takes none from the environment, and refuses an address that is none', async () => {
    const env = { VOXTALLY_API_KEY: 'any-key', OPENAI_ADMIN_KEY: 'sk-admin-set', OPENAI_API_KEY: 'openai-key' };
    const ring = keyRing({ store: memoryStore(), whyNot: '', env });
    const owner = { kind: 'otlp', url: 'https://Collector.example.com:4318/' } as const;
    expect(await ring.secret(owner)).toBeNull();
    expect(await ring.secretStatus(owner)).toEqual({ present: false, from: null, needed: true });
    expect(await ring.put(owner, ' x-key=abc ')).toMatchObject({ ok: true, kept: 'store' });
    expect(await ring.secret({ kind: 'otlp', url: 'https://collector.example.com:4318/v1/traces' })).toBe('x-key=abc');
    expect(await ring.secret({ kind: 'otlp', url: 'https://collector.example.com/' })).toBeNull();
    expect(await ring.secret({ kind: 'custom', url: 'wss://collector.example.com:4318/', auth: 'bearer' })).toBe(
      'any-key',
    );
    expect(await ring.put({ kind: 'otlp', url: 'collector' }, 'x-key=abc')).toMatchObject({
      ok: false,
      error: { message: 'That is not the address of a receiver.' },
    });
  });

  it('keeps an admin key of OpenAI apart from its other keys, which are never taken for it', async () => {
    const env = { OPENAI_API_KEY: 'openai-key', VOXTALLY_API_KEY: 'any-key' };
    const ring = keyRing({ store: memoryStore(), whyNot: '', env });
    expect(await ring.secret(openAiAdmin)).toBeNull();
    expect(await ring.secretStatus(openAiAdmin)).toEqual({ present: false, from: null, needed: true });
    const set = keyRing({ store: null, whyNot: '', env: { ...env, OPENAI_ADMIN_KEY: ' sk-admin-set ' } });
    expect(await set.secret(openAiAdmin)).toBe('sk-admin-set');
    expect(await set.secret(openai)).toBe('any-key');
    expect(await set.secretStatus(openAiAdmin)).toMatchObject({ from: 'environment', variable: 'OPENAI_ADMIN_KEY' });
    expect(await ring.put(openAiAdmin, 'sk-admin-typed')).toMatchObject({ ok: true, kept: 'store' });
    expect(await ring.secret(openAiAdmin)).toBe('sk-admin-typed');
    expect(await ring.secret(openai)).toBe('any-key');
    expect(await ring.put(openAiAdmin, '')).toMatchObject({ kept: 'forgotten' });
    expect(await ring.secret(openAiAdmin)).toBeNull();
  });

  it('takes every key out of the environment of a process that needs none', () => {
    const env = {
      PATH: '/bin',
      OPENAI_API_KEY: 'a',
      OPENAI_ADMIN_KEY: 'd',
      AZURE_OPENAI_API_KEY: 'b',
      VOXTALLY_API_KEY: 'c',
    };
    expect(withoutKeys(env)).toEqual({ PATH: '/bin' });
  });
});
