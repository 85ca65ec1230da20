import { lstat, mkdir, readFile, readlink, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CaseStore } from '../../../electron/engine/data/case-store.ts';
import { PriceBooks } from '../../../electron/engine/data/price-books.ts';
import { sealedKeys } from '../../../electron/desktop/sealed-keys.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import { emptyCase } from '../../../shared/reconcile/case/case.ts';
import { assetsFolder, startBench, temporaryFolder, type TestBench } from '../support/bench.ts';

let bench: TestBench | null = null;
afterEach(async () => {
  await bench?.engine.shutdown(0);
  bench = null;
});

const kitchen = {
  name: 'Kitchen',
  endpoint: { kind: 'azure', host: 'contoso.openai.azure.com', deployment: 'voice-mini', auth: 'api-key' },
  options: {},
  network: defaultNetwork,
} as const;

/** What is kept in one file each: how it is written to and what of it is then there. */
const kept = {
  'preferences.json': async ({ client }: TestBench) => {
    const written = await client.api.call('preferences.write', { theme: 'dark' });
    return written.ok && written.preferences.theme === 'dark';
  },
  'presets.json': async ({ client }: TestBench) => {
    await client.api.call('presets.list', {});
    return (await client.api.call('presets.save', { name: 'Kitchen', options: {} })).ok;
  },
  'profiles.json': async ({ client }: TestBench) => {
    await client.api.call('profiles.list', {});
    return (await client.api.call('profiles.save', { profile: kitchen })).ok;
  },
} as const;
const names = Object.keys(kept) as (keyof typeof kept)[];

const damages = [
  [
    'half written',
    '{"presets":[{"na',
    'is damaged, for it is not JSON (line 1, column 17: expected a double quote, found the end of the text)',
  ],
  ['empty', '', 'is empty'],
  ['of another type', '[1,2]', 'is damaged'],
  [
    'of zeros, as a power cut leaves it',
    '\0\0\0\0',
    'is damaged, for it is not JSON (line 1, column 1: expected a value)',
  ],
] as const;

const said = async ({ client, logged }: TestBench): Promise<string> => {
  const info = await client.api.call('app.info', {});
  return [...(info.ok ? info.notices : []), ...logged].join('\n');
};

describe.each(names)('%s', (name) => {
  it.each(damages)('that is %s is set aside whole and said so, and the bench goes on', async (_, text, why) => {
    const dataFolder = await temporaryFolder();
    const path = join(dataFolder, name);
    await writeFile(path, text);
    bench = await startBench({ dataFolder });
    expect(await kept[name](bench)).toBe(true);
    expect(await readFile(`${path}.unreadable`, 'utf8')).toBe(text);
    expect(JSON.parse(await readFile(path, 'utf8'))).toBeTypeOf('object');
    expect(await said(bench)).toContain(`${path}, ${why}; it was set aside as ${path}.unreadable`);
  });

  it('that is a folder, or a link that leads in a circle, is set aside, and what was set aside before stays', async () => {
    const dataFolder = await temporaryFolder();
    const path = join(dataFolder, name);
    await writeFile(`${path}.unreadable`, 'from an earlier day');
    await mkdir(path);
    await writeFile(join(path, 'precious'), 'bytes');
    bench = await startBench({ dataFolder });
    expect(await kept[name](bench)).toBe(true);
    expect(await readFile(`${path}.unreadable`, 'utf8')).toBe('from an earlier day');
    expect(await readFile(join(`${path}.unreadable-2`, 'precious'), 'utf8')).toBe('bytes');
    await bench.engine.shutdown(0);
    await rename(path, `${path}.good`);
    await symlink(name, path);
    bench = await startBench({ dataFolder });
    expect(await kept[name](bench)).toBe(true);
    expect(await readlink(`${path}.unreadable-3`)).toBe(name);
    expect((await lstat(path)).isFile()).toBe(true);
  });

  it('that is linked to another place is changed there, and the link stays', async () => {
    const dataFolder = await temporaryFolder();
    const elsewhere = join(await temporaryFolder(), 'mine.json');
    await writeFile(elsewhere, '\uFEFF{"presets":[],"profiles":[]}');
    await symlink(elsewhere, join(dataFolder, name));
    bench = await startBench({ dataFolder });
    expect(await kept[name](bench)).toBe(true);
    expect(await readlink(join(dataFolder, name))).toBe(elsewhere);
    expect(await readFile(elsewhere, 'utf8')).toMatch(/Kitchen|dark/);
  });
});

