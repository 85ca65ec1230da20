import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import {
  exportProfiles,
  freeName,
  importProfiles,
  type Profile,
  sameName,
} from '../../../shared/protocol/endpoints/profiles.ts';

const profile: Profile = {
  id: 'p1',
  savedAt: '2026-11-24T10:00:00.000Z',
  name: 'voice-mini',
  endpoint: { kind: 'azure', host: 'contoso.openai.azure.com', deployment: 'voice-mini', auth: 'api-key' },
  options: { voice: 'marin' },
  network: { ...defaultNetwork, proxy: { kind: 'explicit', url: 'http://proxy.contoso.com:8080', user: 'me' } },
};
const fileWith = (more: object): string =>
  JSON.stringify({ voxtally: 1, kind: 'profiles', profiles: [{ ...profile, ...more }] });

describe('a file of profiles', () => {
  it('brings each profile to another machine, and neither ids nor secrets', () => {
    const { text, notes } = exportProfiles([profile]);
    expect(notes).toEqual([]);
    expect(text).not.toContain('"p1"');
    const { id: _id, savedAt: _savedAt, ...draft } = profile;
    expect(importProfiles(text)).toEqual({ ok: true, drafts: [draft], notes: [] });
  });

  it.each<[object, string]>([
    [{ apiKey: 'hunter2hunter2' }, 'apiKey'],
    [{ endpoint: { ...profile.endpoint, 'api-key': 'hunter2hunter2' } }, 'endpoint.api-key'],
    [{ network: { ...profile.network, password: 'hunter2hunter2' } }, 'network.password'],
    [{ notes: 'sk-hunter2hunter2hunter2hunter2' }, 'notes'],
    [
      { endpoint: { kind: 'custom', url: 'wss://gw.example.com/v1?api-key=hunter2hunter2&model=m', auth: 'api-key' } },
      'endpoint.url',
    ],
    [
      { network: { ...profile.network, proxy: { kind: 'explicit', url: 'http://me:hunter2hunter2@proxy:8080' } } },
      'network.proxy.url',
    ],
  ])('with a secret in it (%j) is taken over without, and says where it stood', (more, place) => {
    const read = importProfiles(fileWith(more));
    if (!read.ok) throw new Error(read.error.message);
    expect(read.notes.join(' ')).toContain(`${place} of "voice-mini"`);
    expect(JSON.stringify(read)).not.toContain('hunter2');
  });

  it('never lets a key of a well-known form out, wherever it was put', () => {
    const secret = fc.stringMatching(/^sk-[A-Za-z0-9_-]{24,48}$/).filter((key) => /[A-Z]|\d[a-z]|--/.test(key));
    fc.assert(
      fc.property(secret, fc.constantFrom('instructions', 'voice', 'other'), (key, at) => {
        const { text, notes } = exportProfiles([{ ...profile, options: { [at]: `use ${key}` } }]);
        expect(text).not.toContain(key);
        expect(notes.join(' ')).toContain(`options.${at}`);
      }),
    );
  });

  it.each([
    ['', 'is empty'],
    ['[]', 'no profiles of Voxtally'],
    ['{"voxtally":1,"kind":"profiles","profiles":[]}', 'holds no profile'],
    ['{"voxtally":2,"kind":"profiles","profiles":[{}]}', 'newer version'],
    ['{"voxtally":1,"kind":"profiles","profiles":[{"name":"x"}]}', 'endpoint is not what it should be'],
    ['{"voxtally":1,"kind":"profiles","profiles":[7]}', 'Profile 1'],
    [fileWith({ endpoint: { kind: 'custom', url: 'ws://example.com/', auth: 'none' } }), 'unencrypted'],
    [fileWith({ endpoint: { ...profile.endpoint, keyVariable: 'AWS_SECRET_ACCESS_KEY' } }), 'keyVariable'],
  ])('%s is refused with what to do', (text, words) => {
    const read = importProfiles(text);
    if (read.ok) throw new Error('it was read');
    expect(read.error.message).toContain(words);
    expect(read.error.nextStep).toBeTruthy();
  });

  it('leaves out options this version does not take, and says which', () => {
    const read = importProfiles(fileWith({ options: { voice: 'marin', speed: 99, future: true } }));
    if (!read.ok) throw new Error(read.error.message);
    expect(read.drafts[0]?.options).toEqual({ voice: 'marin' });
    expect(read.notes).toHaveLength(2);
  });
});

describe('a name', () => {
  it('that is free is kept, and one that is taken gets the first free number', () => {
    expect(freeName('Voice', [])).toBe('Voice');
    expect(freeName('voice', ['Voice'])).toBe('voice (2)');
    expect(freeName('Voice (2)', ['Voice', 'Voice (2)'])).toBe('Voice (3)');
  });

  it('made free is never one of those that are taken', () => {
    const name = fc.string({ minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(name, fc.array(name), (wanted, taken) => {
        expect(taken.some((other) => sameName(other, freeName(wanted, taken)))).toBe(false);
      }),
    );
  });
});
