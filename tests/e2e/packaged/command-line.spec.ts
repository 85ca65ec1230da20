import { once } from 'node:events';
import { access, cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { command, devTools, freePort, type Installed, kinds, openWindow, run } from '../support/installed.ts';
import { assetsFolder, root, temporaryFolder } from '../support/places.ts';
import { eventsOf, linesOf, onlySession } from '../support/record.ts';
import { expect, test } from '../support/test.ts';

const question = join(assetsFolder, 'speech', 'questions', 'thank-you.wav');
const billing = join(root, 'tests', 'fixtures', 'billing');

let installed: Installed;
test.beforeAll(async () => {
  installed = await kinds.deb(await temporaryFolder());
});

test('a command runs where there is no display, and leaves nothing but what it is for', async () => {
  const { code, out, err, home, temporary } = await command(installed, ['run', '--wav', question, '--json']);
  expect(err()).not.toMatch(/ERROR|bus|GPU|display/i);
  expect(code).toBe(0);
  expect(JSON.parse(out())).toMatchObject({ cost: { totalUsd: expect.stringMatching(/^0\.00\d+$/) as unknown } });
  const lines = await linesOf(await onlySession(home));
  expect(eventsOf(lines, 'response.done')).toHaveLength(1);
  expect(eventsOf(lines, 'bench.tokens')).not.toEqual([]);
  expect(eventsOf(lines, 'bench.closed')).toHaveLength(1);
  // Memory that Chromium shares between its processes is a file for a moment, which one that is ended in that moment leaves.
  expect((await readdir(temporary)).filter((name) => !name.startsWith('.org.chromium.'))).toEqual([]);
  // The window's folder is the window's.
  expect(await readdir(home)).toEqual(['sessions']);
});

test('it says what the npm command says, word for word, and ends with the same code', async () => {
  const npm = { launcher: process.execPath };
  const cli = join(root, 'out', 'node', 'cli.js');
  const thread = ['--usage', join(billing, 'thread-usage.json'), '--meters', join(billing, 'thread-meters.txt')];
  for (const words of [
    ['--help'],
    ['--version'],
    ['help', 'reconcile'],
    ['options'],
    ['prices'],
    ['reconcile', ...thread],
    ['reconcile', ...thread, '--json'],
    ['nosuch', '--flag'],
    ['replay', join(billing, 'nothing-there')],
    ['options', '--no-such-flag'],
    ['--no-such-flag'],
    ['--api-key', 'sk-abcdefghijklmnopqrstuvwxyz012345'],
  ]) {
    const [packaged, plain] = [await command(installed, words), await command(npm, [cli, ...words])];
    expect
      .soft([packaged.out(), packaged.err(), packaged.code], words.join(' '))
      .toEqual([plain.out(), plain.err(), plain.code]);
  }
});

test('it reads what is piped to it, and is no fault where its reader has gone', async () => {
  const usage = await readFile(join(billing, 'thread-usage.json'), 'utf8');
  const words = ['reconcile', '--usage', '-', '--meters', join(billing, 'thread-meters.txt')];
  const piped = await command(installed, words, { input: usage });
  expect(piped.code).toBe(0);
  expect(piped.out()).toContain('Azure billed 2.14 × what the API reported');

  const early = await command({ launcher: '/bin/sh' }, ['-c', '"$0" options | head -n 1', installed.launcher]);
  expect([early.out(), early.err(), early.code]).toEqual(['Turn detection\n', '', 0]);
});

test('its words are never switches of Chromium or Node, and its arguments arrive as they are', async () => {
  const port = await freePort();
  for (const words of [
    ['nosuch', `--remote-debugging-port=${port}`],
    ['options', `--inspect=${port}`],
    ['options', '--ozone-platform=x11'],
    ['replay', '--version=1'],
  ]) {
    const noDisplay = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
    const started = await run(installed.launcher, words, { env: { ...noDisplay, VOXTALLY_DEBUG_PORT: '1' } });
    const answers: (number | null)[] = [];
    while (started.child.exitCode === null) answers.push(await devTools(port));
    expect(await started.ended).toBe(2);
    expect(answers.filter((answer) => answer !== null)).toEqual([]);
  }
  const strange = await command(installed, ['replay', 'it\'s a "name" with $HOME, spaces and *']);
  expect(strange.err()).toContain(' it\'s a "name" with $HOME, spaces and *.');
});

test('a command and the window, and several commands, run at a time over one data folder', async () => {
  const window = await openWindow(installed);
  await Promise.race([once(window.child, 'message'), window.ended]);
  const home = window.home;
  const both = await Promise.all(['one', 'two'].map(() => command(installed, ['run', '--wav', question], { home })));
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(await readdir(join(home, 'sessions'))).toHaveLength(2);
  expect(window.child.exitCode).toBeNull();
  window.child.kill('SIGTERM');
  expect(await window.ended).toBe(0);
});

test('a signal ends a command in order', async () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const simulator = await run(installed.launcher, ['simulate'], { env: { DISPLAY: undefined } });
    await expect.poll(simulator.out).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\//);
    simulator.child.kill(signal);
    expect(await simulator.ended).toBe(0);
    expect(await readdir(simulator.temporary)).toEqual([]);
  }
  const session = await run(installed.launcher, ['run', '--wav', question], { env: { DISPLAY: undefined } });
  const logged = async (type: string) => eventsOf(await onlySession(session.home).then(linesOf, () => []), type);
  await expect.poll(() => logged('session.created')).toHaveLength(1);
  session.child.kill('SIGINT');
  await session.ended;
  expect(await logged('bench.closed')).toHaveLength(1);
});

test('the launcher finds its application by any link, from any folder', async () => {
  const place = join(await temporaryFolder(), 'a folder');
  await mkdir(place);
  await symlink(installed.launcher, join(place, 'first'));
  await symlink('first', join(place, 'second'));
  const { out, code } = await command({ launcher: '/bin/sh' }, ['-c', `cd / && "${join(place, 'second')}" --version`]);
  expect([out(), code]).toEqual(['0.1.0\n', 0]);
});

test('what is bundled is all it needs: it runs where the checkout is not', async () => {
  const place = await temporaryFolder();
  await cp(installed.folder, join(place, 'moved'), { recursive: true, verbatimSymlinks: true });
  const { out, code } = await command({ launcher: join(place, 'moved', 'bin', 'voxtally') }, ['options']);
  expect(out()).toContain('Turn detection');
  expect(code).toBe(0);
  await expect(access(join(place, 'node_modules'))).rejects.toThrow();
});
