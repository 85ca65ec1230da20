// @ts-check
// A Debian package from the unpacked application, by dpkg-deb alone.
import { chmod, cp, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Libraries of the system that Electron asks for. The first of two names is the one since 2024: in newer systems something else may call itself by the old one. */
const depends = [
  'libgtk-3-0t64 | libgtk-3-0',
  'libnotify4',
  'libnss3',
  'libxss1',
  'libxtst6',
  'xdg-utils',
  'libatspi2.0-0t64 | libatspi2.0-0',
  'libuuid1',
  'libsecret-1-0',
  'libasound2t64 | libasound2',
  'libgbm1',
  'libdrm2',
];

/** How Debian calls the architectures that Node names. */
const architectures = /** @type {const} */ ({ x64: 'amd64', arm64: 'arm64' });

/** @param {string} arch as Node names it @returns {string} */
export function debArchitecture(arch) {
  const name = Object.hasOwn(architectures, arch)
    ? architectures[/** @type {keyof typeof architectures} */ (arch)]
    : undefined;
  if (name === undefined) throw new Error(`No Debian package is made for ${arch}.`);
  return name;
}

/**
 * @typedef {{ version: string, description: string, homepage: string, author: string }} PackageFacts
 * author: `Name <address>`
 */

/** @param {PackageFacts} facts @param {string} arch @param {number} sizeKib */
export const controlText = ({ version, description, homepage, author }, arch, sizeKib) =>
  [
    'Package: voxtally',
    // A tilde sorts before the release itself, as a hyphen of npm's does.
    `Version: ${version.replace('-', '~')}`,
    `Architecture: ${debArchitecture(arch)}`,
    `Maintainer: ${author}`,
    `Homepage: ${homepage}`,
    `Installed-Size: ${sizeKib}`,
    'Section: devel',
    'Priority: optional',
    `Depends: ${depends.join(', ')}`,
    'Description: Voice test bench for Azure OpenAI and OpenAI Realtime deployments',
    ` ${description}`,
    '',
  ].join('\n');

/** No address and no kind of file opens it: what comes from outside is opened from within. @param {string} comment */
export const desktopEntry = (comment) =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Voxtally',
    `Comment=${comment}`,
    'Exec=/usr/bin/voxtally',
    'Icon=voxtally',
    'StartupWMClass=voxtally',
    'Categories=Development;AudioVideo;Audio;',
    'Terminal=false',
    '',
  ].join('\n');

/** @param {string} folder @returns {Promise<number>} KiB, whole blocks */
async function sizeOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size));
  return sizes.reduce((sum, size) => sum + Math.ceil(size / 1024), 0);
}

/** Lets everybody read a folder and all in it, and nobody but the owner write. @param {string} folder */
async function openToAll(folder) {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

/**
 * Lays out what the package installs and its control files.
 * @param {string} root absolute path of the checkout
 * @param {string} unpacked the application's folder
 * @param {string} folder where to; must not be there
 * @param {PackageFacts} facts
 * @param {string} arch as Node names it
 */
export async function layOutDeb(root, unpacked, folder, facts, arch) {
  const at = (/** @type {string} */ path) => join(folder, path);
  const share = 'usr/share';
  const icons = join(root, 'assets', 'icons');
  for (const path of ['DEBIAN', 'opt', 'usr/bin', `${share}/applications`, `${share}/doc/voxtally`]) {
    await mkdir(at(path), { recursive: true });
  }
  await cp(unpacked, at('opt/Voxtally'), { recursive: true });
  await openToAll(at('opt/Voxtally'));
  // Where a kernel lets nobody but root make name spaces, Chromium's sandbox needs this.
  await chmod(at('opt/Voxtally/chrome-sandbox'), 0o4755);
  await symlink('../../opt/Voxtally/bin/voxtally', at('usr/bin/voxtally'));
  await writeFile(at(`${share}/applications/voxtally.desktop`), desktopEntry(facts.description));
  for (const name of (await readdir(icons)).filter((icon) => /^\d+x\d+\.png$/.test(icon))) {
    const place = at(`${share}/icons/hicolor/${name.replace('.png', '')}/apps`);
    await mkdir(place, { recursive: true });
    await cp(join(icons, name), join(place, 'voxtally.png'));
  }
  const licence = await readFile(join(root, 'LICENSE'), 'utf8');
  const where =
    'What it is made with has its notices in /opt/Voxtally: NOTICES.txt, LICENSE.electron.txt and LICENSES.chromium.html.';
  await writeFile(at(`${share}/doc/voxtally/copyright`), `${licence}\n${where}\n`);
  await writeFile(at('DEBIAN/control'), controlText(facts, arch, await sizeOf(at('opt'))));
}
