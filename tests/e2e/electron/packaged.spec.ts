import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, cp, link, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { useRuntime } from '../support/electron-runtime.ts';
import { root, temporaryFolder } from '../support/places.ts';
import { openToOthers } from '../support/rights.ts';
import { expect, test } from '../support/test.ts';

test.skip(process.platform !== 'linux', 'Lays a package out as it is on Linux.');

/** The same files at another place, without a second copy where the disk allows it. */
async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target);
    else await link(source, target).catch(() => copyFile(source, target));
  }
}

let folder = '';
let executable = '';

// Electron takes itself for packaged when its executable has another name than its own.
test.beforeAll(async () => {
  useRuntime();
  const runtime = process.env['VOXTALLY_TEST_ELECTRON'] ?? '';
  folder = await temporaryFolder();
  await linkTree(dirname(runtime), folder);
  executable = join(folder, 'voxtally');
  await rename(join(folder, basename(runtime)), executable);
  const app = join(folder, 'resources', 'app');
  for (const part of ['out', 'assets', 'package.json']) {
    await cp(join(root, part), join(app, part), { recursive: true });
  }
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

interface Run {
  readonly child: ChildProcess;
  readonly home: string;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

async function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const home = join(await temporaryFolder(), 'data');
  const more = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const before = process.umask(0);
  const child = spawn(executable, [...more, '--disable-gpu', ...args], {
    env: { ...process.env, VOXTALLY_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  process.umask(before);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (said += text.toString()));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { child, home, said: () => said, ended };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const devTools = (port: number): Promise<number | null> =>
  fetch(`http://127.0.0.1:${port}/json/version`).then(
    ({ status }) => status,
    () => null,
  );

test('the packaged application takes no debugger: it says why, opens no port and touches nothing', async () => {
  const port = await freePort();
  for (const wish of [`--remote-debugging-port=${port}`, `-remote-debugging-port=${port}`, '--remote-debugging-pipe']) {
    const run = await start([wish]);
    const answers: (number | null)[] = [];
    while (run.child.exitCode === null) answers.push(await devTools(port));
    expect(await run.ended).toBe(2);
    expect(answers.filter((answer) => answer !== null)).toEqual([]);
    expect(run.said()).toContain('Voxtally does not start with --remote-debugging-p');
    expect(run.said()).not.toContain('DevTools listening');
    expect(await readdir(dirname(run.home))).toEqual([]);
  }
  const inspected = await start(['--inspect=0']);
  expect(await inspected.ended).toBe(2);
  expect(inspected.said()).toContain('Voxtally does not start with --inspect');
});

test("it starts without one, and with one where its own variable allows it, and what it keeps is its user's alone", async () => {
  const port = await freePort();
  const wishes = [
    { args: [], env: {}, answer: null },
    { args: [`--remote-debugging-port=${port}`], env: { VOXTALLY_DEBUG_PORT: '1' }, answer: 200 },
  ];
  for (const { args, env, answer } of wishes) {
    const run = await start(args, env);
    expect(await Promise.race([once(run.child, 'message'), run.ended])).toEqual([{ kind: 'window-open' }, undefined]);
    expect(await devTools(port)).toBe(answer);
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(await openToOthers(run.home)).toEqual([]);
  }
});
