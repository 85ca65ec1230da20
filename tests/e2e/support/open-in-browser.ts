import { type Browser, chromium } from '@playwright/test';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { listenForProblems, type BenchWish, type Opened } from './bench.ts';
import { fakeMicrophone } from './microphone.ts';
import { root } from './places.ts';

/**
 * Of Chromium's features, those that Playwright turns off, since the last switch alone counts, and the pages that stand
 * ready behind the address bar: a headless browser never shows them, and they cost as much as all the rest of its start.
 */
const withoutFeatures = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
];

/** Chromium for tests: no sandbox (tests may run as root), no network of its own, a sound card that is a file. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${withoutFeatures.join()}`,
];

/** The browser that the tests run in. */
export function chromiumPath(): string {
  const path = process.env['CHROMIUM_PATH'];
  if (path === undefined) throw new Error('CHROMIUM_PATH names no browser; npm test sets it.');
  return path;
}

/** A browser whose fake microphone plays this file; null: the fake device's own beeps. */
export const launchBrowser = (microphone: string | null): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArguments, ...fakeMicrophone(microphone)] });

/** Starts the browser host as `npm start -- --address-only` does, and opens its address in a headless Chromium. */
export async function openInBrowser(wish: BenchWish & { home: string }, problems: string[]): Promise<Opened> {
  const server = spawn(process.execPath, [join(root, 'out/node/start.js'), '--address-only', '--port', '0'], {
    env: { ...process.env, VOXTALLY_HOME: wish.home, ...wish.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
  let printed = '';
  const address = new Promise<string>((resolve, reject) => {
    const read = (text: Buffer): void => {
      printed += text.toString();
      const found = /http:\/\/\S+/.exec(printed);
      if (found !== null) resolve(found[0]);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.once('exit', () => reject(new Error(`The browser host ended at once: ${printed}`)));
  });
  const browser = wish.browser ?? (await launchBrowser(wish.microphone ?? null));
  // Electron's windows are tried with all their motion; here the page is as calm as a person can ask it to be.
  const context = await browser.newContext({
    viewport: wish.size ?? { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
  if (wish.allowed !== false) await context.grantPermissions(['microphone']);
  const page = await context.newPage();
  listenForProblems(page, problems);
  await page.goto(await address);
  return {
    page,
    pid: server.pid ?? 0,
    printed: () => printed,
    ended,
    electron: null,
    async anotherWindow() {
      const other = await context.newPage();
      listenForProblems(other, problems);
      await other.goto(page.url());
      return other;
    },
    async close() {
      if (wish.browser === undefined) await browser.close();
      else await context.close();
      server.kill('SIGTERM');
      await ended;
    },
  };
}
