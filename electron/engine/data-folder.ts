import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The part of the environment that decides where the bench keeps its data. */
export interface DataFolderFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

const set = (value: string | undefined): value is string => value !== undefined && value.trim() !== '';

/** `~` is the shell's, and a quoted one or one of a settings file never met a shell. */
const fromHome = (path: string, home: string): string =>
  /^~(?:[\\/]|$)/.test(path) ? join(home, path.slice(1)) : path;

/** The one data folder of window, browser host and command line: VOXTALLY_HOME, else the platform's place for it. An absolute path. */
export function dataFolder(
  { env, platform, home }: DataFolderFacts = { env: process.env, platform: process.platform, home: homedir() },
): string {
  if (set(env['VOXTALLY_HOME'])) return resolve(fromHome(env['VOXTALLY_HOME'], home));
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Voxtally');
    case 'win32':
      return join(set(env['APPDATA']) ? env['APPDATA'] : join(home, 'AppData', 'Roaming'), 'Voxtally');
    default:
      return join(set(env['XDG_CONFIG_HOME']) ? env['XDG_CONFIG_HOME'] : join(home, '.config'), 'Voxtally');
  }
}
