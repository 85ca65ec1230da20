// @ts-check
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { install } from './apt.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** Where installers put browsers that are not on the PATH. @returns {string[]} */
function usualPlaces() {
  const { PROGRAMFILES = '', 'PROGRAMFILES(X86)': x86 = '', LOCALAPPDATA = '' } = process.env;
  switch (process.platform) {
    case 'darwin':
      return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
        (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
      );
    case 'win32':
      return [PROGRAMFILES, x86, LOCALAPPDATA].flatMap((root) => [
        join(root, 'Google/Chrome/Application/chrome.exe'),
        join(root, 'Microsoft/Edge/Application/msedge.exe'),
        join(root, 'Chromium/Application/chrome.exe'),
      ]);
    default:
      return [];
  }
}

/** The browser that end-to-end tests run in, without installing anything. @returns {string | null} */
export function findChromium() {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return existsSync(named) ? named : null;
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...usualPlaces()].find((path) => existsSync(path)) ?? null;
}

/** As `findChromium`; as root on Debian it installs one when there is none. @returns {Promise<string | null>} */
export async function needChromium() {
  const found = findChromium();
  if (found !== null || process.env['CHROMIUM_PATH']) return found;
  return (await install(['chromium'])) ? findChromium() : null;
}
