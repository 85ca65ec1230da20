// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * An Electron runtime that is here already: the folder in ELECTRON_OVERRIDE_DIST_PATH, or the one the electron package
 * has fetched. Nothing is downloaded. @param {string} root @returns {string | null}
 */
export function findElectron(root) {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') return executableIn(override);
  return executableIn(join(root, 'node_modules', 'electron', 'dist'));
}

/** @param {string} folder @returns {string | null} */
function executableIn(folder) {
  const pathFile = join(folder, '..', 'path.txt');
  const named = existsSync(pathFile) ? [readFileSync(pathFile, 'utf8').trim()] : [];
  const usual =
    process.platform === 'darwin'
      ? 'Electron.app/Contents/MacOS/Electron'
      : process.platform === 'win32'
        ? 'electron.exe'
        : 'electron';
  return [...named, usual].map((name) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}
