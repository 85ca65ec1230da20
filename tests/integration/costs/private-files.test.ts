import { chmod, lstat, mkdir, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealedKeys } from '../../../electron/desktop/sealed-keys.ts';
import { keepPrivate } from '../../../electron/engine/data/data-folder.ts';
import { portPair } from '../../../electron/engine/ports/transports.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import { exampleUsage } from '../../../shared/reconcile/case/pasted-texts.ts';
import { tone, toneFile, wavOf } from '../support/audio.ts';
import { startBench, startSession, temporaryFolder } from '../support/bench.ts';
import { startDeployment } from '../support/deployment.ts';
import { openWindow, reconcilingBenches, type TestBench, upload } from '../support/reconcile-bench.ts';
import { beginReply, endReply } from '../support/reply.ts';
import { enterpriseFile } from '../support/synthetic.ts';

const posix = process.platform !== 'win32';
const modeOf = async (path: string): Promise<number> => (await lstat(path)).mode & 0o777;

/** Everything below a folder, itself included, with its rights. */
async function rightsBelow(folder: string): Promise<{ path: string; mode: number; isFolder: boolean }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const below = await Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: relative(folder, path), mode: await modeOf(path), isFolder: entry.isDirectory() };
    }),
  );
  return [{ path: '.', mode: await modeOf(folder), isFolder: true }, ...below];
}

async function uploadWav({ engine }: TestBench): Promise<void> {
  const [mine, theirs] = portPair();
  engine.attachPort('upload', theirs, 4711);
  const bytes = wavOf(tone(100));
  const answered = new Promise((resolve) => mine.onMessage(resolve));
  mine.post({ name: 'mine.wav', sizeBytes: bytes.byteLength });
  mine.post(new Uint8Array(bytes));
  expect(await answered).toMatchObject({ ok: true });
}

