import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPermissive, noticesOf } from '../../../electron/package/notices.mjs';

/** A checkout with packages in it: their files by their names. */
async function packagesIn(packages: Readonly<Record<string, Readonly<Record<string, string>>>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'voxtally-test-'));
  for (const [name, files] of Object.entries(packages)) {
    await mkdir(join(root, 'node_modules', name), { recursive: true });
    for (const [file, text] of Object.entries({ 'package.json': '{}', ...files })) {
      await writeFile(join(root, 'node_modules', name, file), text);
    }
  }
  return root;
}
const packageIn = (files: Readonly<Record<string, string>>): Promise<string> => packagesIn({ one: files });
const one = { name: 'one', version: '1.2.3', licence: 'MIT', folder: 'node_modules/one' };

describe('a licence', () => {
  it.each(['MIT', 'ISC', 'Apache-2.0', 'OFL-1.1', '(MIT OR GPL-3.0)', 'MIT AND BSD-3-Clause', '(MIT AND Zlib)'])(
    '%s lets a package be passed on with its notice',
    (licence) => expect(isPermissive(licence)).toBe(true),
  );
  it.each([
    'GPL-3.0',
    'LGPL-2.1-or-later',
    'AGPL-3.0-only',
    'MIT AND GPL-2.0',
    'MPL-2.0',
    'SEE LICENSE IN LICENSE.md',
    'UNLICENSED',
    'unknown',
    '',
    '(MIT OR (GPL-3.0 AND ISC))',
  ])('%s does not', (licence) => expect(isPermissive(licence)).toBe(false));
});

describe('the notices', () => {
  it('hold the texts of a package whole, licence and notice, under its name and version', async () => {
    const root = await packageIn({ 'LICENSE.md': 'Its licence.\n', NOTICE: 'Its notice.', 'index.js': 'code' });
    const text = await noticesOf(root, [one]);
    expect(text).toContain('one 1.2.3\nLicence: MIT\n\nIts licence.\n\nIts notice.\n');
    expect(text).not.toContain('code');
    expect(text).toMatch(/^Voxtally is made with the 1 packages below/);
  });

  it('take the text of a package that has none from another of the same repository and licence, and refuse it otherwise', async () => {
    const manifest = (url: string): string => JSON.stringify({ repository: { url } });
    const root = await packagesIn({
      one: { 'package.json': manifest('git+https://example.com/all.git') },
      two: { 'package.json': '{"repository":"https://example.com/all"}', LICENSE: 'Of the repository.' },
      three: { 'package.json': '{"repository":"https://example.com/else"}', LICENSE: 'Of another.' },
    });
    const named = (name: string) => ({ ...one, name, folder: `node_modules/${name}` });
    const text = await noticesOf(root, [named('one'), named('three'), named('two')]);
    expect(text).toContain('one 1.2.3\nLicence: MIT\n\nOf the repository.\n');
    await expect(noticesOf(root, [named('one'), named('three')])).rejects.toThrow(
      'one 1.2.3 comes without the text of its licence (MIT).',
    );
    await expect(noticesOf(root, [named('one'), { ...named('two'), licence: 'ISC' }])).rejects.toThrow('one 1.2.3');
    await expect(noticesOf(await packageIn({}), [one])).rejects.toThrow('one 1.2.3');
  });

  it('hold what is kept of a package that leaves out what is compiled into it', async () => {
    const root = await packageIn({ LICENSE: 'Its licence.' });
    await mkdir(join(root, 'electron/package/notices'), { recursive: true });
    await writeFile(join(root, 'electron/package/notices/@of+one.txt'), 'Of the library in it.\n');
    const text = await noticesOf(root, [{ ...one, name: '@of/one' }]);
    expect(text).toContain('@of/one 1.2.3\nLicence: MIT\n\nIts licence.\n\nOf the library in it.\n');
  });

  it('refuse a package that may not be passed on so, by its name', async () => {
    const root = await packageIn({});
    const others = [one, { ...one, name: 'two', licence: 'GPL-3.0' }, { ...one, name: 'three', licence: 'unknown' }];
    await expect(noticesOf(root, others)).rejects.toThrow('two 1.2.3 (GPL-3.0), three 1.2.3 (unknown)');
  });

  it('can be made of everything that is really bundled', async () => {
    const root = new URL('../../..', import.meta.url).pathname;
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { dependencies: object };
    const packages = await Promise.all(
      Object.keys(manifest.dependencies).map(async (name) => {
        const folder = `node_modules/${name}`;
        const text = await readFile(join(root, folder, 'package.json'), 'utf8');
        const { version, license } = JSON.parse(text) as { version: string; license: string };
        return { name, version, licence: license, folder };
      }),
    );
    const text = await noticesOf(root, packages);
    for (const part of ['libopus', 'minimp3 (https://github.com/lieff/minimp3)']) {
      expect.soft(text).toContain(`${part}, compiled into it`);
    }
    for (const { name, version } of packages) expect.soft(text).toContain(`\n${name} ${version}\n`);
  });
});
