import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, copyFile, readFile, readdir, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { noRepairs } from '../../../shared/contract/repairs.ts';
import { repairAll, repairSession } from '../../../electron/engine/record/repair.ts';
import { parseWav } from '../../../shared/audio/files/wav-file.ts';
import { assetsFolder, startBench, startSession, temporaryFolder, type TestBench } from '../support/bench.ts';
import { bundle } from '../support/bundle.ts';
import { startDeployment, type Deployment, type DeploymentSession } from '../support/deployment.ts';
import { rebuildFrames } from '../support/rebuild.ts';
import { beginReply, replyUsage } from '../support/reply.ts';
import { until } from '../support/until.ts';

const app = '0.0.0-test';
let script: string;
let child: ChildProcess | null = null;
let deployment: Deployment | null = null;
let bench: TestBench | null = null;

beforeAll(async () => {
  const folder = await bundle({ child: 'tests/integration/support/recording-child.ts' });
  script = join(folder, 'out', 'node', 'child.js');
}, 60_000);

afterEach(async () => {
  child?.kill('SIGKILL');
  await bench?.engine.shutdown(0);
  await deployment?.close();
  child = null;
  bench = null;
  deployment = null;
});

/** A session recorded by another process, which has shown every frame of the deployment when this resolves. */
async function recordElsewhere(dataFolder: string): Promise<{ folder: string; remote: DeploymentSession }> {
  deployment = await startDeployment();
  let shown = 0;
  child = fork(script, [dataFolder, assetsFolder, deployment.url], { execArgv: [] });
  child.on('message', ({ frames = 0 }: { frames?: number }) => {
    shown += frames;
  });
  const remote = await deployment.session();
  beginReply(remote, 'resp_0', 1000);
  remote.send({ type: 'response.done', response: { id: 'resp_0', status: 'completed', usage: replyUsage } });
  beginReply(remote, 'resp_1', 1000);
  const sent = remote.sent.length;
  await until(() => shown === sent, 'the other process to have shown everything');
  const [name = ''] = await readdir(join(dataFolder, 'sessions'));
  return { folder: join(dataFolder, 'sessions', name), remote };
}