describe.runIf(posix)('the data folder after everything was done in it once', () => {
  const start = reconcilingBenches();
  let before = 0;
  // As a careless shell would have it: what is private below is so because the bench says so.
  beforeAll(() => {
    before = process.umask(0);
  });
  afterAll(() => void process.umask(before));

  it('holds no file and no folder that another user of this machine could read or enter', async () => {
    const dataFolder = join(await temporaryFolder(), 'not there yet', 'data');
    const deployment = await startDeployment();
    const bench = await start({ dataFolder });
    const window = openWindow(bench);

    const sessionId = await startSession(bench, deployment.url, { wav: await toneFile(100) });
    const remote = await deployment.session();
    await remote.event('input_audio_buffer.append');
    beginReply(remote, 'resp_1', 200);
    endReply(remote, 'resp_1');
    await bench.client.event('response.done');
    expect(await modeOf(join(dataFolder, 'sessions', sessionId, 'lock'))).toBe(0o600);
    await window.call('session.stop', { graceMs: 5000 });
    await uploadWav(bench);

    const { uploadId } = await upload(bench, {
      path: 'run/part/march.csv',
      bytes: new TextEncoder().encode(enterpriseFile()),
      writtenAt: '2026-04-08T00:00:00.000Z',
    });
    const kept = await rightsBelow(dataFolder);
    expect(kept.some(({ path }) => path.endsWith('march.csv'))).toBe(true);
    const imported = await window.call('bill.import', { from: { kind: 'upload', uploadId }, answers: {} });
    if (!imported.ok || imported.outcome.kind !== 'imported') throw new Error(JSON.stringify(imported));
    const importIds = imported.outcome.imports.map(({ importId }) => importId);
    const made = await window.call('reconcile.create', { from: { kind: 'nothing' } });
    const caseId = made.ok ? made.view.case.caseId : '';
    await window.call('reconcile.change', {
      caseId,
      change: { reported: { kind: 'usage', text: exampleUsage }, billed: { kind: 'imports', importIds } },
    });

    const endpoint = { kind: 'azure', host: 'contoso.openai.azure.com', deployment: 'v', auth: 'api-key' } as const;
    const profile = { name: 'Kitchen', endpoint, options: {}, network: defaultNetwork };
    const answers = [
      await window.call('reconcile.export', { caseId, format: 'markdown' }),
      await window.call('profiles.save', { profile }),
      await window.call('profiles.export', { ids: null }),
      await window.call('presets.save', { name: 'Attic', options: {} }),
      await window.call('preferences.write', { theme: 'dark' }),
      await window.call('prices.derive', {
        from: 'list-2026-10-09',
        name: 'Contoso EA',
        currency: 'USD',
        discountPercent: '10',
        changes: [],
      }),
      await window.call('library.usage', { sessionIds: [sessionId], format: 'csv' }),
    ];
    expect(answers.map(({ ok }) => ok)).toEqual(answers.map(() => true));
    const cipher = { unavailable: () => null, seal: (text: string) => Buffer.from(text), open: String };
    const sealed = sealedKeys(join(dataFolder, 'keys.json'), cipher, () => undefined);
    expect(await sealed.write('id', 'planted')).toMatchObject({ ok: true });
    await bench.engine.shutdown(0);
    await deployment.close();

    const rights = [...kept, ...(await rightsBelow(dataFolder))];
    const open = rights.filter(({ mode, isFolder }) => mode !== (isFolder ? 0o700 : 0o600));
    expect(open.map(({ path, mode }) => `${path} ${mode.toString(8)}`)).toEqual([]);
    const names = rights.map(({ path }) => path);
    const files = ['profiles.json', 'presets.json', 'preferences.json', 'keys.json', 'sessions', 'incoming'];
    const ofSession = ['events.jsonl', 'summary.json', 'input.wav', 'output.wav'];
    const expected = ['.', ...files, ...ofSession.map((name) => join('sessions', sessionId, name))];
    expect(expected.filter((name) => !names.includes(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(20);
  });
});

describe.runIf(posix)('a data folder of an earlier version', () => {
  it('is closed with its sessions at the next start, which is told once', async () => {
    const dataFolder = await temporaryFolder();
    await mkdir(join(dataFolder, 'sessions'));
    for (const path of [dataFolder, join(dataFolder, 'sessions')]) await chmod(path, 0o755);
    for (const told of [1, 0]) {
      const bench = await startBench({ dataFolder });
      await bench.engine.shutdown(0);
      expect(bench.logged.filter((line) => line.includes('other users of this machine'))).toHaveLength(told);
      expect([await modeOf(dataFolder), await modeOf(join(dataFolder, 'sessions'))]).toEqual([0o700, 0o700]);
    }
  });

  it.each(['755', '750', '705', '777', '701', '2770', '555'])('whose rights are %s is closed', async (rights) => {
    const mode = Number.parseInt(rights, 8);
    const folder = await temporaryFolder();
    await chmod(folder, mode);
    expect(await keepPrivate(folder)).toEqual([expect.stringContaining('it is yours alone now')]);
    expect((await modeOf(folder)) & 0o077).toBe(0);
    expect((await modeOf(folder)) & 0o700).toBe(mode & 0o700);
    expect(await keepPrivate(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('that is a link is left as it is where it leads to, and told; what is ours in it is closed', async () => {
    const base = await temporaryFolder();
    const elsewhere = join(base, 'elsewhere');
    await mkdir(join(elsewhere, 'sessions'), { recursive: true });
    await symlink(elsewhere, join(base, 'data'));
    for (const path of [elsewhere, join(elsewhere, 'sessions')]) await chmod(path, 0o755);
    const lines = await keepPrivate(join(base, 'data'));
    expect(lines[0]).toContain('it is a link to a folder elsewhere, and its rights are 755');
    expect([await modeOf(elsewhere), await modeOf(join(elsewhere, 'sessions'))]).toEqual([0o755, 0o700]);
    await chmod(elsewhere, 0o700);
    expect(await keepPrivate(join(base, 'data'))).toEqual([]);
  });

  it('holds links to folders elsewhere, which stay as they are, and files, which are none of its business', async () => {
    const base = await temporaryFolder();
    const data = join(base, 'data');
    await mkdir(data, { mode: 0o700 });
    await mkdir(join(base, 'elsewhere'));
    await chmod(join(base, 'elsewhere'), 0o755);
    await symlink(join(base, 'elsewhere'), join(data, 'sessions'));
    await symlink(join(base, 'nowhere'), join(data, 'broken'));
    await writeFile(join(data, 'file'), '');
    expect(await keepPrivate(data)).toEqual([]);
    expect(await modeOf(join(base, 'elsewhere'))).toBe(0o755);
  });

  it('that belongs to somebody else is told and left alone', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o755);
    const { uid } = await stat(folder);
    expect((await keepPrivate(folder, uid + 1))[0]).toContain('it belongs to another user of this machine');
    expect(await modeOf(folder)).toBe(0o755);
  });

  it('that is not there, or a system without such rights, is nothing to speak of', async () => {
    const folder = await temporaryFolder();
    expect(await keepPrivate(join(folder, 'none'))).toEqual([]);
    await chmod(folder, 0o755);
    expect(await keepPrivate(folder, null)).toEqual([]);
    expect(await modeOf(folder)).toBe(0o755);
  });
});
