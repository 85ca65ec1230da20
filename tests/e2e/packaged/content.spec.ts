import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { command, type Installed, kinds, madeFile, madeFolder } from '../support/installed.ts';
import { root, temporaryFolder } from '../support/places.ts';
import { expect, test } from '../support/test.ts';

const exec = promisify(execFile);

let installed: Installed;
let place = '';
test.beforeAll(async () => {
  place = await temporaryFolder();
  installed = await kinds.deb(place);
});

/** The names in an asar archive: its head is a pickle of a JSON tree. */
async function namesInAsar(file: string): Promise<string[]> {
  const handle = await open(file);
  const head = Buffer.alloc(16);
  await handle.read(head, 0, 16, 0);
  const json = Buffer.alloc(head.readUInt32LE(12));
  await handle.read(json, 0, json.length, 16);
  await handle.close();
  interface Folder {
    readonly files?: Readonly<Record<string, Folder>>;
  }
  const below = (folder: Folder, path: string): string[] =>
    Object.entries(folder.files ?? {}).flatMap(([name, part]) =>
      part.files === undefined ? [`${path}${name}`] : below(part, `${path}${name}/`),
    );
  return below(JSON.parse(json.toString('utf8')) as Folder, '');
}

test('the archive holds what runs and nothing else', async () => {
  const file = join(installed.folder, 'resources', 'app.asar');
  const names = await namesInAsar(file);
  expect(names).toEqual(
    expect.arrayContaining(['package.json', 'out/node/main.js', 'out/renderer/index.html', 'out/preload/preload.cjs']),
  );
  expect(names.filter((name) => !/^(?:package\.json|out\/(?:node|preload|renderer)\/|assets\/)/.test(name))).toEqual(
    [],
  );
  expect(names.filter((name) => /node_modules|\.map$|\.tsx?$|icons\//.test(name))).toEqual([]);
  expect((await stat(file)).size).toBeLessThan(16e6);
  expect(await readdir(join(installed.folder, 'resources'))).toEqual(['app.asar']);
});

test('licences and notices travel along: its own, of every package in it, and of the runtime', async () => {
  const bundled = JSON.parse(await readFile(join(root, 'out', 'bundled-packages.json'), 'utf8')) as {
    name: string;
    version: string;
  }[];
  expect(bundled.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'react',
      'ws',
      'zod',
      'gpt-tokenizer',
      'uplot',
      '@fontsource-variable/inter',
      '@azure/identity',
    ]),
  );
  const notices = await readFile(join(installed.folder, 'NOTICES.txt'), 'utf8');
  for (const { name, version } of bundled) expect.soft(notices).toContain(`\n${name} ${version}\nLicence: `);
  expect(notices).toContain('SIL OPEN FONT LICENSE');
  expect(await readFile(join(installed.folder, 'LICENSE'), 'utf8')).toBe(await readFile(join(root, 'LICENSE'), 'utf8'));
  for (const name of ['LICENSE.electron.txt', 'LICENSES.chromium.html']) {
    expect((await stat(join(installed.folder, name))).size).toBeGreaterThan(500);
  }
});

test('the fuses are blown as electron-builder.yml says', async () => {
  // How a fuse is laid down: a mark, the version of the table, how many there are, and a sign for each (Electron's documentation).
  const bytes = await readFile(join(installed.folder, 'voxtally'));
  const mark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
  const at = bytes.indexOf(mark);
  expect(bytes.indexOf(mark, at + 1)).toBe(-1);
  const table = bytes.subarray(at + mark.length, at + mark.length + 10);
  const names = [
    'runAsNode',
    'enableCookieEncryption',
    'enableNodeOptionsEnvironmentVariable',
    'enableNodeCliInspectArguments',
    'enableEmbeddedAsarIntegrityValidation',
    'onlyLoadAppFromAsar',
    'loadBrowserProcessSpecificV8Snapshot',
    'grantFileProtocolExtraPrivileges',
  ];
  expect(table[0]).toBe(1);
  const blown = Object.fromEntries(names.map((name, index) => [name, String.fromCharCode(table[2 + index] ?? 0)]));
  const wanted = [
    ...(await readFile(join(root, 'electron-builder.yml'), 'utf8')).matchAll(/^ {2}(\w+): (true|false)$/gm),
  ]
    .filter(([, name = '']) => names.includes(name))
    .map(([, name, value]) => [name, value === 'true' ? '1' : '0']);
  expect(wanted).toHaveLength(7);
  expect(blown).toMatchObject(Object.fromEntries(wanted) as Record<string, string>);
});

