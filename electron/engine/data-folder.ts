import { homedir } from 'node:os';
import { join } from 'node:path';

/** The part of the environment that decides where the bench keeps its data. */
export interface DataFolderFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

const set = (value: string | undefined): value is string => value !== undefined && value.trim() !== '';

/** The one data folder of window, browser host and command line: VOXTALLY_HOME, else the platform's place for it. */
export function dataFolder(
  { env, platform, home }: DataFolderFacts = { env: process.env, platform: process.platform, home: homedir() },
): string {
  if (set(env['VOXTALLY_HOME'])) return env['VOXTALLY_HOME'];
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Voxtally');
    case 'win32':
      return join(set(env['APPDATA']) ? env['APPDATA'] : join(home, 'AppData', 'Roaming'), 'Voxtally');
    default:
      return join(set(env['XDG_CONFIG_HOME']) ? env['XDG_CONFIG_HOME'] : join(home, '.config'), 'Voxtally');
  }
}
