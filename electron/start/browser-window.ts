import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { withoutKeys } from '../hosts/keys/environment-key.ts';
import { writeOpeningFile } from './opening-file.ts';

export interface BrowserWindowFacts {
  readonly executable: string;
  readonly dataFolder: string;
  readonly home: string;
  readonly noSandbox: boolean;
}

interface Confinement {
  /** The confined program's own name in the path of its executable. */
  readonly pattern: RegExp;
  /** Where it may read and write, below the person's home. */
  readonly folder: (name: string) => readonly string[];
}

/** Packagings that keep a program away from hidden folders and give it one of its own. */
const confinements: readonly Confinement[] = [
  { pattern: /^\/snap\/bin\/([\w-]+)/, folder: (name) => ['snap', name, 'common', 'voxtally'] },
  { pattern: /\/flatpak\/exports\/bin\/([\w.-]+)$/, folder: (id) => ['.var', 'app', id, 'data', 'voxtally'] },
];

/**
 * A profile of its own keeps the window apart from a person's browser: own process, own permissions. It stands where the browser may
 * read and write.
 */
export function profileFolder({ executable, dataFolder, home }: BrowserWindowFacts): string {
  for (const { pattern, folder } of confinements) {
    const name = pattern.exec(executable)?.[1];
    if (name !== undefined) return join(home, ...folder(name));
  }
  return join(dataFolder, 'browser');
}

/**
 * How the browser is called. Everybody on this machine may read it, so nothing in it is a secret.
 * @param url of the file that sends it on to the bench
 */
export function browserArguments(facts: BrowserWindowFacts, url: string): string[] {
  return [
    `--app=${url}`,
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

/** A browser that was called. */
export interface CalledBrowser {
  readonly process: ChildProcess;
  /** The browser is in, or will not be: what held its address is deleted. */
  forgetAddress(): Promise<void>;
}

/** Opens the bench as a window without an address bar. Rejects when its profile cannot be written, or may be read by others. */
export async function openBrowserWindow(facts: BrowserWindowFacts, address: string): Promise<CalledBrowser> {
  const opening = await writeOpeningFile(profileFolder(facts), address);
  // Detached: Ctrl-C in the terminal ends the bench, which then closes in order, and not the browser under it.
  try {
    const child = spawn(facts.executable, browserArguments(facts, opening.url), {
      stdio: 'ignore',
      detached: true,
      env: withoutKeys(process.env),
    });
    return { process: child, forgetAddress: () => opening.remove() };
  } catch (error) {
    await opening.remove();
    throw error;
  }
}