async function killNow(): Promise<void> {
  if (child === null) throw new Error('nothing to kill');
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('a bench killed while it records', () => {
  it('has lost nothing it had shown; the next start makes the record sound and says so', async () => {
    const dataFolder = await temporaryFolder();
    const { folder, remote } = await recordElsewhere(dataFolder);
    await killNow();
    expect((await readdir(folder)).includes('lock')).toBe(true);

    bench = await startBench({ dataFolder });
    const info = await bench.client.api.call('app.info', {});
    expect(info.ok && info.notices).toEqual([]);
    expect(info.ok && info.repairs).toMatchObject({ repaired: [{ sessionId: basename(folder) }], broken: [] });
    expect(await readdir(folder)).not.toContain('lock');
    const frames = await rebuildFrames(folder);
    expect(frames.filter((frame) => frame.from === 'server').map((frame) => frame.text)).toEqual(remote.sent);
    const output = parseWav(await readFile(join(folder, 'output.wav')), 'output.wav');
    expect(output.ok && output.wav.durationMs).toBe(2000);

    const list = await bench.client.api.call('library.list', {});
    const sessionId = (list.ok && list.sessions[0]?.sessionId) || '';
    const opened = await bench.client.api.call('session.attach', { sessionId });
    const view = opened.ok ? opened.view : null;
    expect(view?.phase).toBe('closed');
    expect(view?.responses.chunks.flat().map((response) => response.status)).toEqual(['completed', 'lost']);
    expect(view?.alarms.chunks.flat().map((alarm) => alarm.kind)).toContain('repaired');
    expect(view?.usage.fields.find((field) => field.path === 'total_tokens')?.total).toBe(766);
  });

  it('is not disturbed by another bench that starts while it lives', async () => {
    const dataFolder = await temporaryFolder();
    const { folder } = await recordElsewhere(dataFolder);
    const before = await stat(join(folder, 'events.jsonl'));
    bench = await startBench({ dataFolder });
    const list = await bench.client.api.call('library.list', {});
    expect(list.ok && list.sessions.map((session) => session.live)).toEqual([true]);
    const sessionId = (list.ok && list.sessions[0]?.sessionId) || '';
    expect(await bench.client.api.call('library.delete', { sessionId })).toMatchObject({
      ok: false,
      error: { reason: 'locked' },
    });
    expect((await stat(join(folder, 'events.jsonl'))).size).toBeGreaterThanOrEqual(before.size);
    expect(await readdir(folder)).toContain('lock');
  });
});

/** A finished session of this process, to be damaged. */
async function finished(): Promise<string> {
  deployment = await startDeployment();
  bench = await startBench();
  const sessionId = await startSession(bench, deployment.url);
  beginReply(await deployment.session(), 'resp_1', 400);
  await bench.client.event('response.output_audio.delta', 2);
  await bench.client.api.call('session.stop', { graceMs: 0 });
  return join(bench.dataFolder, 'sessions', sessionId);
}

describe('repair', () => {
  it('cuts a torn last line off and keeps what it held', async () => {
    const folder = await finished();
    const whole = await readFile(join(folder, 'events.jsonl'), 'utf8');
    await appendFile(join(folder, 'events.jsonl'), '{"seq":99,"at":"2026');
    const repair = await repairSession(folder, app);
    expect(repair.kind === 'repaired' && repair.did.join(' ')).toContain('torn');
    expect(await readFile(join(folder, 'events.torn'), 'utf8')).toBe('{"seq":99,"at":"2026');
    const mended = await readFile(join(folder, 'events.jsonl'), 'utf8');
    expect(mended.startsWith(whole)).toBe(true);
    expect(mended.slice(whole.length)).toContain('bench.repaired');
    expect((await repairSession(folder, app)).kind).toBe('sound');
  });

  it('cuts off zeros that a power cut left at the end', async () => {
    const folder = await finished();
    await appendFile(join(folder, 'events.jsonl'), Buffer.alloc(4096));
    expect((await repairSession(folder, app)).kind).toBe('repaired');
    expect((await readFile(join(folder, 'events.jsonl'))).includes(0)).toBe(false);
  });

  it('writes the true length into a WAV that was never closed', async () => {
    const folder = await finished();
    const path = join(folder, 'output.wav');
    const bytes = await readFile(path);
    bytes.writeUInt32LE(0, 40);
    await writeFile(path, Buffer.concat([bytes, Buffer.from([1])]));
    await writeFile(join(folder, 'lock'), '{}');
    const repair = await repairSession(folder, app);
    expect(repair.kind === 'repaired' && repair.did.join(' ')).toContain('output.wav');
    const fixed = await readFile(path);
    expect(fixed.readUInt32LE(40)).toBe(fixed.length - 44);
  });

  it('rebuilds a summary that is missing or damaged, without touching the log', async () => {
    const folder = await finished();
    const log = await readFile(join(folder, 'events.jsonl'));
    const summary = await readFile(join(folder, 'summary.json'), 'utf8');
    await truncate(join(folder, 'summary.json'), 100);
    expect((await repairSession(folder, app)).kind).toBe('repaired');
    expect((await readFile(join(folder, 'events.jsonl'))).equals(log)).toBe(true);
    expect(JSON.parse(await readFile(join(folder, 'summary.json'), 'utf8'))).toEqual(JSON.parse(summary));
  });

  it('leaves folders alone that are no sessions', async () => {
    const parent = await temporaryFolder();
    const folder = await finished();
    await writeFile(join(parent, 'lock'), 'somebody else’s');
    await utimes(join(parent, 'lock'), new Date(2026, 0), new Date(2026, 0));
    await copyFile(join(folder, 'output.wav'), join(parent, 'output.wav'));
    expect((await repairSession(parent, app)).kind).toBe('sound');
    await writeFile(join(parent, 'events.jsonl'), 'not ours\n');
    expect((await repairSession(parent, app)).kind).toBe('broken');
    expect((await readdir(parent)).sort()).toEqual(['events.jsonl', 'lock', 'output.wav']);
    expect(await repairAll('/nowhere/at/all', app)).toEqual(noRepairs);
  });
});