describe('what a newer version keeps', () => {
  it('survives a change made by this one: members of the preferences, values it does not know, entries of the presets', async () => {
    const dataFolder = await temporaryFolder();
    const path = join(dataFolder, 'preferences.json');
    await writeFile(path, '{"theme":"sepia","weather":{"fair":true},"outputLabel":"Desk"}');
    await writeFile(
      join(dataFolder, 'presets.json'),
      '{"sorted":"by use","presets":[{"label":"of the future"},{"name":"Den","options":{},"colour":"red"}]}',
    );
    bench = await startBench({ dataFolder });
    const read = await bench.client.api.call('preferences.read', {});
    expect(read).toMatchObject({ preferences: { theme: 'system', outputLabel: 'Desk' } });
    expect(await said(bench)).toContain('"theme" is nothing that this version can use');
    await bench.client.api.call('preferences.write', { outputLabel: null });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      theme: 'sepia',
      weather: { fair: true },
      outputLabel: null,
    });
    await kept['presets.json'](bench);
    const presets = await readFile(join(dataFolder, 'presets.json'), 'utf8');
    expect(JSON.parse(presets)).toEqual({
      version: 1,
      sorted: 'by use',
      presets: [
        { name: 'Den', options: {}, colour: 'red' },
        { name: 'Kitchen', options: {} },
        { label: 'of the future' },
      ],
    });
  });
});

describe.each(['presets', 'profiles'] as const)('the %s of a newer version', (what) => {
  it('are neither used nor written over, also where they would fit, and the bench says why', async () => {
    const dataFolder = await temporaryFolder();
    const path = join(dataFolder, `${what}.json`);
    const entry = { ...kitchen, id: '1', savedAt: '2026-11-28T10:00:00.000Z', name: 'Den', group: 'work' };
    const text = JSON.stringify({ version: 2, groups: ['work'], [what]: [entry] });
    await writeFile(path, text);
    bench = await startBench({ dataFolder });
    const saved =
      what === 'presets'
        ? await bench.client.api.call('presets.save', { name: 'Kitchen', options: {} })
        : await bench.client.api.call('profiles.save', { profile: kitchen });
    expect(saved).toMatchObject({
      ok: false,
      error: {
        message: `The ${what} cannot be read or changed: ${path} was written by a newer version of Voxtally.`,
        nextStep: 'Use that version, or move the file away; nothing is written over it.',
      },
    });
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(await said(bench)).toContain(`${path} was written by a newer version of Voxtally`);
  });
});

