import { describe, expect, it } from 'vitest';
import { browserArguments, findBrowser, profileFolder } from '../../../electron/hosts/start/browser.ts';
import { findElectron } from '../../../electron/hosts/start/electron-runtime.ts';

const disk =
  (...paths: string[]) =>
  (path: string): boolean =>
    paths.includes(path);

describe('looking for Electron', () => {
  const look = (env: Record<string, string>, ...paths: string[]): ReturnType<typeof findElectron> =>
    findElectron({ electronFolder: '/app/node_modules/electron', platform: 'linux', env, exists: disk(...paths) });

  it('takes the folder that ELECTRON_OVERRIDE_DIST_PATH names, and tells when nothing is in it', () => {
    const env = { ELECTRON_OVERRIDE_DIST_PATH: '/runtime' };
    expect(look(env, '/runtime/electron')).toEqual({ state: 'present', executable: '/runtime/electron' });
    expect(look(env, '/app/node_modules/electron/install.js')).toMatchObject({
      state: 'unusable',
      why: expect.stringContaining('/runtime') as string,
    });
  });

  it('takes what the package has fetched whole, and else says that it can be fetched', () => {
    const dist = '/app/node_modules/electron/dist/electron';
    const installer = '/app/node_modules/electron/install.js';
    expect(look({}, dist, '/app/node_modules/electron/path.txt', installer).state).toBe('present');
    expect(look({}, dist, installer).state).toBe('absent');
    expect(look({}).state).toBe('unusable');
  });
});

describe('looking for a browser', () => {
  const look = (env: Record<string, string>, platform: NodeJS.Platform, ...paths: string[]) =>
    findBrowser({ platform, env, home: '/home/me', exists: disk(...paths) });

  it('prefers Chrome to Chromium to Edge, wherever each platform puts them', () => {
    const env = { PATH: '/usr/bin:/opt' };
    expect(look(env, 'linux', '/usr/bin/chromium', '/opt/google-chrome')).toMatchObject({ name: 'Chrome' });
    expect(look(env, 'linux', '/usr/bin/microsoft-edge-stable')).toMatchObject({ name: 'Edge' });
    const mac = '/home/me/Applications/Chromium.app/Contents/MacOS/Chromium';
    expect(look({}, 'darwin', mac)).toMatchObject({ executable: mac });
    const windows = 'C:\\Programs\\Microsoft\\Edge\\Application\\msedge.exe';
    expect(look({ ProgramFiles: 'C:\\Programs' }, 'win32', windows)).toMatchObject({ name: 'Edge' });
    expect(look(env, 'linux')).toEqual({ state: 'absent' });
  });

  it('takes the one that VOXTALLY_BROWSER names, or says that it is not there', () => {
    const env = { VOXTALLY_BROWSER: '/my/browser' };
    expect(look(env, 'linux', '/my/browser')).toMatchObject({ state: 'present', executable: '/my/browser' });
    expect(look(env, 'linux')).toMatchObject({
      state: 'unusable',
      why: expect.stringContaining('/my/browser') as string,
    });
  });

  it('opens it as a window of its own profile, which a snap and a flatpak get where they may read and write', () => {
    const facts = {
      executable: '/usr/bin/chromium',
      dataFolder: '/data',
      home: '/home/me',
    };
    const url = 'file:///data/browser/open-1.html';
    const args = browserArguments({ ...facts, noSandbox: false }, url);
    expect(args).toContain(`--app=${url}`);
    expect(args).toContain('--user-data-dir=/data/browser');
    expect(args).not.toContain('--no-sandbox');
    expect(browserArguments({ ...facts, noSandbox: true }, url)).toContain('--no-sandbox');
    expect(profileFolder({ ...facts, executable: '/snap/bin/chromium', noSandbox: false })).toBe(
      '/home/me/snap/chromium/common/voxtally',
    );
    const flatpak = '/var/lib/flatpak/exports/bin/org.chromium.Chromium';
    expect(profileFolder({ ...facts, executable: flatpak, noSandbox: false })).toBe(
      '/home/me/.var/app/org.chromium.Chromium/data/voxtally',
    );
  });
});
