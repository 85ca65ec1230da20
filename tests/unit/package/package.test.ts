import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { controlText, debArchitecture, desktopEntry } from '../../../electron/package/deb.mjs';
import { icns, ico } from '../../../electron/package/icon-files.mjs';
import { packagedRuntime } from '../../../electron/package/runtime.mjs';
import { sbomOf } from '../../../electron/package/sbom.mjs';
import { macSigning, windowsSigning } from '../../../electron/package/signing.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'voxtally-test-'));

const signing = {
  VOXTALLY_SIGNING_ENDPOINT: 'https://weu.codesigning.azure.net',
  VOXTALLY_SIGNING_ACCOUNT: 'account',
  VOXTALLY_SIGNING_PROFILE: 'profile',
  VOXTALLY_SIGNING_PUBLISHER: 'CN=Somebody',
};

describe('signing for Windows', () => {
  it('is left out where nothing asks for it', () => expect(windowsSigning({ PATH: '/bin' })).toBeNull());
  it('is what the environment says', () =>
    expect(windowsSigning(signing)).toEqual({
      endpoint: 'https://weu.codesigning.azure.net',
      codeSigningAccountName: 'account',
      certificateProfileName: 'profile',
      publisherName: 'CN=Somebody',
    }));
  it.each(Object.keys(signing))('is no use without %s, which is said', (name) =>
    expect(() => windowsSigning({ ...signing, [name]: ' ' })).toThrow(`${name} not set`),
  );
});

describe('signing for macOS', () => {
  const all = {
    CSC_LINK: 'file.p12',
    CSC_KEY_PASSWORD: 'x',
    APPLE_API_KEY: 'key.p8',
    APPLE_API_KEY_ID: 'id',
    APPLE_API_ISSUER: 'issuer',
  };
  it('is asked for by all of its variables, or by none', () => {
    expect([macSigning({ PATH: '/bin' }), macSigning(all)]).toEqual([false, true]);
  });
  it.each(Object.keys(all))('is no use without %s, which is said', (name) =>
    expect(() => macSigning({ ...all, [name]: '' })).toThrow(`${name} not set`),
  );
});

describe('a Debian package', () => {
  const facts = {
    version: '1.2.0-beta.1',
    description: 'What it is.',
    homepage: 'https://example.com',
    author: 'Some <some@example.com>',
  };
  it('has a version that sorts before the release it leads to', () => {
    expect(controlText(facts, 'x64', 4711)).toContain('\nVersion: 1.2.0~beta.1\nArchitecture: amd64\n');
    expect(controlText(facts, 'x64', 4711)).toMatch(/\nInstalled-Size: 4711\n[^]*\n What it is\.\n$/);
  });
  it('is named by the architecture as Debian calls it, and made for no other', () => {
    expect(debArchitecture('arm64')).toBe('arm64');
    for (const arch of ['arm', 'toString']) {
      expect(() => debArchitecture(arch)).toThrow(`No Debian package is made for ${arch}.`);
    }
  });
  it('is opened by no address and no file', () => expect(desktopEntry('x')).not.toMatch(/MimeType|%/));
});

describe('a list of what is inside', () => {
  const part = (name: string, version: string, more: object = {}) => ({
    name,
    version,
    'bom-ref': `${name}@${version}`,
    ...more,
  });
  const all = {
    metadata: { component: part('folder', '1.0.0') },
    components: [part('ws', '8.0.0'), part('vitest', '4.0.0'), part('electron', '45.0.0', { hashes: [1] })],
    dependencies: [
      { ref: 'folder@1.0.0', dependsOn: ['ws@8.0.0', 'vitest@4.0.0'] },
      { ref: 'ws@8.0.0' },
      { ref: 'vitest@4.0.0', dependsOn: [] },
    ],
  };
  it('is what is bundled, and the runtime that really goes in', () => {
    const sbom = sbomOf(all, [{ name: 'ws', version: '8.0.0' }], '33.4.11');
    expect(sbom.components.map((one) => one['bom-ref'])).toEqual(['ws@8.0.0', 'electron@33.4.11']);
    expect(sbom.components[1]).not.toHaveProperty('hashes');
    expect(sbom.dependencies).toEqual([
      { ref: 'folder@1.0.0', dependsOn: ['ws@8.0.0', 'electron@33.4.11'] },
      { ref: 'ws@8.0.0', dependsOn: [] },
    ]);
    expect(sbom.metadata.component).toMatchObject({ name: 'voxtally', type: 'application' });
    expect(sbomOf(all, [], '45.0.0').components[0]).toMatchObject({ hashes: [1] });
  });
  it('is none where something that is bundled is not known', () =>
    expect(() => sbomOf(all, [{ name: 'ws', version: '9.0.0' }], '45.0.0')).toThrow('knows nothing of ws@9.0.0'));
});

