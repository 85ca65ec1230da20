import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Preferences } from '../../../shared/contract/bench-api.ts';
import { temporaryFolder } from './places.ts';

/** A fresh data folder of a bench whose preferences were set before. */
export async function homeWith(preferences: Partial<Preferences>): Promise<string> {
  const home = await temporaryFolder();
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'preferences.json'), JSON.stringify(preferences));
  return home;
}

/** A fresh data folder of a bench that speaks to a deployment on loopback, which asks for no key. */
export const homeFor = (url: string): Promise<string> =>
  homeWith({ endpoint: { kind: 'custom', url, auth: 'none' }, options: {} });
