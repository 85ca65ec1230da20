import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { forkChild } from '../../../electron/hosts/child-process.ts';
import { launchSimulator } from '../../../electron/hosts/simulator-process.ts';
import { assetsFolder, Caller } from './harness.ts';

const hostsFolder = fileURLToPath(new URL('../../../electron/hosts/', import.meta.url));
let folder: string;
let script: string;

/** The entries as a build makes them: plain JavaScript that Node can run. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-simulator-'));
  await build({
    configFile: false,
    root: hostsFolder,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      target: 'node20',
      rolldownOptions: {
        input: { process: join(hostsFolder, 'simulator-entry.ts') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  script = join(folder, 'process.mjs');
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const messageOf = async (child: ChildProcess): Promise<Record<string, unknown>> => {
  const [message] = (await once(child, 'message')) as [Record<string, unknown>];
  return message;
};

describe('the simulator as a process of its own', () => {
  it('starts, serves a session and ends when it is closed', async () => {
    const forked = await launchSimulator(forkChild, { simulatorScript: script, assetsFolder });
    if (!forked.ok) throw new Error(forked.error.message);
    const caller = await Caller.connect({ url: forked.url, close: () => Promise.resolve() });
    caller.send('response.create');
    expect((await caller.response())['status']).toBe('completed');
    expect(forked.running()).toBe(true);
    forked.close();
    expect((await caller.closed).code).toBe(1006);
    await vi.waitFor(() => expect(forked.running()).toBe(false), { timeout: 30_000 });
  });

  it('ends by itself when its parent is killed', async () => {
    const parentScript = join(folder, 'parent.mjs');
    await writeFile(
      parentScript,
      `import { fork } from 'node:child_process';
       const child = fork(${JSON.stringify(script)}, ['--assets', ${JSON.stringify(assetsFolder)}]);
       child.on('message', (message) => process.send({ ...message, pid: child.pid }));`,
    );
    const parent = fork(parentScript, [], { execArgv: [], stdio: 'ignore' });
    const message = await messageOf(parent);
    expect(message).toMatchObject({
      kind: 'listening',
      url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\//) as unknown,
    });
    const pid = message['pid'] as number;
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 30_000 });
  });

  it('says why it does not start when its speech is not there', async () => {
    const forked = await launchSimulator(forkChild, { simulatorScript: script, assetsFolder: join(folder, 'nowhere') });
    expect(forked).toMatchObject({
      ok: false,
      error: { reason: 'simulator', message: expect.stringContaining('nowhere') as unknown },
    });
  });

  it('is reported as not started when there is no such script', async () => {
    const forked = await launchSimulator(forkChild, { simulatorScript: join(folder, 'missing.mjs'), assetsFolder });
    expect(forked).toMatchObject({
      ok: false,
      error: { reason: 'simulator', message: expect.stringMatching(/^The simulator did not start: .*\.$/) as unknown },
    });
  });
});