test('no variable makes a Node of it, and no folder beside the archive is taken for the application', async () => {
  const planted = join(place, 'planted.cjs');
  await writeFile(planted, "console.log('let in'); process.exit(0);\n");
  const run = (env: Record<string, string>, words: string[] = ['--version']) => command(installed, words, { env });
  const asNode = await run({ ELECTRON_RUN_AS_NODE: '1' }, ['-e', "console.log('let in')"]);
  const options = await run({ NODE_OPTIONS: `--require=${planted}` });
  const app = join(installed.folder, 'resources', 'app');
  await mkdir(app);
  await writeFile(join(app, 'package.json'), '{"name":"planted","version":"6.6.6","main":"planted.cjs"}');
  await cp(planted, join(app, 'planted.cjs'));
  const beside = await run({});
  for (const { out, err } of [asNode, options, beside]) expect.soft(out() + err()).not.toContain('let in');
  expect(options.out()).toBe('0.1.0\n');
  expect(beside.out()).toBe('0.1.0\n');
});

test('the Debian package is one: its facts, its rights, its links, and no address or file that opens it', async () => {
  const file = await madeFile('.deb');
  expect(basename(file)).toBe('voxtally_0.1.0_amd64.deb');
  const { stdout: facts } = await exec('dpkg-deb', ['--info', file]);
  expect(facts).toMatch(/Package: voxtally\n.*Version: 0\.1\.0\n.*Architecture: amd64\n/s);
  expect(facts).toContain('libnss3');
  const { stdout: listed } = await exec('dpkg-deb', ['--contents', file]);
  const lines = listed.trim().split('\n');
  expect(lines.filter((line) => !/^\S{10} root\/root /.test(line))).toEqual([]);
  expect(lines.filter((line) => line.startsWith('-rws')).map((line) => line.split(' ').at(-1))).toEqual([
    './opt/Voxtally/chrome-sandbox',
  ]);
  // Nobody but root may change what everybody runs, and everybody may read it.
  expect(lines.filter((line) => !line.startsWith('l') && !/^.rw[xs]?-?r-[x-]r-[x-] /.test(line))).toEqual([]);
  expect(lines.some((line) => line.endsWith('./usr/bin/voxtally -> ../../opt/Voxtally/bin/voxtally'))).toBe(true);
  const entry = await readFile(join(place, 'usr', 'share', 'applications', 'voxtally.desktop'), 'utf8');
  expect(entry).toContain('\nExec=/usr/bin/voxtally\n');
  expect(entry).not.toMatch(/MimeType|%[uUfF]/);
  const icons = await readdir(join(place, 'usr', 'share', 'icons', 'hicolor'));
  expect(icons).toEqual(expect.arrayContaining(['16x16', '48x48', '256x256', '512x512']));
});

test('beside the packages lie their checksums and a list of what they are made of', async () => {
  const names = (await readdir(madeFolder(), { withFileTypes: true })).filter((entry) => entry.isFile());
  const sums = (await readFile(join(madeFolder(), 'SHA256SUMS'), 'utf8')).trim().split('\n');
  for (const line of sums) {
    const [sum, name = ''] = line.split('  ');
    expect
      .soft(
        createHash('sha256')
          .update(await readFile(join(madeFolder(), name)))
          .digest('hex'),
      )
      .toBe(sum);
  }
  const summed = sums.map((line) => line.split('  ')[1]);
  for (const { name } of names.filter((entry) => entry.name.startsWith('voxtally')))
    expect.soft(summed).toContain(name);
  const sbom = JSON.parse(await readFile(await madeFile('.cdx.json'), 'utf8')) as {
    bomFormat: string;
    components: { name: string }[];
  };
  expect(sbom.bomFormat).toBe('CycloneDX');
  const components = sbom.components.map(({ name }) => name);
  expect(components).toEqual(expect.arrayContaining(['react', 'ws', 'zod', 'electron']));
  expect(components).not.toContain('vitest');
});
