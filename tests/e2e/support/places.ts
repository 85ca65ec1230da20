import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const assetsFolder = join(root, 'assets');

export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'voxtally-e2e-'));
