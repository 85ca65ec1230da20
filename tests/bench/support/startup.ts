import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, _electron as electron } from '@playwright/test';
import { startButton } from '../../e2e/support/audio-page.ts';
import type { HostName } from '../../e2e/support/bench.ts';
import { useRuntime } from '../../e2e/support/electron-runtime.ts';
import { chromiumArguments } from '../../e2e/support/open-in-browser.ts';
import { root } from '../../e2e/support/places.ts';
import { homeWith } from '../../e2e/support/prepare.ts';
import { atMost, type BenchRow, figure, median } from '../table.ts';

/** Milliseconds until the host had something to show, and from there until the window could be used. */
interface Start {
  readonly hostMs: number;
  readonly pageMs: number;
}

const runs = 5;

async function inBrowser(browser: Browser, home: string): Promise<Start> {
  const startMs = performance.now();
  const server = spawn(process.execPath, [join(root, 'out/node/start.js'), '--address-only', '--port', '0'], {
    env: { ...process.env, VOXTALLY_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const address = await new Promise<string>((resolve, reject) => {
    let printed = '';
    server.stdout.on('data', (text: Buffer) => {
      printed += text.toString();
      const found = /http:\/\/\S+/.exec(printed);
      if (found !== null) resolve(found[0]);
    });
    server.once('exit', () => reject(new Error('the browser host ended at once')));
  });
  const hostMs = performance.now() - startMs;
  const page = await browser.newPage();
  await page.goto(address);
  await startButton(page).waitFor();
  const pageMs = performance.now() - startMs - hostMs;
  await page.close();
  server.kill('SIGTERM');
  await ended;
  return { hostMs, pageMs };
}

async function inElectron(home: string): Promise<Start> {
  useRuntime();
  const startMs = performance.now();
  const app = await electron.launch({
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', root],
    env: { ...(process.env as Record<string, string>), VOXTALLY_HOME: home },
  });
  const page = await app.firstWindow();
  const hostMs = performance.now() - startMs;
  await startButton(page).waitFor();
  const pageMs = performance.now() - startMs - hostMs;
  await app.close();
  return { hostMs, pageMs };
}

/** Starts over and over on one data folder; the first, which warms the disk, does not count. */
async function warm(start: (home: string) => Promise<Start>): Promise<Start[]> {
  const home = await homeWith({});
  const starts: Start[] = [];
  for (let run = 0; run <= runs; run += 1) starts.push(await start(home));
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
  return starts.slice(1);
}

async function startsIn(host: HostName): Promise<Start[]> {
  if (host === 'electron') return warm(inElectron);
  const executablePath = process.env['CHROMIUM_PATH'] ?? '';
  const browser = await chromium.launch({ executablePath, args: [...chromiumArguments] });
  try {
    return await warm((home) => inBrowser(browser, home));
  } finally {
    await browser.close();
  }
}

/** From nothing to a Start button that can be pressed. A browser is open before, as it is for most people. */
export async function startup(host: HostName): Promise<BenchRow[]> {
  const starts = await startsIn(host);
  const middle = (of: (start: Start) => number): number => median(starts.map(of));
  return [
    atMost(
      'start to usable window, warm',
      middle(({ hostMs, pageMs }) => hostMs + pageMs),
      'ms',
      1500,
    ),
    figure(
      host === 'electron' ? 'of that, until the window opened' : 'of that, until the address was printed',
      middle(({ hostMs }) => hostMs),
      'ms',
    ),
    figure(
      'of that, until the page was ready',
      middle(({ pageMs }) => pageMs),
      'ms',
    ),
  ];
}
