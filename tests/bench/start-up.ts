import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, _electron as electron, type Page } from '@playwright/test';
import { startButton } from '../e2e/support/audio-page.ts';
import { useRuntime } from '../e2e/support/electron-runtime.ts';
import { chromiumArguments } from '../e2e/support/open-in-browser.ts';
import { homeWith } from '../e2e/support/prepare.ts';
import { bareApplication } from './support/bare-page.ts';
import { hostsHere } from './support/hosts.ts';
import { atMost, type BenchRow, type BenchTable, figure, median, unmeasured } from './table.ts';

/** Milliseconds until the host had something to show, and from there until the window could be used. */
interface Start {
  readonly hostMs: number;
  readonly pageMs: number;
  /** From the first paint until the window was shown; negative: it was shown before it had anything to show. Null: no window is shown or hidden there. */
  readonly shownAfterPaintMs: number | null;
}

type StartIn = (root: string, home: string) => Promise<Start>;

/** Of each, not counting the first, which warms the disk. */
const runs = 7;

const inBrowser =
  (browser: Browser): StartIn =>
  async (root, home) => {
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
    const openedMs = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await startButton(page).waitFor();
    const pageMs = performance.now() - openedMs;
    await page.close();
    server.kill('SIGTERM');
    await ended;
    return { hostMs, pageMs, shownAfterPaintMs: null };
  };

/** When a page first painted something, in wall time. */
const firstPaint = (page: Page): Promise<number | null> =>
  page.evaluate(() => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    return paint === undefined ? null : performance.timeOrigin + paint.startTime;
  });

const inElectron: StartIn = async (root, home) => {
  useRuntime();
  const startMs = performance.now();
  const app = await electron.launch({
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', root],
    env: { ...(process.env as Record<string, string>), VOXTALLY_HOME: home },
  });
  // The runtime is held back until the driver listens, so no window was shown before this.
  const shown = app.evaluate(
    ({ app: electronApp, BrowserWindow }) =>
      new Promise<number>((resolve) => {
        for (const window of BrowserWindow.getAllWindows()) window.once('show', () => resolve(Date.now()));
        electronApp.once('browser-window-created', (_, window) => window.once('show', () => resolve(Date.now())));
      }),
  );
  const page = await app.firstWindow();
  const hostMs = performance.now() - startMs;
  await startButton(page).waitFor();
  const pageMs = performance.now() - startMs - hostMs;
  const limit = new Promise<null>((resolve) => setTimeout(() => resolve(null), 5000));
  const [paintedMs, shownMs] = [await firstPaint(page), await Promise.race([shown, limit])];
  await app.close();
  return { hostMs, pageMs, shownAfterPaintMs: paintedMs === null || shownMs === null ? null : shownMs - paintedMs };
};

/** The application and the bare page in turn, so that both find the machine in the same state. */
async function startsIn(start: StartIn, root: string): Promise<{ app: Start[]; bare: Start[] }> {
  const bare = await bareApplication(root);
  const home = await homeWith({});
  const starts = { app: [] as Start[], bare: [] as Start[] };
  try {
    for (let run = 0; run <= runs; run += 1) {
      starts.app.push(await start(root, home));
      starts.bare.push(await start(bare.root, home));
    }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
    await bare.remove();
  }
  return { app: starts.app.slice(1), bare: starts.bare.slice(1) };
}

function rowsOf(name: string, first: string, { app, bare }: { app: Start[]; bare: Start[] }): BenchRow[] {
  const middle = (starts: readonly Start[], of: (start: Start) => number): number => median(starts.map(of));
  const ms = (value: number): string => `${Math.round(value)} ms the bare page`;
  const whole = ({ hostMs, pageMs }: Start): number => hostMs + pageMs;
  const shown = app.flatMap(({ shownAfterPaintMs }) => (shownAfterPaintMs === null ? [] : [shownAfterPaintMs]));
  const all = { app: middle(app, whole), bare: middle(bare, whole) };
  return [
    atMost(`${name}: start to usable window, warm`, all.app, 'ms', 1500, ms(all.bare)),
    atMost(`${name}: the same, against the bare page`, all.app / all.bare, 'x', 1.3),
    figure(
      `${name}: of that, until ${first}`,
      middle(app, ({ hostMs }) => hostMs),
      'ms',
      ms(middle(bare, ({ hostMs }) => hostMs)),
    ),
    figure(
      `${name}: of that, until the page was ready`,
      middle(app, ({ pageMs }) => pageMs),
      'ms',
      ms(middle(bare, ({ pageMs }) => pageMs)),
    ),
    ...(shown.length === 0 ? [] : [figure(`${name}: first paint to window shown`, median(shown), 'ms')]),
  ];
}

/** From nothing to a Start button that can be pressed, in every host of this machine. A browser is open before, as it is for most people. */
export async function benchStart(root: string): Promise<BenchTable> {
  const rows: BenchRow[] = [];
  for (const { host, name, missing } of hostsHere(root)) {
    if (missing !== null) {
      rows.push(unmeasured(name, missing));
    } else if (host === 'electron') {
      rows.push(...rowsOf(name, 'its page was opened', await startsIn(inElectron, root)));
    } else {
      const executablePath = process.env['CHROMIUM_PATH'] ?? '';
      const browser = await chromium.launch({ executablePath, args: [...chromiumArguments] });
      try {
        rows.push(...rowsOf(name, 'the address was printed', await startsIn(inBrowser(browser), root)));
      } finally {
        await browser.close();
      }
    }
  }
  return {
    title: 'Start',
    note: `Until the Start button can be pressed, the middle of ${runs} starts on one data folder that was started on before. Between any two of them the same programs start with a bare page in place of the window's: it opens the port, asks for the preferences, and shows a button by the answer, without a framework. A browser is running before; Electron is started by its test driver.`,
    rows,
  };
}
