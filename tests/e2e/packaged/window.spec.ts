import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { startSession, stopSession } from '../support/audio-page.ts';
import { listenForProblems } from '../support/bench.ts';
import { freePort, kinds, openWindow } from '../support/installed.ts';
import { assetsFolder, temporaryFolder } from '../support/places.ts';
import { eventsOf, linesOf, onlySession } from '../support/record.ts';
import { expect, test } from '../support/test.ts';

test('the tar.gz holds the folder, byte for byte, and whatever its rights were, everybody may read it', async () => {
  const place = await temporaryFolder();
  const [folder, unpacked] = [await kinds.folder(place), await kinds['tar.gz'](place)];
  const { stdout } = await promisify(execFile)('diff', ['-r', folder.folder, unpacked.folder]);
  expect(stdout).toBe('');
  const { stdout: closed } = await promisify(execFile)('find', [unpacked.folder, '!', '-perm', '-0444']);
  expect(closed).toBe('');
  await rm(place, { recursive: true, force: true });
});

for (const kind of ['folder', 'deb'] as const) {
  test(`from ${kind}: the window opens, a session with a file is recorded, and closing it ends the application`, async () => {
    const place = await temporaryFolder();
    const installed = await kinds[kind](place);
    const port = await freePort();
    const run = await openWindow(installed, [`--remote-debugging-port=${port}`], { env: { VOXTALLY_DEBUG_PORT: '1' } });
    // Not while it is still coming up: the window's own target has to be there.
    expect(await Promise.race([once(run.child, 'message'), run.ended])).toEqual([{ kind: 'window-open' }, undefined]);
    expect(run.err()).toContain('DevTools listening');
    // The fuses forbid the way in that other tests take.
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const [context] = browser.contexts();
    await expect.poll(() => context?.pages().length).toBe(1);
    const page = context?.pages()[0];
    if (page === undefined) throw new Error('There is no window.');
    const problems: string[] = [];
    listenForProblems(page, problems);

    await expect(page).toHaveTitle('Voxtally');
    expect(page.url()).toBe('app://bench/');
    await expect(page.getByRole('heading', { name: 'Speak to a deployment.' })).toBeVisible();
    await page.getByLabel('Sound file').setInputFiles(join(assetsFolder, 'speech', 'questions', 'thank-you.wav'));
    await startSession(page);
    const logged = async (type: string) => eventsOf(await linesOf(await onlySession(run.home)), type);
    await expect.poll(() => logged('bench.playback.stopped'), { timeout: 120_000 }).toHaveLength(1);
    await stopSession(page);
    expect(await logged('bench.closed')).toHaveLength(1);
    const [done] = await logged('response.done');
    expect(done?.['response']).toMatchObject({ status: 'completed', usage: { output_token_details: {} } });

    await page.close();
    expect(await run.ended).toBe(0);
    expect(problems).toEqual([]);
    await rm(place, { recursive: true, force: true });
  });
}
