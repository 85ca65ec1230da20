import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { devTools, freePort, type Installed, kinds, openWindow } from '../support/installed.ts';
import { openToOthers } from '../support/rights.ts';
import { expect, test } from '../support/test.ts';

let installed: Installed;
test.beforeAll(async () => {
  installed = await kinds.folder('');
});

test('the packaged application takes no debugger: it says why, opens no port and touches nothing', async () => {
  const port = await freePort();
  for (const wish of [`--remote-debugging-port=${port}`, `-remote-debugging-port=${port}`, '--remote-debugging-pipe']) {
    const run = await openWindow(installed, [wish]);
    const answers: (number | null)[] = [];
    while (run.child.exitCode === null) answers.push(await devTools(port));
    expect(await run.ended).toBe(2);
    expect(answers.filter((answer) => answer !== null)).toEqual([]);
    expect(run.err()).toContain('Voxtally does not start with --remote-debugging-p');
    expect(run.err()).not.toContain('DevTools listening');
    expect(await readdir(dirname(run.home))).toEqual(['temporary']);
  }
  const inspected = await openWindow(installed, ['--inspect=0']);
  expect(await inspected.ended).toBe(2);
  expect(inspected.err()).toContain('Voxtally does not start with --inspect');
});

test("it starts without one, and with one where its own variable allows it, and what it keeps is its user's alone", async () => {
  const port = await freePort();
  const wishes = [
    { args: [], env: {}, answer: null },
    { args: [`--remote-debugging-port=${port}`], env: { VOXTALLY_DEBUG_PORT: '1' }, answer: 200 },
  ];
  for (const { args, env, answer } of wishes) {
    const run = await openWindow(installed, args, { env });
    expect(await Promise.race([once(run.child, 'message'), run.ended])).toEqual([{ kind: 'window-open' }, undefined]);
    expect(await devTools(port)).toBe(answer);
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(await openToOthers(run.home)).toEqual([]);
  }
});