describe('the sealed keys', () => {
  const cipher = { unavailable: () => null, seal: (key: string) => Buffer.from(key), open: String };

  it('in a damaged file are set aside before a key is written', async () => {
    const path = join(await temporaryFolder(), 'keys.json');
    const lines: string[] = [];
    await writeFile(path, 'torn{');
    const store = sealedKeys(path, cipher, (line) => void lines.push(line));
    expect(await store.has('a')).toBe(false);
    expect(await store.write('b', 'secret')).toMatchObject({ ok: true });
    expect(await store.read('b')).toBe('secret');
    expect(await readFile(`${path}.unreadable`, 'utf8')).toBe('torn{');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/set aside as .* Enter the keys again/);
  });

  it('of a newer version stay where they are, and a key is kept for this run only', async () => {
    const path = join(await temporaryFolder(), 'keys.json');
    const text = '{"version":2,"keys":{"a":"Zm9v"}}';
    await writeFile(path, text);
    const store = sealedKeys(path, cipher, () => undefined);
    expect(await store.has('a')).toBe(false);
    expect(await store.write('b', 'secret')).toMatchObject({
      ok: false,
      error: { message: `The key could not be written to ${path}, so it is kept for this run only.` },
    });
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('lose none by one that is no key any more, which stays too', async () => {
    const path = join(await temporaryFolder(), 'keys.json');
    await writeFile(path, '{"version":1,"keys":{"good":"Zm9v","bad":"%%","none":7}}');
    const store = sealedKeys(path, cipher, () => undefined);
    expect(await store.read('good')).toBe('foo');
    for (const id of ['bad', 'none', 'constructor']) {
      expect([await store.has(id), await store.read(id)]).toEqual([false, null]);
    }
    expect(await store.write('b', 'bar')).toMatchObject({ ok: true });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      version: 1,
      keys: { good: 'Zm9v', bad: '%%', none: 7, b: 'YmFy' },
    });
  });
});