describe('icons', () => {
  it('of Windows and macOS hold the pictures that were drawn, each where its directory says', async () => {
    const drawn = new Map<number, Buffer>();
    for (const px of [16, 24, 32, 48, 64, 128, 256, 512, 1024]) {
      drawn.set(px, await readFile(join(root, 'assets', 'icons', `${px}x${px}.png`)));
    }
    // Width and height stand in a PNG's first chunk.
    for (const [px, png] of drawn) expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([px, px]);
    const icon = await readFile(join(root, 'assets', 'icons', 'icon.ico'));
    expect(icon).toEqual(ico(drawn));
    expect(icon.readUInt16LE(4)).toBe(7);
    for (let index = 0; index < 7; index += 1) {
      const at = 6 + 16 * index;
      const png = icon.subarray(icon.readUInt32LE(at + 12), icon.readUInt32LE(at + 12) + icon.readUInt32LE(at + 8));
      expect(png.equals(drawn.get(icon[at] === 0 ? 256 : (icon[at] ?? 0)) ?? Buffer.alloc(0))).toBe(true);
    }
    const mac = await readFile(join(root, 'assets', 'icons', 'icon.icns'));
    expect(mac).toEqual(icns(drawn));
    expect([mac.toString('latin1', 0, 4), mac.readUInt32BE(4)]).toEqual(['icns', mac.length]);
    const kinds: string[] = [];
    for (let at = 8; at < mac.length; at += mac.readUInt32BE(at + 4)) kinds.push(mac.toString('latin1', at, at + 4));
    expect(kinds).toEqual(['ic11', 'ic12', 'ic07', 'ic13', 'ic08', 'ic14', 'ic09', 'ic10']);
  });
});

describe('the runtime that goes into a package', () => {
  it('is the one that is named, by its own version; a folder without one is a mistake', async () => {
    const folder = await temporaryFolder();
    const before = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] = folder;
    try {
      await expect(packagedRuntime(root)).rejects.toThrow(`names ${folder}, and there is no Electron in it`);
      await writeFile(join(folder, 'version'), 'v45.4.1\n');
      expect(await packagedRuntime(root)).toEqual({ folder, version: '45.4.1' });
    } finally {
      if (before === undefined) delete process.env['ELECTRON_OVERRIDE_DIST_PATH'];
      else process.env['ELECTRON_OVERRIDE_DIST_PATH'] = before;
    }
  });
});

describe.skipIf(process.platform === 'win32')('the launcher', () => {
  /** The launcher in a folder as that of a system, with a program that prints what it is called with. */
  async function laidOut(system: 'Linux' | 'Darwin'): Promise<(words: readonly string[]) => Promise<string[]>> {
    const folder = await temporaryFolder();
    const [bin, program] =
      system === 'Linux'
        ? [join(folder, 'bin'), join(folder, 'voxtally')]
        : [join(folder, 'Contents/Resources/bin'), join(folder, 'Contents/MacOS/Voxtally')];
    const tools = join(folder, 'tools');
    for (const path of [bin, join(program, '..'), tools]) await mkdir(path, { recursive: true });
    await writeFile(program, '#!/bin/sh\nprintf "%s\\n" "$@"\n');
    await writeFile(join(tools, 'uname'), `#!/bin/sh\necho ${system}\n`);
    await copyFile(join(root, 'electron/package/launcher.sh'), join(bin, 'voxtally'));
    for (const path of [program, join(tools, 'uname'), join(bin, 'voxtally')]) await chmod(path, 0o755);
    return async (words) => {
      const env = { ...process.env, PATH: `${tools}:${process.env['PATH']}` };
      const { stdout } = await promisify(execFile)(join(bin, 'voxtally'), [...words], { env });
      return stdout.split('\n').slice(0, -1);
    };
  }
  const switches = ['--no-sandbox', '--disable-gpu', '--log-level=3', '--run-command', '--'];

  it('opens the window for nothing, and for switches of Chromium', async () => {
    const launch = await laidOut('Linux');
    // A call without words prints an empty line.
    expect(await launch([])).toEqual(['']);
    for (const words of [['--no-sandbox', '--x=1'], ['--disable-gpu'], ['--inspect=0'], ['-remote-debugging-port=1']]) {
      expect(await launch(words)).toEqual(words);
    }
  });

  it('leaves what is neither to the command line, which refuses it', async () => {
    const launch = await laidOut('Linux');
    for (const words of [['--api-key', 'k'], ['--no-such-flag'], ['-x']]) {
      expect(await launch(words)).toEqual(['--ozone-platform=headless', ...switches, ...words]);
    }
  });

  it('runs a command, without a display, its words behind the sign that ends switches', async () => {
    const launch = await laidOut('Linux');
    const words = ['run', '--wav', 'a b.wav', '--', '', '$HOME', '*'];
    expect(await launch(words)).toEqual(['--ozone-platform=headless', ...switches, ...words]);
    for (const word of ['--help', '-h', '--version', '-v']) {
      expect(await launch([word])).toEqual(['--ozone-platform=headless', ...switches, word]);
    }
  });

  it('does the same on macOS, where there is no other platform to draw on', async () => {
    const launch = await laidOut('Darwin');
    expect(await launch(['prices'])).toEqual([...switches, 'prices']);
    expect(await launch(['--no-sandbox'])).toEqual(['--no-sandbox']);
  });
});
