import { makeDataFolder } from '../../engine/data/data-folder.ts';
import { readFailure } from '../../engine/data/disk-errors.ts';
import { type BrowserHost, startBrowserHost } from '../browser-host/browser-host.ts';
import { forkChild } from '../child-process.ts';
import { changingPage } from '../development.ts';
import type { Installation } from '../installation.ts';
import { builtPage } from '../page-files.ts';
import { Interruption, makeOwnFilesOnly } from '../process.ts';
import { launchSimulator } from '../simulator-process.ts';
import { type CalledBrowser, openingMs } from './browser.ts';

/** Prints an address, and the next one once it is used. */
function printAddresses(host: Pick<BrowserHost, 'newAddress'>, say: (line: string) => void, words: string): void {
  const another = (): void => printAddresses(host, say, 'For another browser:');
  say(`${words} ${host.newAddress({ onUsed: another })}`);
}

export interface WindowLimits {
  /** How long no page may be open once the browser's process has ended: a browser may pass its window on to one that runs already. */
  readonly handOverMs: number;
  readonly closedMs: number;
  readonly pollMs: number;
  /** A window that is not in by then may be one that cannot read its file. */
  readonly lateMs: number;
  /** How long the file holds, and the ticket in it. */
  readonly openingMs: number;
}
const usualLimits: WindowLimits = { handOverMs: 10_000, closedMs: 1000, pollMs: 250, lateMs: 20_000, openingMs };

interface BrowserWindow {
  /** Resolves when it was there and was closed. */
  readonly closed: Promise<void>;
  /** Deletes what holds its address, and ends the browser. */
  end(): Promise<void>;
}

/** Of what ends only when it is told to. */
const closedNever: Promise<void> = new Promise(() => undefined);

/** Opens the browser. Where no window comes of it, an address is printed for the person to open, and nothing ends by itself. */
export async function openWindow(
  host: Pick<BrowserHost, 'newAddress' | 'openPages'>,
  open: (address: string) => Promise<CalledBrowser>,
  say: (line: string) => void,
  limits: WindowLimits = usualLimits,
): Promise<BrowserWindow> {
  let entered = false;
  let printed = false;
  const print = (why: string): void => {
    if (!printed) printAddresses(host, say, `${why} Open this address yourself:`);
    printed = true;
  };
  const forget = async (): Promise<void> => {
    clearTimeout(late);
    clearTimeout(over);
    // Its time may be over while the browser is still being called: what holds the address is then not there yet, and will be.
    const called = await calling.catch(() => null);
    await called?.forgetAddress().catch((error: unknown) => {
      say(`The file with the window's address could not be deleted: ${readFailure(error)}. The address is used up.`);
    });
  };
  const late = setTimeout(() => print('The window is not there yet, and may not come.'), limits.lateMs);
  const over = setTimeout(() => void forget(), limits.openingMs);
  const address = host.newAddress({
    mostMs: limits.openingMs,
    onUsed: () => {
      entered = true;
      void forget();
    },
  });
  const calling = open(address);
  let called: CalledBrowser;
  try {
    called = await calling;
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
      if (performance.now() - emptySinceMs < (seen ? limits.closedMs : limits.handOverMs)) return;
      clearInterval(poll);
      if (entered) resolve();
      else print('The browser ended without a window.');
    }, limits.pollMs);
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

export interface HostRun {
  readonly installation: Installation;
  readonly dataFolder: string;
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
export async function runBrowserHost({ installation, port, say, openBrowser, ...run }: HostRun): Promise<void> {
  makeOwnFilesOnly();
  (await makeDataFolder(run.dataFolder)).forEach(say);
  const { version, assetsFolder, pageFolder, engineScript, development } = installation;
  const host: BrowserHost = await startBrowserHost({
    ...run,
    ...(port === null ? {} : { port }),
    version,
    assetsFolder,
    page: development === null ? builtPage(pageFolder, 'self') : changingPage(development, 'self'),
    development,
    engineScript,
    startSimulator: () => launchSimulator(forkChild, installation),
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
