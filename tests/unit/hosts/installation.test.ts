import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findInstallation, pageServerVariable } from '../../../electron/hosts/installation.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'voxtally-test-'));
  await mkdir(join(root, 'out', 'node', 'chunks'), { recursive: true });
  await writeFile(join(root, 'package.json'), '{"name":"voxtally","version":"1.2.3"}');
});
afterEach(() => void delete process.env[pageServerVariable]);

const from = (...path: readonly string[]): string => pathToFileURL(join(root, ...path)).href;

describe('an installation', () => {
  it('is found from any file of it, by the package.json above', () => {
    const found = findInstallation(from('out', 'node', 'chunks', 'one.js'));
    expect(found).toMatchObject({ root, version: '1.2.3', development: null, electronApp: root });
    expect(found.engineScript).toBe(join(root, 'out', 'node', 'engine.js'));
  });

  it('passes over packages of others, and says when there is none or it is damaged', async () => {
    await writeFile(join(root, 'out', 'package.json'), '{"name":"other","version":"9.9.9"}');
    expect(findInstallation(from('out', 'node', 'x.js')).version).toBe('1.2.3');
    await writeFile(join(root, 'package.json'), '{"name":"voxtally"}');
    expect(() => findInstallation(from('out', 'node', 'x.js'))).toThrow('names no version');
    await writeFile(join(root, 'package.json'), '{');
    expect(() => findInstallation(from('out', 'node', 'x.js'))).toThrow('package.json is missing');
  });

  it('takes its page from another place only as a build for development: a variable alone changes nothing', () => {
    process.env[pageServerVariable] = 'http://127.0.0.1:9';
    expect(findInstallation(from('out', 'node', 'main.js'))).toMatchObject({ development: null, electronApp: root });
    expect(findInstallation(from('resources', 'app.asar', 'out', 'dev', 'node', 'x.js')).development).toBeNull();
    const developed = findInstallation(from('out', 'dev', 'node', 'chunks', 'x.js'));
    expect(developed).toMatchObject({
      development: { pageServer: 'http://127.0.0.1:9', engineStamp: join(root, 'out', 'dev', 'engine-stamp') },
      electronApp: join(root, 'out', 'dev', 'node', 'main.js'),
      engineScript: join(root, 'out', 'dev', 'node', 'engine.js'),
      preload: join(root, 'out', 'dev', 'preload', 'preload.cjs'),
    });
    delete process.env[pageServerVariable];
    expect(findInstallation(from('out', 'dev', 'node', 'x.js')).development).toBeNull();
  });
});
