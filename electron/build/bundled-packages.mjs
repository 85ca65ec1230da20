// @ts-check
// Which packages a build takes code, styles or fonts from.
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

/**
 * A package of which at least one module was read for the build, used or shaken out.
 * @typedef {{ name: string, version: string, licence: string, folder: string }} BundledPackage
 * folder: from the checkout's root; licence: as SPDX, or what its package.json says
 */

/** The folder of the package that a module belongs to: the nearest one above it whose package.json has a name and a version. @param {string} file */
async function packageOf(file) {
  for (let folder = dirname(file); folder.includes('node_modules'); folder = dirname(folder)) {
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
    const manifest = text === null ? null : JSON.parse(text);
    if (typeof manifest?.name === 'string' && typeof manifest.version === 'string') {
      return { folder, name: manifest.name, version: manifest.version, licence: String(manifest.license ?? 'unknown') };
    }
  }
  throw new Error(`${file} lies in no package that names itself.`);
}

/**
 * A Vite plugin that takes down every module of node_modules. One for all parts of a build, their workers included.
 * @returns {{ plugin: import('vite').Plugin, packages: (checkout: string) => Promise<BundledPackage[]> }}
 */
export function bundledPackages() {
  /** @type {Set<string>} */
  const files = new Set();
  let root = '';
  return {
    plugin: {
      name: 'bundled-packages',
      configResolved(config) {
        root = config.root;
      },
      generateBundle(_options, bundle) {
        // Fonts and pictures that a style names are no modules.
        const assets = Object.values(bundle).flatMap((part) => (part.type === 'asset' ? part.originalFileNames : []));
        for (const id of [...this.getModuleIds(), ...assets.map((name) => resolve(root, name))]) {
          const file = id.replace(/^\0/, '').replace(/\?.*$/, '');
          // Vite names modules with slashes on every system; assets were resolved as the system does.
          if (/[\\/]node_modules[\\/]/.test(file)) files.add(file);
        }
      },
    },
    async packages(checkout) {
      const found = await Promise.all([...files].map(packageOf));
      const byFolder = new Map(found.map((one) => [one.folder, one]));
      return [...byFolder.values()]
        .map((one) => ({ ...one, folder: relative(checkout, one.folder).split(sep).join('/') }))
        .sort((a, b) => (a.folder < b.folder ? -1 : 1));
    },
  };
}
