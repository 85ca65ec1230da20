import { app, dialog } from 'electron';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../engine/data-folder.ts';
import { makeOwnFilesOnly } from '../hosts/own-files.ts';
import { dataFolderProblem } from '../engine/kept/make-data-folder.ts';

/** Puts what Chromium keeps into the bench's own data folder, which is returned. Decides, too, who counts as a second instance. */
export function useDataFolder(): string {
  const folder = dataFolder();
  const window = join(folder, 'window');
  makeOwnFilesOnly();
  try {
    mkdirSync(window, { recursive: true });
  } catch (error) {
    dialog.showErrorBox('Voxtally cannot start', dataFolderProblem(error, folder));
    process.exit(1);
  }
  app.setName('Voxtally');
  app.setPath('userData', window);
  return folder;
}
