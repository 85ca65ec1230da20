// @ts-check
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The Electron that goes into a package: the folder that ELECTRON_OVERRIDE_DIST_PATH names, else the one that the electron package
 * has fetched; null: neither is there, and the packager fetches it.
 * @param {string} root absolute path of the checkout
 * @returns {Promise<{ folder: string, version: string } | null>}
 */
export async function packagedRuntime(root) {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH']?.trim() ?? '';
  const folder = named === '' ? join(root, 'node_modules', 'electron', 'dist') : named;
  const file = join(folder, 'version');
  if (!existsSync(file)) {
    if (named === '') return null;
    throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names ${named}, and there is no Electron in it.`);
  }
  return { folder, version: (await readFile(file, 'utf8')).trim().replace(/^v/, '') };
}
