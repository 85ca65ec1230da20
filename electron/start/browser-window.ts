import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface BrowserWindowFacts {
  readonly executable: string;
  readonly address: string;
  readonly dataFolder: string;
  readonly home: string;
  readonly noSandbox: boolean;
}

/**
 * A profile of its own keeps the window apart from a person's browser: own process, own permissions. A snap may not write into
 * hidden folders, so its profile stands where snaps keep their things.
 */
export function profileFolder({ executable, dataFolder, home }: BrowserWindowFacts): string {
  return executable.startsWith('/snap/')
    ? join(home, 'snap', 'chromium', 'common', 'voxtally')
    : join(dataFolder, 'browser');
}

/** How the browser is called. */
export function browserArguments(facts: BrowserWindowFacts): string[] {
  return [
    `--app=${facts.address}`,
    `--user-data-dir=${profileFolder(facts)}`,
    '--no-first-run',
    '--no-default-browser-check',
    // The window shows one page of this machine: it has nothing to fetch, report or synchronise.
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--window-size=1440,900',
    ...(facts.noSandbox ? ['--no-sandbox'] : []),
  ];
}

/** Opens the bench as a window without an address bar. */
export function openBrowserWindow(facts: BrowserWindowFacts): ChildProcess {
  mkdirSync(profileFolder(facts), { recursive: true });
  // Detached: Ctrl-C in the terminal ends the bench, which then closes in order, and not the browser under it.
  return spawn(facts.executable, browserArguments(facts), { stdio: 'ignore', detached: true });
}
