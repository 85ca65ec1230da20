import { join } from 'node:path';
import { startBrowserHost, type BrowserHost } from '../browser-host/browser-host.ts';
import { makeDataFolder } from '../engine/kept/make-data-folder.ts';
import { withoutKeys } from '../hosts/keys/environment-key.ts';
import { Interruption } from '../hosts/interruption.ts';
import { makeOwnFilesOnly } from '../hosts/own-files.ts';
import { forkSimulator } from '../simulator/fork.ts';
import type { CalledBrowser } from './browser-window.ts';
import { openingMs } from './opening-file.ts';

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
/** How long no page may be open once the browser's process has ended: a browser may pass its window on to one that runs already. */
const handOverMs = 10_000;
const closedMs = 1000;
const pollMs = 250;
/** A window that is not in by then may be one that cannot read its file. */
const lateMs = 20_000;

interface Window {
  /** Resolves when it was there and was closed. */
  readonly closed: Promise<void>;
  /** Deletes what holds its address, and ends the browser. */
  end(): Promise<void>;
}

const closedNever: Promise<void> = new Promise(() => undefined);

/** Prints an address, and the next one once it is used. */
function printAddresses(host: BrowserHost, say: (line: string) => void, words: string): void {
  const another = (): void => printAddresses(host, say, 'For another browser:');
  say(`${words} ${host.newAddress({ onUsed: another })}`);
}

/** Opens the browser. Where no window comes of it, an address is printed for the person to open, and nothing ends by itself. */
async function openWindow(
  host: BrowserHost,
  open: (address: string) => Promise<CalledBrowser>,
  say: (line: string) => void,
): Promise<Window> {
  let entered = false;
  let printed = false;
  let called: CalledBrowser | null = null;
  const print = (why: string): void => {
    if (!printed) printAddresses(host, say, `${why} Open this address yourself:`);
    printed = true;
  };
  const forget = async (): Promise<void> => {
    clearTimeout(late);
    clearTimeout(over);
    await called?.forgetAddress();
  };
  const late = setTimeout(() => print('The window is not there yet, and may not come.'), lateMs);
  const over = setTimeout(() => void forget(), openingMs);
  const address = host.newAddress({
    mostMs: openingMs,
    onUsed: () => {
      entered = true;
      void forget();
    },
  });
  try {
    called = await open(address);
  } catch (error) {
    await forget();
    print(`The browser was not started (${error instanceof Error ? error.message : String(error)}).`);
    return { closed: closedNever, end: forget };
  }
  const browser = called.process;
  browser.on('error', (error) => {
    void forget();
    print(`The browser did not start (${error.message}).`);
  });
  const ended = (): boolean => browser.exitCode !== null || browser.signalCode !== null;
  const closed = new Promise<void>((resolve) => {
    let seen = false;
    let emptySinceMs = Infinity;
    const poll = setInterval(() => {
      seen ||= entered && host.openPages > 0;
      if (!ended() || host.openPages > 0) emptySinceMs = Infinity;
      else emptySinceMs = Math.min(emptySinceMs, performance.now());
      if (performance.now() - emptySinceMs < (seen ? closedMs : handOverMs)) return;
      clearInterval(poll);
      if (entered) resolve();
      else print('The browser ended without a window.');
    }, pollMs);
    poll.unref();
  });
  return {
    closed,
    async end() {
      await forget();
      // The window cannot do anything any more.
      browser.kill();
    },
  };
}

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
  let window: Window | null = null;
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
