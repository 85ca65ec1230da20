import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, posix, win32 } from 'node:path';
import { pathToFileURL } from 'node:url';
import { closeFolder } from '../../engine/data/data-folder.ts';
import { makeFolder } from '../../engine/data/write-file.ts';
import { withoutKeys } from '../keys.ts';

export interface BrowserPlaces {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly exists: (path: string) => boolean;
}

export type FoundBrowser =
  | { readonly state: 'present'; readonly executable: string; readonly name: string }
  | { readonly state: 'absent' }
  | { readonly state: 'unusable'; readonly why: string };

interface KnownBrowser {
  readonly name: string;
  /** Names on the PATH, and paths beside it. */
  readonly linux: readonly string[];
  /** Below /Applications. */
  readonly mac: string;
  /** Below the places where Windows puts programs. */
  readonly windows: string;
}

/** In the order in which they are tried. */
const browsers: readonly KnownBrowser[] = [
  {
    name: 'Chrome',
    linux: ['google-chrome-stable', 'google-chrome', '/opt/google/chrome/chrome'],
    mac: 'Google Chrome.app/Contents/MacOS/Google Chrome',
    windows: 'Google\\Chrome\\Application\\chrome.exe',
  },
  {
    name: 'Chromium',
    // The snap itself before Ubuntu's wrapper of it, so that it is known for one.
    linux: ['/snap/bin/chromium', 'chromium', 'chromium-browser'],
    mac: 'Chromium.app/Contents/MacOS/Chromium',
    windows: 'Chromium\\Application\\chrome.exe',
  },
  {
    name: 'Edge',
    linux: ['microsoft-edge-stable', 'microsoft-edge', '/opt/microsoft/msedge/msedge'],
    mac: 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    windows: 'Microsoft\\Edge\\Application\\msedge.exe',
  },
];

function placesOf(browser: KnownBrowser, { platform, env, home }: BrowserPlaces): string[] {
  if (platform === 'darwin') {
    return ['/Applications', posix.join(home, 'Applications')].map((folder) => posix.join(folder, browser.mac));
  }
  if (platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']];
    return folders.filter((folder) => folder !== undefined).map((folder) => win32.join(folder, browser.windows));
  }
  const path = (env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  return browser.linux.flatMap((name) =>
    name.startsWith('/') ? [name] : path.map((folder) => posix.join(folder, name)),
  );
}

/** An installed browser that knows `--app=`: the one VOXTALLY_BROWSER names, else Chrome, Chromium or Edge. */
export function findBrowser(places: BrowserPlaces): FoundBrowser {
  const named = places.env['VOXTALLY_BROWSER']?.trim() ?? '';
  if (named !== '') {
    return places.exists(named)
      ? { state: 'present', executable: named, name: 'the browser of VOXTALLY_BROWSER' }
      : { state: 'unusable', why: `VOXTALLY_BROWSER names ${named}, and there is no such file.` };
  }
  for (const browser of browsers) {
    const executable = placesOf(browser, places).find((path) => places.exists(path));
    if (executable !== undefined) return { state: 'present', executable, name: browser.name };
  }
  return { state: 'absent' };
}

/**
 * Every user of a machine may read the command lines of its processes, so the address with its ticket never stands on one: the
 * browser is called with a file that this user alone can read, and the file sends it on.
 */
export interface OpeningFile {
  /** `file:///…`, which may be seen by anybody. */
  readonly url: string;
  /** Deletes the file; once is enough. */
  remove(): Promise<void>;
}

const namePattern = /^open-[\w-]{16}\.html$/;
/** What is older was left behind: no ticket of a file holds that long. */
export const openingMs = 2 * 60_000;

const pageOf = (address: string): string =>
  '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">' +
  `<meta http-equiv="refresh" content="0;url=${address}"><title>Voxtally</title>\n`;

/** Deletes what runs that were killed have left in the folder. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of (await readdir(folder).catch(() => [])).filter((one) => namePattern.test(one))) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    // A younger one may be another bench's, whose browser is about to read it.
    if (found !== null && Date.now() - found.mtimeMs > openingMs) await rm(path, { force: true });
  }
}

/**
 * Writes a page that sends a browser on to an address. Rejects with the system's error, or when the folder is open to others.
 * @param folder one of this user's own, which is made and closed to others
 * @param address of this bench, with a ticket
 */
export async function writeOpeningFile(folder: string, address: string): Promise<OpeningFile> {
  await makeFolder(folder);
  const uid = process.getuid?.();
  const closed = uid === undefined ? null : await closeFolder(folder, uid);
  if (closed?.state === 'open') {
    throw new Error(`${folder} is not closed to other users of this machine: ${closed.why}`);
  }
  await removeLeftovers(folder);
  const path = join(folder, `open-${randomBytes(12).toString('base64url')}.html`);
  // Exclusively: a file or a link that stands there already is not written through.
  await writeFile(path, pageOf(address), { flag: 'wx', mode: 0o600 });
  return { url: pathToFileURL(path).href, remove: () => rm(path, { force: true }) };
}

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
