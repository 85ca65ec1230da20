import { app } from 'electron';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../engine/data-folder.ts';

/** Puts what Chromium keeps into the bench's own data folder, which is returned. Decides, too, who counts as a second instance. */
export function useDataFolder(): string {
  const folder = dataFolder();
  const window = join(folder, 'window');
  mkdirSync(window, { recursive: true });
  app.setName('Voxtally');
  app.setPath('userData', window);
  return folder;
}
