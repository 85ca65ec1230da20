import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostName } from '../../../e2e/support/bench.ts';
import { fakeMicrophone } from '../../../e2e/support/microphone.ts';
import { chromiumArguments } from '../../../e2e/support/open-in-browser.ts';
import { temporaryFolder } from '../../../e2e/support/places.ts';
import { connectDevtools, type Devtools, pageOf } from './devtools.ts';

/** An application in a window of 1440 by 900, driven through its debugging port alone. */
export interface Program {
  readonly page: Devtools;
  /** The processes that all others of it descend from. */
  readonly roots: readonly number[];
  setHidden(hidden: boolean): Promise<void>;
  /** Puts the window in its place in a row of them: what lies under another is not drawn. */
  stand(place: number): Promise<void>;
  close(): Promise<void>;
}

export interface ProgramWish {
  /** The folder with the application: package.json and out/. */
  readonly folder: string;
  readonly home: string;
  readonly microphone: string;
}

/** What a process prints until it matches. Rejects when it ends before. */
function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (data: Buffer): void => {
      text += data.toString();
      const found = pattern.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => reject(new Error(`It ended at once: ${text.trim().split('\n').at(-1) ?? ''}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

const windowSize = { width: 1440, height: 900 };
const size = [`--window-size=${windowSize.width},${windowSize.height}`];
const debugging = ['--remote-debugging-port=0'];
const devtoolsPort = /DevTools listening on ws:\/\/[^:]+:(\d+)/;

async function inChromium({ folder, home, microphone }: ProgramWish): Promise<Program> {
  const profile = await temporaryFolder();
  const server = spawn(process.execPath, [join(folder, 'out/node/start.js'), '--address-only', '--port', '0'], {
    env: { ...process.env, VOXTALLY_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const address = await printed(server, /(http:\/\/\S+)/);
  const browser = spawn(
    process.env['CHROMIUM_PATH'] ?? '',
    [
      '--headless=new',
      ...chromiumArguments,
      ...size,
      ...debugging,
      `--user-data-dir=${profile}`,
      '--use-fake-ui-for-media-stream',
      ...fakeMicrophone(microphone),
      address,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const port = Number(await printed(browser, devtoolsPort));
  const page = await pageOf(port);
  return {
    page,
    roots: [server.pid ?? 0, browser.pid ?? 0],
    async setHidden(hidden) {
      const { windowId } = (await page.send('Browser.getWindowForTarget')) as { windowId: number };
      const windowState = hidden ? 'minimized' : 'normal';
      await page.send('Browser.setWindowBounds', { windowId, bounds: { windowState } });
    },
    // No two browsers without a screen are on the same one.
    stand: () => Promise.resolve(),
    async close() {
      page.close();
      await end(browser);
      await end(server);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function inElectron({ folder, home, microphone }: ProgramWish): Promise<Program> {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = spawn(
    process.env['VOXTALLY_TEST_ELECTRON'] ?? '',
    [...root, '--disable-gpu', ...debugging, '--inspect=0', ...fakeMicrophone(microphone), folder],
    { env: { ...process.env, VOXTALLY_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const inspector = printed(app, /Debugger listening on (ws:\/\/\S+)/);
  const port = Number(await printed(app, devtoolsPort));
  const main = await connectDevtools(await inspector);
  const page = await pageOf(port);
  const windows = "require('electron').BrowserWindow.getAllWindows()[0]";
  return {
    page,
    roots: [app.pid ?? 0],
    async setHidden(hidden) {
      await main.evaluate(`void ${windows}.${hidden ? 'hide' : 'show'}()`);
    },
    async stand(place) {
      await main.evaluate(`void ${windows}.setPosition(${place * (windowSize.width + 10)}, 0)`);
    },
    async close() {
      page.close();
      main.close();
      await end(app);
    },
  };
}

/** Opens an application in a host. */
export const openProgram: Readonly<Record<HostName, (wish: ProgramWish) => Promise<Program>>> = {
  chromium: inChromium,
  electron: inElectron,
};
