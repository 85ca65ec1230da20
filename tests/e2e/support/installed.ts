import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from './places.ts';

/** The application as people have it: an unpacked folder, or what a Debian package puts on a system. */
export interface Installed {
  /** The script that people call. */
  readonly launcher: string;
  /** Where the executable, the licences and the resources lie. */
  readonly folder: string;
}

/** What `npm run package` made. */
export function madeFolder(): string {
  const folder = process.env['VOXTALLY_TEST_PACKAGE'];
  if (folder === undefined) throw new Error('VOXTALLY_TEST_PACKAGE names no package; npm test makes one.');
  return folder;
}

/** The one file among what was made whose name ends so. */
export async function madeFile(ending: string): Promise<string> {
  const found = (await readdir(madeFolder())).filter((name) => name.endsWith(ending));
  if (found.length !== 1) throw new Error(`${found.length} files in ${madeFolder()} end with ${ending}.`);
  return join(madeFolder(), found[0] ?? '');
}

const inFolder = (folder: string): Installed => ({ launcher: join(folder, 'bin', 'voxtally'), folder });

/** The ways in which the application comes, each laid out below `place` when it is asked for. */
export const kinds: Readonly<Record<'folder' | 'tar.gz' | 'deb', (place: string) => Promise<Installed>>> = {
  folder: () => Promise.resolve(inFolder(join(madeFolder(), 'linux-unpacked'))),
  async 'tar.gz'(place) {
    const file = await madeFile('.tar.gz');
    await promisify(execFile)('tar', ['-xzf', file, '-C', place]);
    const [name = ''] = await readdir(place);
    return inFolder(join(place, name));
  },
  async deb(place) {
    await promisify(execFile)('dpkg-deb', ['-x', await madeFile('.deb'), place]);
    return { launcher: join(place, 'usr', 'bin', 'voxtally'), folder: join(place, 'opt', 'Voxtally') };
  },
};

/** A process of the application. */
export interface Run {
  readonly child: ChildProcess;
  /** Its data folder, which is not there before it is written to. */
  readonly home: string;
  /** Its folder for temporary files. */
  readonly temporary: string;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<number | null>;
}

export interface RunWish {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly home?: string;
  readonly input?: string;
}

/** Starts an executable with nothing of this test's own in its environment but what is wished for. */
export async function run(executable: string, args: readonly string[], wish: RunWish = {}): Promise<Run> {
  const work = await temporaryFolder();
  const temporary = join(work, 'temporary');
  await mkdir(temporary);
  const home = wish.home ?? join(work, 'data');
  // What the application keeps to its user must not come from a mask that does so anyway.
  const before = process.umask(0);
  const child = spawn(executable, args, {
    env: { ...process.env, VOXTALLY_HOME: home, TMPDIR: temporary, ...wish.env },
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  process.umask(before);
  child.stdin?.end(wish.input ?? '');
  let out = '';
  let err = '';
  child.stdout?.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (err += text.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, home, temporary, out: () => out, err: () => err, ended };
}

/** As root Chromium has no sandbox. */
const windowSwitches = ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];

/** Opens the window, with further switches. */
export const openWindow = (
  { launcher }: Installed,
  switches: readonly string[] = [],
  wish: RunWish = {},
): Promise<Run> => run(launcher, [...windowSwitches, ...switches], wish);

/** Runs a command where there is no display, and waits for its end. */
export async function command(
  { launcher }: Pick<Installed, 'launcher'>,
  words: readonly string[],
  wish: RunWish = {},
): Promise<Run & { readonly code: number | null }> {
  const noDisplay = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, XDG_RUNTIME_DIR: undefined };
  const started = await run(launcher, words, { ...wish, env: { ...noDisplay, ...wish.env } });
  return { ...started, code: await started.ended };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** What a debugging port answers with; null: there is none. */
export const devTools = (port: number): Promise<number | null> =>
  fetch(`http://127.0.0.1:${port}/json/version`).then(
    ({ status }) => status,
    () => null,
  );
