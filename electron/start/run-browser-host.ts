import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { startBrowserHost, type BrowserHost } from '../browser-host/browser-host.ts';
import { makeDataFolder } from '../engine/kept/make-data-folder.ts';
import { Interruption } from '../hosts/interruption.ts';
import { forkSimulator } from '../simulator/fork.ts';

export interface HostRun {
  readonly root: string;
  readonly dataFolder: string;
  readonly version: string;
  readonly port: number | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
  /** Opens a browser at the address; null: the person does. */
  readonly openBrowser: ((address: string) => ChildProcess) | null;
}

/** What open responses may still take at the end, and what closing may take in all. */
const graceMs = 2000;
const mostMs = 5000;
/** How long no page may be open once the browser's process has ended: a browser may pass its window on to one that runs already. */
const handOverMs = 10_000;
const closedMs = 1000;
const pollMs = 250;

/** Resolves when the browser's process has ended and no page is open any more. Never when there is no browser. */
function lastWindowClosed(browser: ChildProcess | null, pages: () => number): Promise<void> {
  return new Promise((resolve) => {
    if (browser === null) return;
    let seenPage = false;
    let emptySinceMs = Infinity;
    const poll = setInterval(() => {
      seenPage ||= pages() > 0;
      const processRuns = browser.exitCode === null && browser.signalCode === null;
      if (processRuns || pages() > 0) emptySinceMs = Infinity;
      else emptySinceMs = Math.min(emptySinceMs, performance.now());
      if (performance.now() - emptySinceMs < (seenPage ? closedMs : handOverMs)) return;
      clearInterval(poll);
      resolve();
    }, pollMs);
  });
}

/** Serves the bench to a browser until a signal comes or the browser's last window is closed. Rejects with a whole sentence when it cannot. */
export async function runBrowserHost({ root, port, say, openBrowser, ...run }: HostRun): Promise<void> {
  await makeDataFolder(run.dataFolder);
  const assetsFolder = join(root, 'assets');
  const another = (host: BrowserHost): void => say(`For another browser: ${host.newAddress()}`);
  const host: BrowserHost = await startBrowserHost({
    ...run,
    ...(port === null ? {} : { port }),
    assetsFolder,
    pageFolder: join(root, 'out/renderer'),
    engineScript: join(root, 'out/node/engine.js'),
    forkSimulator: () => forkSimulator(join(root, 'out/node/simulator.js'), assetsFolder),
    log: say,
    onAddressUsed: () => another(host),
  });
  // Whoever asks twice does not want to wait.
  const { first: ended } = new Interruption(() => process.exit(1));
  const address = host.newAddress();
  const browser = openBrowser?.(address) ?? null;
  browser?.on('error', (error) => say(`The browser did not start (${error.message}). Open ${address} yourself.`));
  say(browser === null ? `Voxtally: ${address}` : `Voxtally serves its window at 127.0.0.1:${host.port}.`);
  say('Ctrl-C ends it.');
  await Promise.race([ended, lastWindowClosed(browser, () => host.openPages)]);
  await host.close(graceMs, mostMs);
  // The window cannot do anything any more.
  browser?.kill();
}
