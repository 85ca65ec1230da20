// @ts-check
// `npm run package`: what can be installed, for the system this runs on.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt, packagesFile } from '../build.mjs';
import { debArchitecture, layOutDeb } from './deb.mjs';
import { noticesOf } from './notices.mjs';
import { packagedRuntime } from './runtime.mjs';
import { sbomOf } from './sbom.mjs';
import { macSigning, windowsSigning } from './signing.mjs';

const usage = `npm run package [-- --folder] [-- --fetch] [-- --fast] [-- --out DIR]
  --folder   the unpacked application and nothing else, whatever else is asked for
  --fetch    on Linux, the AppImage too, for which electron-builder fetches tools from GitHub
  --fast     compresses little: for trying, not for passing on
  --out DIR  where to; default dist, which is emptied first`;

const root = fileURLToPath(new URL('../..', import.meta.url));
const { platform, arch } = process;

/** What the command line asks for; ends the process with how to call it when it is not understood. */
function asked() {
  try {
    return parseArgs({
      options: {
        folder: { type: 'boolean' },
        fetch: { type: 'boolean' },
        fast: { type: 'boolean' },
        out: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}
const values = asked();

/** Runs a tool of the system; what it says is shown when it fails. @param {string} command @param {readonly string[]} args @param {import('node:child_process').SpawnSyncOptions} [options] */
function tool(command, args, options = {}) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1e8, ...options });
  if (error !== undefined) throw new Error(`${command} did not run: ${error.message}`);
  if (status !== 0) throw new Error(`${command} failed (${status}):\n${String(stderr)}`);
  return String(stdout);
}

const here = (/** @type {string} */ command) => spawnSync(command, ['--version']).error === undefined;

const manifest = async () => JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
/** @returns {Promise<string>} */
const pinnedElectron = async () => (await manifest()).devDependencies.electron;

/**
 * The unpacked application and what else electron-builder makes of it.
 * @param {string} out
 * @param {readonly string[]} targets none: what electron-builder.yml names
 * @returns {Promise<string>} the version of the Electron that went in
 */
async function build(out, targets) {
  const { build: electronBuild, Platform } = await import('electron-builder');
  // One that lies ready is for the machine it lies on; installers for several are made of runtimes that are fetched.
  const runtime = targets.length > 0 ? await packagedRuntime(root) : null;
  const pinned = await pinnedElectron();
  if (runtime !== null && runtime.version !== pinned) {
    console.log(
      `Electron ${runtime.version} goes into it, and package.json asks for ${pinned}: this is not for passing on.`,
    );
  }
  const platforms = { linux: Platform.LINUX, darwin: Platform.MAC, win32: Platform.WINDOWS };
  const target = platforms[/** @type {keyof typeof platforms} */ (platform)];
  if (target === undefined) throw new Error(`Nothing is packaged on ${platform}.`);
  const azureSignOptions = windowsSigning(process.env);
  const signsMac = platform === 'darwin' && macSigning(process.env);
  // Left alone, electron-builder signs with whatever the keychain of this machine holds.
  if (!signsMac) process.env['CSC_IDENTITY_AUTO_DISCOVERY'] ??= 'false';
  await electronBuild({
    projectDir: root,
    publish: 'never',
    targets: target.createTarget([...targets]),
    config: {
      extends: join(root, 'electron-builder.yml'),
      directories: { output: out },
      ...(runtime === null ? {} : { electronDist: runtime.folder, electronVersion: runtime.version }),
      ...(azureSignOptions === null ? {} : { win: { azureSignOptions } }),
      forceCodeSigning: azureSignOptions !== null || signsMac,
      // Electron's own demonstration, which lies in every runtime.
      afterPack: async ({ appOutDir }) => rm(join(appOutDir, 'resources', 'default_app.asar'), { force: true }),
    },
  });
  return runtime?.version ?? pinned;
}

/** @param {string} out @param {string} unpacked @param {string} version @param {boolean} fast */
function makeTar(out, unpacked, version, fast) {
  const name = `voxtally-${version}-linux-${arch}`;
  const file = join(out, `${name}.tar.gz`);
  const owner = ['--owner=0', '--group=0', '--numeric-owner', '--sort=name', '--mode=u+rwX,go+rX,go-w'];
  tool('tar', [
    ...owner,
    `--use-compress-program=gzip ${fast ? '-1' : '-9'}`,
    `--transform=s,^${basename(unpacked)},${name},`,
    '-cf',
    file,
    '-C',
    out,
    basename(unpacked),
  ]);
}

/** @param {string} out @param {string} unpacked @param {import('./deb.mjs').PackageFacts} facts @param {boolean} fast */
async function makeDeb(out, unpacked, facts, fast) {
  const work = await mkdtemp(join(tmpdir(), 'voxtally-deb-'));
  try {
    const folder = join(work, 'voxtally');
    await layOutDeb(root, unpacked, folder, facts, arch);
    const file = join(out, `voxtally_${facts.version}_${debArchitecture(arch)}.deb`);
    tool('dpkg-deb', ['--root-owner-group', ...(fast ? ['-Zgzip', '-z1'] : ['-Zxz', '-z6']), '--build', folder, file]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The list of what it is made of, Electron's runtime included. @param {string} out @param {string} version @param {string} electronVersion */
async function makeSbom(out, version, electronVersion) {
  const npm = platform === 'win32' ? 'npm.cmd' : 'npm';
  // A build leaves NODE_ENV at "production" behind, with which npm would leave half of it out.
  const { NODE_ENV: _, ...env } = process.env;
  const options = { cwd: root, env, shell: platform === 'win32' };
  const text = tool(npm, ['sbom', '--sbom-format=cyclonedx'], options);
  const bundled = JSON.parse(await readFile(packagesFile, 'utf8'));
  const sbom = sbomOf(JSON.parse(text), bundled, electronVersion);
  await writeFile(join(out, `voxtally-${version}-${platform}-${arch}.cdx.json`), `${JSON.stringify(sbom, null, 2)}\n`);
}

/** @param {string} file @returns {Promise<string>} hexadecimal */
async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Files that are passed on: not the unpacked folders, nor what electron-builder leaves for itself. @param {string} out */
async function artefacts(out) {
  const entries = await readdir(out, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && !/^builder-|\.blockmap$/.test(entry.name));
  return names.map(({ name }) => name).sort();
}

/** What this command leaves in its folder. */
const ours =
  /^(?:voxtally[-_]\d.*|SHA256SUMS|builder-[a-z-]+\.ya?ml|\.icon-.*|(?:linux|mac|win)(?:-[a-z0-9]+)?(?:-unpacked)?|latest[a-z0-9-]*\.yml)$/;

/** Empties the folder; one in which anything else lies is left as it is. @param {string} out */
async function emptied(out) {
  await mkdir(out, { recursive: true });
  const names = await readdir(out);
  const others = names.filter((name) => !ours.test(name));
  if (others.length > 0) {
    throw new Error(
      `${out} holds ${others.slice(0, 3).join(', ')}, and would be emptied. Name another folder with --out.`,
    );
  }
  for (const name of names) await rm(join(out, name), { recursive: true, force: true });
}

async function main() {
  const out = resolve(root, values.out ?? 'dist');
  const fast = values.fast ?? false;
  await ensureBuilt({ quiet: false });
  await writeFile(
    join(root, 'out', 'NOTICES.txt'),
    await noticesOf(root, JSON.parse(await readFile(packagesFile, 'utf8'))),
  );
  await emptied(out);
  const { version, description, homepage, author } = await manifest();
  const facts = { version, description, homepage, author: `${author.name} <${author.email}>` };
  let electronVersion;
  if (platform === 'linux') {
    const appImage = values.fetch === true && values.folder !== true;
    electronVersion = await build(out, appImage ? ['dir', 'AppImage'] : ['dir']);
    const unpacked = join(out, arch === 'x64' ? 'linux-unpacked' : `linux-${arch}-unpacked`);
    if (values.folder !== true) {
      makeTar(out, unpacked, version, fast);
      if (here('dpkg-deb')) await makeDeb(out, unpacked, facts, fast);
      else console.log('No Debian package was made: dpkg-deb is not here.');
    }
  } else {
    electronVersion = await build(out, values.folder === true ? ['dir'] : []);
  }
  if (values.folder === true) return;
  await makeSbom(out, version, electronVersion);
  const names = await artefacts(out);
  const sums = await Promise.all(names.map(async (name) => `${await sha256(join(out, name))}  ${name}\n`));
  await writeFile(join(out, 'SHA256SUMS'), sums.join(''));
  for (const name of names)
    console.log(`${((await stat(join(out, name))).size / 1e6).toFixed(1)} MB  ${join(out, name)}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  // What is made is for everybody's machine, however private the folders of this one.
  process.umask(0o022);
  if (values.help === true) console.log(usage);
  else {
    await main().catch((error) => {
      console.error(error instanceof Error ? error.message : error);
      console.error('Nothing was packaged.');
      process.exitCode = 1;
    });
  }
}