describe('files of which there are many', () => {
  const caseId = '3c7b1f4e-0000-4000-8000-000000000000';
  const caseOf = (id: string): string =>
    JSON.stringify({ ...emptyCase(id, `Case ${id}`, '2026-11-28T10:00:00.000Z'), metrics: undefined });
  const put = async (dataFolder: string, name: string, text: string): Promise<string> => {
    const path = join(dataFolder, name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text);
    return path;
  };

  it.each([
    ['torn', `reconciliations/${caseId}.json`, '{"caseId":'],
    ['without a reported side', `reconciliations/${caseId}.json`, caseOf(caseId).replace('"reported"', '"told"')],
    ['a bill with nothing in it', 'bills/0123456789abcdef.json', '{"version":1,"bill":{}}'],
    ['a bill without its version', 'bills/0123456789abcdef.json', '{"bill":{}}'],
    ['a bill that is a list', 'bills/0123456789abcdef.json', '[]'],
    ['an empty price book', 'prices/mine.json', ''],
    ['a price book of nothing', 'prices/mine.json', '{}'],
  ])('are set aside and named when damaged, and no other goes with them: %s', async (_, name, text) => {
    const dataFolder = await temporaryFolder();
    const good = '5d1c2b3a-0000-4000-8000-000000000000';
    await put(dataFolder, `reconciliations/${good}.json`, caseOf(good));
    const path = await put(dataFolder, name, text);
    bench = await startBench({ dataFolder });
    const { api } = bench.client;
    expect(await api.call('reconcile.list', {})).toMatchObject({ ok: true, cases: [{ caseId: good }] });
    expect(await api.call('bill.list', {})).toMatchObject({ ok: true, imports: [] });
    expect(await api.call('prices.list', {})).toMatchObject({ ok: true });
    const told = await said(bench);
    expect(told).toContain(path);
    expect(told).toContain(`set aside as ${path}.unreadable`);
    expect(await readFile(`${path}.unreadable`, 'utf8')).toBe(text);
    await expect(readFile(path)).rejects.toThrow('ENOENT');
  });

  it('are set aside and named when they say what was fetched, and the fetch is gone', async () => {
    const dataFolder = await temporaryFolder();
    const path = await put(dataFolder, `fetched-costs/${caseId}/source.json`, '{"files":"all"}');
    bench = await startBench({ dataFolder });
    const from = { kind: 'fetched', fetchId: caseId } as const;
    expect(await bench.client.api.call('bill.import', { from, answers: {} })).toMatchObject({
      ok: false,
      error: { message: 'The bench no longer has what was fetched.' },
    });
    expect(await said(bench)).toContain(
      `${path} does not hold what Voxtally writes there ("files"), so what was fetched in it is left out. It was set aside as ${path}.unreadable.`,
    );
    expect(await readFile(`${path}.unreadable`, 'utf8')).toBe('{"files":"all"}');
  });

  it('are left where they are, and told of, when another may use them: of a newer version, of another id, a folder', async () => {
    const dataFolder = await temporaryFolder();
    const files = {
      'bills/0123456789abcdef.json': '{"version":7,"bill":{}}',
      'reconciliations/7c7b1f4e-0000-4000-8000-000000000000.json': caseOf(
        '7c7b1f4e-0000-4000-8000-000000000000',
      ).replace('{', '{"version":2,"signedBy":"a newer bench",'),
      [`reconciliations/${caseId}.json`]: caseOf('5d1c2b3a-0000-4000-8000-000000000000'),
    };
    for (const [name, text] of Object.entries(files)) await put(dataFolder, name, text);
    const unknownMember = '{"version":2,"id":"mine","models":[],"region":"eastus2"}';
    const book = await put(dataFolder, 'prices/mine.json', unknownMember);
    await mkdir(join(dataFolder, 'prices', 'folder.json'), { recursive: true });
    bench = await startBench({ dataFolder });
    const { api } = bench.client;
    expect(await api.call('reconcile.list', {})).toMatchObject({ ok: true, cases: [] });
    const change = { caseId, change: { name: 'Another name' } };
    expect(await api.call('reconcile.change', change)).toMatchObject({ ok: false, error: { reason: 'not-found' } });
    expect(await api.call('bill.list', {})).toMatchObject({ ok: true, imports: [] });
    const told = await said(bench);
    for (const [name, text] of Object.entries(files)) {
      expect(told).toContain(join(dataFolder, name));
      expect(await readFile(join(dataFolder, name), 'utf8')).toBe(text);
    }
    expect(told).toContain('was written by a newer version of Voxtally');
    expect(told).toContain('folder.json cannot be read: it is a folder.');
    expect(told).toContain(book);
    expect(await readFile(book, 'utf8')).toBe(unknownMember);
  });

  it('are left where they are by commands, which tell of them and move nothing', async () => {
    const dataFolder = await temporaryFolder();
    const path = await put(dataFolder, 'prices/mine.json', '{"id":');
    const books = await PriceBooks.open(assetsFolder, dataFolder);
    expect(books.problems.join('\n')).toContain(path);
    expect(await readFile(path, 'utf8')).toBe('{"id":');
  });

  it('are removed under whatever name they lie, and do not come back', async () => {
    const dataFolder = await temporaryFolder();
    const shipped = await readFile(join(assetsFolder, 'prices', '2026-10-09.json'), 'utf8');
    const path = await put(dataFolder, 'prices/other name.json', shipped.replace('"list-2026-10-09"', '"contoso"'));
    bench = await startBench({ dataFolder });
    const ids = async (): Promise<string[]> => {
      const listed = await (bench as TestBench).client.api.call('prices.list', {});
      return listed.ok ? listed.books.map(({ id }) => id) : [];
    };
    expect(await ids()).toContain('contoso');
    expect(await bench.client.api.call('prices.remove', { id: 'contoso' })).toMatchObject({ ok: true });
    await expect(readFile(path)).rejects.toThrow('ENOENT');
    await bench.engine.shutdown(0);
    bench = await startBench({ dataFolder });
    expect(await ids()).not.toContain('contoso');
  });

  it('change in the order in which that was asked, and one that is deleted stays away', async () => {
    const cases = new CaseStore(await temporaryFolder(), () => undefined);
    for (let round = 0; round < 20; round += 1) {
      const created = await cases.create('Case', {});
      if (!created.ok) throw new Error(created.error.message);
      const { caseId: id } = created.found;
      await Promise.all(['one', 'two', 'three'].map((name) => cases.change(id, { name })));
      expect(await cases.read(id)).toMatchObject({ found: { name: 'three' } });
      const changing = cases.change(id, { name: 'four' });
      expect(await cases.delete(id)).toEqual({ ok: true });
      await changing;
      expect(await cases.read(id)).toMatchObject({ ok: false, error: { reason: 'not-found' } });
    }
  });
});
