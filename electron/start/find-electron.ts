import { join } from 'node:path';
import { assertNever } from '../../shared/assert-never.ts';

/** What decides where Electron's runtime is. `exists` and `read` look at the disk. */
export interface ElectronPlaces {
  readonly root: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
}

type DesktopPlatform = 'darwin' | 'win32' | 'other';

function executableName(platform: NodeJS.Platform): string {
  const kind: DesktopPlatform = platform === 'darwin' || platform === 'win32' ? platform : 'other';
  switch (kind) {
    case 'darwin':
      return 'Electron.app/Contents/MacOS/Electron';
    case 'win32':
      return 'electron.exe';
    case 'other':
      return 'electron';
    default:
      return assertNever(kind, 'Platform');
  }
}

/**
 * The executable of Electron's runtime: in the folder that ELECTRON_OVERRIDE_DIST_PATH names, else where Electron's own installer
 * puts it. A folder that is named and holds none is a mistake to be told, not passed over.
 */
export function findElectron({
  root,
  platform,
  env,
  exists,
}: ElectronPlaces):
  | { readonly state: 'present'; readonly executable: string }
  | { readonly state: 'absent' }
  | { readonly state: 'unusable'; readonly why: string } {
  const name = executableName(platform);
  const override = env['ELECTRON_OVERRIDE_DIST_PATH']?.trim() ?? '';
  if (override !== '') {
    const executable = join(override, name);
    return exists(executable)
      ? { state: 'present', executable }
      : { state: 'unusable', why: `ELECTRON_OVERRIDE_DIST_PATH names ${override}, and there is no ${name} in it.` };
  }
  const folder = join(root, 'node_modules', 'electron');
  const executable = join(folder, 'dist', name);
  if (exists(executable) && exists(join(folder, 'path.txt'))) return { state: 'present', executable };
  return exists(join(folder, 'install.js'))
    ? { state: 'absent' }
    : { state: 'unusable', why: 'The package electron is not installed, so there is no desktop window.' };
}
