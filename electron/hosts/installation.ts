import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { asString, atPath, parseJson } from '../../shared/kit/json.ts';

/** Where the application itself lies, whether run from its build, an installed package or a checkout. */
export interface Installation {
  readonly root: string;
  readonly version: string;
  readonly assetsFolder: string;
  /** The built entry of the simulator's process. */
  readonly simulatorScript: string;
  /** The built entry of the thread that counts tokens. */
  readonly tokenWorker: string;
}

const manifestSchema = z.object({ name: z.literal('voxtally'), version: z.string() });

/** Looks upwards from this very file for the package it belongs to. Throws when there is none: the installation is damaged. */
export function findInstallation(from = import.meta.url): Installation {
  for (let folder = dirname(fileURLToPath(from)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const read = manifestSchema.safeParse(parseJson(readFileSync(manifest, 'utf8')));
      if (read.success) {
        return {
          root: folder,
          version: read.data.version,
          assetsFolder: join(folder, 'assets'),
          simulatorScript: join(folder, 'out', 'node', 'simulator.js'),
          tokenWorker: join(folder, 'out', 'node', 'token-worker.js'),
        };
      }
    }
    if (dirname(folder) === folder)
      throw new Error('The files of Voxtally are incomplete: its package.json is missing.');
  }
}

/** The version that the text of the application's package.json names. Throws without one: the installation is damaged. */
export function versionIn(manifest: string): string {
  const version = asString(atPath(parseJson(manifest), 'version'));
  if (version === undefined) throw new Error('The files of Voxtally are damaged: its package.json names no version.');
  return version;
}
