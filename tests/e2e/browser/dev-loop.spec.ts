import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { startButton } from '../support/audio-page.ts';
import { listenForProblems } from '../support/bench.ts';
import { chromiumArguments, chromiumPath } from '../support/open-in-browser.ts';
import { root, temporaryFolder } from '../support/places.ts';
import { expect, test } from '../support/test.ts';

/** A copy of the checkout that may be written in. */
async function copyOfSources(): Promise<string> {
  const folder = await temporaryFolder();
  for (const part of ['assets', 'electron', 'renderer', 'shared', 'package.json', 'package-lock.json']) {
    await cp(join(root, part), join(folder, part), { recursive: true });
  }
  for (const name of ['tsconfig.json', 'tsconfig.base.json']) await cp(join(root, name), join(folder, name));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

test('what is written comes into the running bench: the page at once, the engine by itself, the host with a new window', async () => {
  const folder = await copyOfSources();
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumArguments,
  });
  const dev: ChildProcess = spawn(
    process.execPath,
    [join(folder, 'electron', 'dev.mjs'), '--address-only', '--port', '0'],
    // A shell may have it, as that of a test has after a build.
    {
      env: { ...process.env, NODE_ENV: 'production', VOXTALLY_HOME: join(folder, 'data') },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = once(dev, 'close');
  let printed = '';
  dev.stdout?.on('data', (text: Buffer) => (printed += text.toString()));
  dev.stderr?.on('data', (text: Buffer) => (printed += text.toString()));
  const addresses = (): string[] => printed.match(/http:\/\/\S+\?ticket=\S+/g) ?? [];
  const change = async (path: string, from: string, to: string): Promise<void> => {
    const file = join(folder, path);
    const text = await readFile(file, 'utf8');
    expect(text).toContain(from);
    // At one stroke, as editors write: a file that is written in place stands empty for a moment.
    const whole = join(folder, 'whole');
    await writeFile(whole, text.replace(from, to));
    await rename(whole, file);
  };
  try {
    await expect.poll(addresses, { timeout: 120_000 }).toHaveLength(1);
    const page = await browser.newPage();
    const problems: string[] = [];
    listenForProblems(page, problems);
    await page.goto(addresses()[0] ?? '');
    await expect(startButton(page)).toBeVisible();
    await page.evaluate(() => Object.assign(window, { same: true }));
    const isSame = (): Promise<boolean> => page.evaluate(() => 'same' in window);

    await change('renderer/pages/start/start.tsx', 'Speak to a deployment.', 'Speak to the copy.');
    await expect(page.getByRole('heading', { name: 'Speak to the copy.' })).toBeVisible();
    await change('renderer/ui/styles/tokens.css', '--t-head: 32px', '--t-head: 33px');
    await expect(page.getByRole('heading', { name: 'Speak to the copy.' })).toHaveCSS('font-size', '33px');
    expect(await isSame(), printed).toBe(true);

    await change('electron/engine/commands/app.ts', 'dataFolder: services.dataFolder', "dataFolder: '/of/the/copy'");
    await expect(page.getByText('Sessions in /of/the/copy').first()).toBeVisible();
    await change('electron/engine/commands/app.ts', "'/of/the/copy'", "'/of/the/copy");
    await expect.poll(() => printed).toContain('was not built, what ran before goes on');
    await change('electron/engine/commands/app.ts', "'/of/the/copy", "'/mended'");
    await expect(page.getByText('Sessions in /mended').first()).toBeVisible();
    expect(await isSame(), printed).toBe(true);
    expect(printed.match(/the engine is started anew/g)).toHaveLength(2);
    expect(problems).toEqual([]);

    await change('electron/hosts/start/browser-run.ts', 'Ctrl-C ends it.', 'Ctrl-C ends the copy.');
    await expect.poll(() => printed).toContain('Ctrl-C ends the copy.');
    await page.goto(addresses().at(-1) ?? '');
    await expect(startButton(page)).toBeVisible();

    dev.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
  } finally {
    // The bench it started ends with it, which a SIGKILL would prevent.
    dev.kill('SIGTERM');
    await ended;
    await browser.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
