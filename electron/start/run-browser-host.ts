import { join } from 'node:path';
import { startBrowserHost, type BrowserHost } from '../browser-host/browser-host.ts';
import { makeDataFolder } from '../engine/kept/make-data-folder.ts';
import { withoutKeys } from '../hosts/keys/environment-key.ts';
import { Interruption } from '../hosts/interruption.ts';
import { makeOwnFilesOnly } from '../hosts/own-files.ts';
import { forkSimulator } from '../simulator/fork.ts';
import type { CalledBrowser } from './browser-window.ts';
import { closedNever, openWindow, type BrowserWindow } from './open-window.ts';
import { printAddresses } from './print-addresses.ts';

export interface HostRun {
  readonly root: string;
  readonly dataFolder: string;
  readonly version: string;
  readonly port: number | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
  /** Opens a browser at the address; null: the person does. */
  readonly openBrowser: ((address: string) => Promise<CalledBrowser>) | null;
}

/** What open responses may still take at the end, and what closing may take in all. */
const graceMs = 2000;
const mostMs = 5000;

/** Serves the bench to a browser until a signal comes or the browser's last window is closed. Rejects with a whole sentence when it cannot. */
export async function runBrowserHost({ root, port, say, openBrowser, ...run }: HostRun): Promise<void> {
  makeOwnFilesOnly();
  (await makeDataFolder(run.dataFolder)).forEach(say);
  const assetsFolder = join(root, 'assets');
  const host: BrowserHost = await startBrowserHost({
    ...run,
    ...(port === null ? {} : { port }),
    assetsFolder,
    pageFolder: join(root, 'out/renderer'),
    engineScript: join(root, 'out/node/engine.js'),
    forkSimulator: () => forkSimulator(join(root, 'out/node/simulator.js'), assetsFolder, withoutKeys(run.env)),
    log: say,
  });
  // Whoever asks twice does not want to wait.
  const { first: ended } = new Interruption(() => process.exit(1));
  let window: BrowserWindow | null = null;
  if (openBrowser === null) {
    printAddresses(host, say, 'Voxtally:');
  } else {
    say(`Voxtally serves its window at 127.0.0.1:${host.port}.`);
    window = await openWindow(host, openBrowser, say);
  }
  say('Ctrl-C ends it.');
  await Promise.race([ended, window?.closed ?? closedNever]);
  await host.close(graceMs, mostMs);
  await window?.end();
}
