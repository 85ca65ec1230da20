import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelChoice } from '../../../shared/pricing/model.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import { assetsFolder, endpointOf, startBench, temporaryFolder, type TestBench } from '../support/bench.ts';
import { installedFolder } from '../support/bundle.ts';

let installed = '';
beforeAll(async () => {
  installed = await installedFolder();
}, 120_000);
afterAll(() => rm(installed, { recursive: true, force: true }));

interface Where {
  readonly home: string;
  readonly cwd?: string;
  readonly uid?: number;
}

async function voxtally({ home, cwd, uid }: Where, ...args: string[]) {
  const child = spawn(process.execPath, [join(installed, 'out', 'node', 'cli.js'), ...args], {
    env: { ...process.env, VOXTALLY_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

const profilesOf = (...names: string[]): string =>
  JSON.stringify({
    voxtally: 1,
    kind: 'profiles',
    profiles: names.map((name) => ({
      name,
      endpoint: { kind: 'azure', host: 'contoso.openai.azure.com', deployment: 'voice', auth: 'api-key' },
      options: {},
      network: defaultNetwork,
    })),
  });

describe('a data folder', () => {
  it('that is a file is refused in a sentence that says what to do', async () => {
    const home = join(await temporaryFolder(), 'in the way');
    await writeFile(home, 'not a folder');
    const ran = await voxtally({ home }, 'profiles', 'list');
    expect(ran.code).toBe(1);
    expect(ran.err).toBe(
      `The data folder ${home} cannot be made: there is a file in its place. Move that file away, or set VOXTALLY_HOME to another folder.\n`,
    );
    expect(await readFile(home, 'utf8')).toBe('not a folder');
  });

  it('may be given from where one stands, with spaces and letters of any script', async () => {
    const cwd = await temporaryFolder();
    const wav = join(assetsFolder, 'speech', 'questions', 'thank-you.wav');
    const ran = await voxtally({ home: 'Größe und 音声 데이터', cwd }, 'run', '--wav', wav, '--turns', '1', '--json');
    expect(ran.code).toBe(0);
    const { folder, sessionId } = JSON.parse(ran.out) as { folder: string; sessionId: string };
    expect(folder).toBe(join(cwd, 'Größe und 音声 데이터', 'sessions', sessionId));
    expect(await readdir(folder)).toContain('summary.json');
  });

  it('that is read-only still opens: saved things are shown, and each change is refused with what to do', async (test) => {
    const home = await temporaryFolder();
    await writeFile(join(home, 'presets.json'), '{"presets":[{"name":"Kitchen","options":{}}]}');
    try {
      execFileSync('mount', ['--bind', home, home], { stdio: 'ignore' });
      execFileSync('mount', ['-o', 'remount,bind,ro', home], { stdio: 'ignore' });
    } catch {
      test.skip('needs the right to mount a folder read-only');
      return;
    }
    const bench = await startBench({ dataFolder: home });
    try {
      const { api } = bench.client;
      expect(await api.call('presets.list', {})).toMatchObject({ presets: [{ name: 'Kitchen' }] });
      const refused = {
        ok: false,
        error: { reason: 'disk', nextStep: expect.stringContaining('VOXTALLY_HOME') as unknown },
      };
      expect(await api.call('preferences.write', { theme: 'dark' })).toMatchObject(refused);
      expect(await api.call('preferences.read', {})).toMatchObject({ preferences: { theme: 'dark' } });
      expect(await api.call('presets.save', { name: 'Attic', options: {} })).toMatchObject(refused);
      const started = { endpoint: endpointOf('ws://127.0.0.1:1'), options: {}, input: { kind: 'microphone' } } as const;
      expect(await api.call('session.start', started)).toMatchObject(refused);
    } finally {
      await bench.engine.shutdown(0);
      execFileSync('umount', ['-l', home]);
    }
  });
});

describe('a file that this user may not read', () => {
  const nobody = 65_534;

  it('is set aside as it is where that can be done, and else never written over', async (test) => {
    const home = await temporaryFolder();
    const path = join(home, 'profiles.json');
    const incoming = join(home, 'incoming.json');
    await writeFile(incoming, profilesOf('Kitchen'));
    await writeFile(path, 'of somebody else');
    await chmod(path, 0);
    await chmod(installed, 0o755);
    await chown(home, nobody, nobody).catch(() => undefined);
    await chmod(incoming, 0o644);
    const canBeNobody = await voxtally({ home, uid: nobody }, '--version').catch(() => null);
    if (canBeNobody?.code !== 0) {
      test.skip('needs the right to run as another user');
      return;
    }
    const ran = await voxtally({ home, uid: nobody }, 'profiles', 'import', incoming);
    expect(ran.err).toContain(
      `${path}, cannot be read: this user may not read it; it was set aside as ${path}.unreadable`,
    );
    expect(ran.code).toBe(0);
    expect(await readFile(`${path}.unreadable`, 'utf8')).toBe('of somebody else');
    expect(await readFile(path, 'utf8')).toContain('Kitchen');

    await chmod(path, 0);
    await chown(path, 0, 0);
    await chown(home, 0, 0);
    await chmod(home, 0o1777);
    const before = await readFile(path, 'utf8');
    const stuck = await voxtally({ home, uid: nobody }, 'profiles', 'import', incoming);
    expect(stuck.code).toBe(1);
    expect(stuck.err).toContain(`${path} cannot be read: this user may not read it, and it could not be set aside.`);
    expect(stuck.err).toContain('nothing is written over it');
    expect(await readFile(path, 'utf8')).toBe(before);
  });
});

describe('several hosts on one data folder', () => {
  it('do not lose what another has kept: eight processes add profiles at once, and all are there', async () => {
    const home = await temporaryFolder();
    await mkdir(join(home, 'files'), { mode: 0o700 });
    const names = Array.from({ length: 8 }, (_, index) => `Room ${index + 1}`);
    const runs = names.map(async (name) => {
      const path = join(home, 'files', `${name}.json`);
      await writeFile(path, profilesOf(name));
      return await voxtally({ home }, 'profiles', 'import', path);
    });
    for (const [index, { code, err }] of (await Promise.all(runs)).entries()) {
      // A profile from a file is not used before its first use is accepted; nothing else is said of it.
      const note = `"${names[index]}" is not used before you accept what it does`;
      expect({ code, said: err.trimEnd().split('\n') }).toEqual({ code: 0, said: [expect.stringContaining(note)] });
    }
    const list = await voxtally({ home }, 'profiles', 'list');
    for (const name of names) expect(list.out).toContain(name);
    expect(await readdir(home)).not.toContain('profiles.json.lock');
  });

  it('keep each what it set, member by member, when they set it at once', async () => {
    const one = await startBench();
    const { dataFolder } = one;
    const other = await startBench({ dataFolder });
    const models = (name: string): Record<string, ModelChoice> => ({
      [name]: { model: 'gpt-realtime-mini', scope: 'global' },
    });
    await Promise.all([
      one.client.api.call('preferences.write', { theme: 'dark', pricing: { bookId: null, models: models('a') } }),
      other.client.api.call('preferences.write', {
        outputLabel: 'Desk',
        pricing: { bookId: null, models: models('b') },
      }),
      one.client.api.call('presets.save', { name: 'Kitchen', options: {} }),
      other.client.api.call('presets.save', { name: 'Attic', options: {} }),
    ]);
    const held = async ({ client }: TestBench) => await client.api.call('preferences.read', {});
    expect(await held(one)).toMatchObject({ preferences: { theme: 'dark', pricing: { models: models('a') } } });
    expect(await held(other)).toMatchObject({ preferences: { outputLabel: 'Desk', pricing: { models: models('b') } } });
    await one.engine.shutdown(0);
    await other.engine.shutdown(0);
    const next = await startBench({ dataFolder });
    expect(await next.client.api.call('preferences.read', {})).toMatchObject({
      preferences: { theme: 'dark', outputLabel: 'Desk', pricing: { models: { ...models('a'), ...models('b') } } },
    });
    expect(await next.client.api.call('presets.list', {})).toMatchObject({
      presets: [{ name: 'Attic' }, { name: 'Kitchen' }],
    });
    await next.engine.shutdown(0);
  });
});
