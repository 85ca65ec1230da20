import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Args } from '../../../shared/contract/bench-api.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import { startBench, type TestBench } from '../support/bench.ts';
import { caFile } from '../support/tls.ts';

let bench: TestBench;
afterEach(() => bench.engine.shutdown(0));

type Draft = Args<'profiles.save'>['profile'];
const draft = (name: string, more: Partial<Draft> = {}): Draft => ({
  name,
  endpoint: { kind: 'azure', host: 'contoso.openai.azure.com', deployment: 'voice-mini', auth: 'api-key' },
  options: {},
  network: defaultNetwork,
  ...more,
});

async function save(profile: Draft, id?: string) {
  const answer = await bench.client.api.call('profiles.save', { profile, ...(id === undefined ? {} : { id }) });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.profile;
}

async function names(of = bench): Promise<string[]> {
  const list = await of.client.api.call('profiles.list', {});
  return list.ok ? list.profiles.map((profile) => profile.name) : [];
}

describe('profiles', () => {
  it('are kept in the data folder, in order of their names, and found by the next engine', async () => {
    bench = await startBench();
    await save(draft('voice-21'));
    const first = await save(
      draft('Alpha', { network: { ...defaultNetwork, extraCa: caFile }, options: { voice: 'ash' } }),
    );
    await bench.engine.shutdown(0);
    bench = await startBench({ dataFolder: bench.dataFolder });
    const list = await bench.client.api.call('profiles.list', {});
    expect(list.ok && list.profiles.map((profile) => profile.name)).toEqual(['Alpha', 'voice-21']);
    expect(list.ok && list.profiles[0]).toEqual(first);
    const files = await readdir(bench.dataFolder);
    expect(files.filter((name) => name.startsWith('profiles'))).toEqual(['profiles.json']);
  });

  it('are changed, renamed, duplicated and deleted, and every window hears of it', async () => {
    bench = await startBench();
    const { id } = await save(draft('one'));
    await save(draft('one', { options: { voice: 'cedar' } }), id);
    await bench.client.api.call('profiles.rename', { id, name: 'uno' });
    const copy = await bench.client.api.call('profiles.duplicate', { id });
    expect(copy.ok && copy.profile).toMatchObject({ name: 'uno (2)', options: { voice: 'cedar' } });
    expect(await bench.client.api.call('profiles.delete', { id })).toEqual({ ok: true });
    expect(await names()).toEqual(['uno (2)']);
    const pushed = bench.client.pushes.filter((push) => push.type === 'profiles');
    expect(pushed.map((push) => push.profiles.length)).toEqual([1, 1, 1, 2, 1]);
  });

  it('of many changes at once lose none', async () => {
    bench = await startBench();
    const all = Array.from({ length: 20 }, (_, at) => `p${String(at).padStart(2, '0')}`);
    await Promise.all(all.map((name) => save(draft(name))));
    expect(await names()).toEqual(all);
  });

  it('go out as a file and come back under free names, all or none', async () => {
    bench = await startBench();
    await save(draft('voice-mini'));
    const file = await bench.client.api.call('profiles.export', { ids: null });
    if (!file.ok) throw new Error(file.error.message);
    expect(file.fileName).toBe('voice-mini.profiles.json');
    const back = await bench.client.api.call('profiles.import', { text: file.text });
    expect(back.ok && back.profiles.map((profile) => profile.name)).toEqual(['voice-mini (2)']);
    const broken = file.text.replace('"azure"', '"nowhere"');
    expect((await bench.client.api.call('profiles.import', { text: broken })).ok).toBe(false);
    expect(await names()).toEqual(['voice-mini', 'voice-mini (2)']);
  });

  it.each<[string, Partial<Draft>, string]>([
    ['whose name is taken', { name: ' TAKEN ' }, 'already'],
    ['without an address', { endpoint: { kind: 'openai', host: 'api.openai.com', model: '' } }, 'names no model'],
    ['with an option out of range', { options: { speed: 9 } }, '9 is outside'],
    [
      'with a password in its proxy',
      { network: { ...defaultNetwork, proxy: { kind: 'explicit', url: 'http://a:b@p:1' } } },
      'password',
    ],
    [
      'with a file that is no authority',
      { network: { ...defaultNetwork, extraCa: { name: 'x.pem', pem: 'x' } } },
      'no certificate',
    ],
  ])('%s are refused', async (_, more, words) => {
    bench = await startBench();
    await save(draft('taken'));
    const answer = await bench.client.api.call('profiles.save', { profile: draft('new', more) });
    expect(!answer.ok && answer.error.message).toContain(words);
    expect(await names()).toEqual(['taken']);
  });

  it('that are gone are said to be', async () => {
    bench = await startBench();
    for (const call of [
      bench.client.api.call('profiles.rename', { id: 'nobody', name: 'x' }),
      bench.client.api.call('profiles.duplicate', { id: 'nobody' }),
      bench.client.api.call('profiles.delete', { id: 'nobody' }),
      bench.client.api.call('profiles.export', { ids: ['nobody'] }),
      bench.client.api.call('profiles.save', { id: 'nobody', profile: draft('x') }),
    ]) {
      expect(await call).toMatchObject({ ok: false, error: { reason: 'not-found' } });
    }
  });

  it('in a damaged file are set aside and told, and one of a newer version survives a change', async () => {
    bench = await startBench();
    const path = join(bench.dataFolder, 'profiles.json');
    await writeFile(path, '{"version":1,"profiles":[{"id":"n","from":"the future"}]}');
    await save(draft('now'));
    expect(await readFile(path, 'utf8')).toContain('the future');
    await writeFile(path, 'torn{');
    expect(await names()).toEqual([]);
    expect(await readFile(`${path}.unreadable`, 'utf8')).toBe('torn{');
    expect(
      bench.client.pushes
        .filter((push) => push.type === 'notice')
        .map((push) => push.text)
        .join(),
    ).toContain('set aside');
  });
});
