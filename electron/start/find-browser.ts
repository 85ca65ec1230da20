import { posix, win32 } from 'node:path';

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
