import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertNever, benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { withoutKeys } from '../keys.ts';
import { passOn, terminal } from '../terminal.ts';

/** What decides where Electron's runtime is. `exists` and `read` look at the disk. */
export interface ElectronPlaces {
  /** Of the installed package `electron`. */
  readonly electronFolder: string;
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
  electronFolder,
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
  const executable = join(electronFolder, 'dist', name);
  if (exists(executable) && exists(join(electronFolder, 'path.txt'))) return { state: 'present', executable };
  return exists(electronInstaller(electronFolder))
    ? { state: 'absent' }
    : { state: 'unusable', why: 'The package electron is not installed, so there is no desktop window.' };
}

/** The script by which the package fetches its runtime. */
export const electronInstaller = (electronFolder: string): string => join(electronFolder, 'install.js');

export interface FetchLimits {
  /** How long nothing may arrive: at the beginning, and once the download runs. */
  readonly firstByteMs: number;
  readonly stallMs: number;
  readonly pollMs: number;
}
export const usualLimits: FetchLimits = { firstByteMs: 10_000, stallMs: 20_000, pollMs: 500 };

const notFetched = (reason: string): Result =>
  refuse(
    benchError('unreachable', `Electron's runtime could not be fetched (${reason}), so the bench opens without it.`),
  );

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file).catch(() => null))?.size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The one line of an error's print that says something: "RequestError: getaddrinfo ENOTFOUND …", without the class name. */
function installerGist(output: string): string {
  const line = output.split('\n').find((text) => /error/i.test(text)) ?? output.trim().split('\n').at(-1) ?? '';
  const gist = line.replace(/^\s*(?:\w*Error:\s*)+/, '').trim();
  // All that Node's fetch says of a name that is not found or an address that refuses.
  if (gist === 'fetch failed') return 'the place it is kept at cannot be reached';
  return gist === '' ? 'its installer said nothing' : gist.slice(0, 160);
}

/**
 * Runs Electron's own installer. A slow download may take its time; one that stands still is ended. The installer is given a
 * folder of its own for temporary files, for their growth is the only sign of life it gives.
 */
export async function fetchElectron(installer: string, limits: FetchLimits = usualLimits): Promise<Result> {
  const temporary = await mkdtemp(join(tmpdir(), 'voxtally-electron-'));
  const places = { TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const child = spawn(process.execPath, [installer], {
    env: { ...withoutKeys(process.env), ...places },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  let stalled = false;
  let seenBytes = 0;
  let seenAtMs = performance.now();
  child.stderr.on('data', (text: Buffer) => {
    output += text.toString();
  });
  const watch = setInterval(() => {
    void bytesBelow(temporary).then((bytes) => {
      const nowMs = performance.now();
      if (bytes !== seenBytes) [seenBytes, seenAtMs] = [bytes, nowMs];
      stalled ||= nowMs - seenAtMs > (seenBytes === 0 ? limits.firstByteMs : limits.stallMs);
      if (stalled) child.kill('SIGKILL');
    });
  }, limits.pollMs);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  clearInterval(watch);
  await rm(temporary, { recursive: true, force: true });
  if (code === 0) return ok({});
  return notFetched(stalled ? 'nothing arrived from where it is kept' : installerGist(output));
}

export interface ElectronRun {
  readonly executable: string;
  /** What it runs: a folder with a package.json, or a script. */
  readonly app: string;
  readonly noSandbox: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What Electron wrote last, when it ended before its window was there: the line that says why. */
function lastWordsOf(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.find((line) => /fatal|error while loading|cannot open|missing x server/i.test(line));
  return (telling ?? lines.at(-1) ?? 'it said nothing').replace(/^\[[^\]]*\]\s*/, '').slice(0, 200);
}

/**
 * Runs the bench in Electron until its last window is closed. Refuses when Electron ends before it has a window: libraries of the
 * system are missing, or its sandbox is not allowed here. SIGINT and SIGTERM are passed on, and Electron closes in order.
 */
export function runElectron({ executable, app, noSandbox, env }: ElectronRun): Promise<Result<{ code: number }>> {
  const { ELECTRON_RUN_AS_NODE: _node, ...usable } = env;
  const child = spawn(executable, [...(noSandbox ? ['--no-sandbox'] : []), app], {
    env: usable,
    stdio: ['inherit', 'pipe', 'pipe', 'ipc'],
  });
  let opened = false;
  let asked = false;
  let output = '';
  child.on('message', () => {
    opened = true;
  });
  passOn(child.stdout, terminal.out);
  passOn(child.stderr, (text) => {
    if (opened) terminal.err(text);
    else output += text;
  });
  const pass = (signal: NodeJS.Signals): void => {
    asked = true;
    child.kill(signal);
  };
  process.on('SIGINT', pass);
  process.on('SIGTERM', pass);
  return new Promise((resolve) => {
    const failed = (reason: string): void =>
      resolve(refuse(benchError('unsupported', `Electron did not start here (${reason}).`)));
    child.once('error', (error) => failed(error.message));
    child.once('close', (code) => {
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      if (opened || asked || code === 0) {
        if (!opened) terminal.err(output);
        resolve(ok({ code: code ?? 1 }));
      } else failed(lastWordsOf(output));
    });
  });
}
