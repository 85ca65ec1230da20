import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asString, atPath, parseJson } from '../../shared/kit/json.ts';
import type { Development } from './development.ts';

/** Where the application itself lies, whether run from its build, an installed package or a checkout. */
export interface Installation {
  readonly root: string;
  readonly version: string;
  readonly assetsFolder: string;
  /** The picture of the application. */
  readonly icon: string;
  /** The built page. */
  readonly pageFolder: string;
  /** The built script that runs before the page in a desktop window. */
  readonly preload: string;
  /** The built entry of the engine's process. */
  readonly engineScript: string;
  /** The built entry of the simulator's process. */
  readonly simulatorScript: string;
  /** The built entry of the thread that counts tokens. */
  readonly tokenWorker: string;
  /** Where a checkout keeps its Electron; a package has none. */
  readonly electronFolder: string;
  /** What Electron is told to run: a folder with a package.json, or a script. */
  readonly electronApp: string;
  /** Absent in what people use. */
  readonly development: Development | null;
}

/** Where a build for development lies, from the root. A package has no such folder, so nothing there makes it one. */
const developmentFolder = join('out', 'dev');

/** Whoever runs `npm run dev` sets it for the processes that it starts. */
export const pageServerVariable = 'VOXTALLY_DEV_PAGE';

/** What lies where below the root of the application, of which the file `from` is a part. */
function installationIn(root: string, version: string, from: string): Installation {
  const pageServer = process.env[pageServerVariable] ?? '';
  const developed = pageServer !== '' && relative(root, from).startsWith(developmentFolder + sep);
  const out = join(root, developed ? developmentFolder : 'out');
  const node = join(out, 'node');
  return {
    root,
    version,
    assetsFolder: join(root, 'assets'),
    icon: join(root, 'assets', 'icon.png'),
    pageFolder: join(root, 'out', 'renderer'),
    preload: join(out, 'preload', 'preload.cjs'),
    engineScript: join(node, 'engine.js'),
    simulatorScript: join(node, 'simulator.js'),
    tokenWorker: join(node, 'token-worker.js'),
    electronFolder: join(root, 'node_modules', 'electron'),
    electronApp: developed ? join(node, 'main.js') : root,
    development: developed ? { pageServer, engineStamp: join(out, 'engine-stamp') } : null,
  };
}

/** Looks upwards from this very file for the package it belongs to. Throws when there is none: the installation is damaged. */
export function findInstallation(from = import.meta.url): Installation {
  for (let folder = dirname(fileURLToPath(from)); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    const manifest = existsSync(file) ? parseJson(readFileSync(file, 'utf8')) : undefined;
    if (asString(atPath(manifest, 'name')) === 'voxtally') {
      const version = asString(atPath(manifest, 'version'));
      if (version !== undefined) return installationIn(folder, version, fileURLToPath(from));
      throw new Error('The files of Voxtally are damaged: its package.json names no version.');
    }
    if (dirname(folder) === folder)
      throw new Error('The files of Voxtally are incomplete: its package.json is missing.');
  }
}
