import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserHost } from '../../../electron/hosts/browser-host/browser-host.ts';
import { openBrowserWindow, openingMs, writeOpeningFile } from '../../../electron/hosts/start/browser.ts';
import { openWindow, type WindowLimits } from '../../../electron/hosts/start/browser-run.ts';
import { temporaryFolder } from '../support/bench.ts';
import { until } from '../support/until.ts';
import { ask, hostOfTwoFiles, keyIn, pathOf } from '../support/browser-host.ts';

let host: BrowserHost;
beforeAll(async () => {
  host = await hostOfTwoFiles();
});
afterAll(() => host.close(0, 2000));

const fakeBrowser = fileURLToPath(new URL('support/fake-browser.mjs', import.meta.url));
const limits: WindowLimits = { handOverMs: 50, closedMs: 50, pollMs: 10, lateMs: 600_000, openingMs: 600_000 };
const openingsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => name.startsWith('open-'));
const addressIn = (text: string): string => /http:\/\/127\.0\.0\.1:\d+\/\?ticket=[\w-]+/.exec(text)?.[0] ?? '';
const ticketOf = (address: string): string => new URL(address).searchParams.get('ticket') ?? '';

/** What a browser was called with, as every user of the machine may read it, and the environment that only this one may. */
interface Call {
  readonly args: string;
  readonly env: string;
}
const callOf = async (pid: number): Promise<Call> => ({
  args: await readFile(`/proc/${pid}/cmdline`, 'utf8'),
  env: await readFile(`/proc/${pid}/environ`, 'utf8'),
});

async function opened(executable: string, changed: Partial<WindowLimits> = {}) {
  const dataFolder = await temporaryFolder();
  const said: string[] = [];
  let address = '';
  let pid = 0;
  const window = await openWindow(
    host,
    async (given) => {
      address = given;
      const facts = { executable, dataFolder, home: dataFolder, noSandbox: false };
      const called = await openBrowserWindow(facts, given);
      pid = called.process.pid ?? 0;
      return called;
    },
    (line) => said.push(line),
    { ...limits, ...changed },
  );
  return { window, said, address, pid, folder: join(dataFolder, 'browser') };
}

describe('the window of a browser', () => {
  it.runIf(process.platform === 'linux')(
    'is called with a file and with no ticket, and without the keys of the environment',
    async () => {
      process.env['OPENAI_API_KEY'] = 'planted-key';
      const { window, address, pid, folder } = await opened(fakeBrowser);
      delete process.env['OPENAI_API_KEY'];
      await until(async () => (await callOf(pid)).args.includes('--app='), 'the browser to run');
      const { args, env } = await callOf(pid);
      expect(ticketOf(address)).toMatch(/^[\w-]{32}$/);
      expect(args).toContain('--app=file:///');
      for (const secret of [ticketOf(address), 'ticket', '127.0.0.1']) expect(args).not.toContain(secret);
      expect(env).toContain('PATH=');
      for (const secret of [ticketOf(address), 'planted-key']) expect(env).not.toContain(secret);

      const [name = ''] = await openingsIn(folder);
      expect(args).toContain(name);
      const page = await readFile(join(folder, name), 'utf8');
      expect(addressIn(page)).toBe(address);
      expect(page).toContain('<meta name="referrer" content="no-referrer">');
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
      await window.end();
    },
  );

  it('has no file any more once it is in, and its ticket is used up', async () => {
    const { window, address, said, folder } = await opened(fakeBrowser);
    expect(await openingsIn(folder)).toHaveLength(1);
    expect(keyIn(await ask(host.port, pathOf(address)))).not.toBe('');
    await until(async () => (await openingsIn(folder)).length === 0, 'the file to go');
    expect((await ask(host.port, pathOf(address))).status).toBe(410);
    expect(said).toEqual([]);
    await window.end();
  });

  it('has none at the end, when it never came in, nor when its time is over', async () => {
    const never = await opened(fakeBrowser);
    await never.window.end();
    expect(await openingsIn(never.folder)).toEqual([]);
    const late = await opened(fakeBrowser, { openingMs: 30 });
    await until(async () => (await openingsIn(late.folder)).length === 0, 'the file to go');
    expect((await ask(host.port, pathOf(late.address))).status).toBe(410);
    await late.window.end();
  });

  it('has none when its time is over before the browser was called', async () => {
    const dataFolder = await temporaryFolder();
    let call: () => void = () => undefined;
    const called = new Promise<void>((resolve) => (call = resolve));
    let address = '';
    const window = openWindow(
      host,
      async (given) => {
        address = given;
        await called;
        return openBrowserWindow({ executable: fakeBrowser, dataFolder, home: dataFolder, noSandbox: false }, given);
      },
      () => undefined,
      { ...limits, openingMs: 0 },
    );
    await until(async () => (await ask(host.port, pathOf(address))).status === 410, 'the address to be over');
    call();
    const inTheEnd = await window;
    await until(async () => (await openingsIn(join(dataFolder, 'browser'))).length === 0, 'the file to go');
    await inTheEnd.end();
  });

  it('that did not start leaves no file, and an address is printed that lets a browser in', async () => {
    const { said, folder } = await opened(join(await temporaryFolder(), 'no-such-browser'));
    await until(() => said.length > 0, 'a word on it');
    expect(said[0]).toContain('The browser did not start');
    await until(async () => (await openingsIn(folder)).length === 0, 'the file to go');
    expect((await ask(host.port, pathOf(addressIn(said[0] ?? '')))).status).toBe(200);
    // Used up, so that there is one for another browser.
    expect(said[1]).toContain('For another browser: http://127.0.0.1:');
    expect(said).toHaveLength(2);
  });

  it('that ended without coming in does not end the bench: an address is printed', async () => {
    const { window, said } = await opened(process.execPath);
    let closed = false;
    void window.closed.then(() => (closed = true));
    await until(() => said.length > 0, 'a word on it');
    expect(said[0]).toContain('ended without a window');
    expect((await ask(host.port, pathOf(addressIn(said[0] ?? '')))).status).toBe(200);
    expect(closed).toBe(false);
    await window.end();
  });

  it('that came in and was closed ends the bench', async () => {
    const { window, address, pid } = await opened(fakeBrowser);
    await ask(host.port, pathOf(address));
    process.kill(pid, 'SIGKILL');
    await window.closed;
    await window.end();
  });

  it('that is not in after a while may never come: an address is printed, and the file still holds', async () => {
    const { window, said, address } = await opened(fakeBrowser, { lateMs: 10 });
    await until(() => said.length > 0, 'a word on it');
    expect(said[0]).toContain('may not come');
    expect(addressIn(said[0] ?? '')).not.toBe(address);
    expect((await ask(host.port, pathOf(address))).status).toBe(200);
    await window.end();
  });
});

describe('the file that sends a browser on', () => {
  const address = 'http://127.0.0.1:1/?ticket=x';

  it('replaces what a killed run left there, and leaves everything else', async () => {
    const folder = await temporaryFolder();
    const names = ['open-AAAAAAAAAAAAAAAA.html', 'open-BBBBBBBBBBBBBBBB.html', 'open-mine.html', 'History'];
    for (const name of names) await writeFile(join(folder, name), name);
    const longAgo = new Date(Date.now() - openingMs - 60_000);
    for (const name of names.filter((one) => !one.includes('BBBB'))) await utimes(join(folder, name), longAgo, longAgo);
    const file = await writeOpeningFile(folder, address);
    const own = fileURLToPath(file.url).slice(folder.length + 1);
    expect((await readdir(folder)).toSorted()).toEqual([own, ...names.slice(1)].toSorted());
    await file.remove();
    await file.remove();
    expect((await readdir(folder)).toSorted()).toEqual(names.slice(1).toSorted());
  });

  it.runIf(process.platform !== 'win32')('is written into no folder that others may reach', async () => {
    const base = await temporaryFolder();
    const loose = join(base, 'loose');
    await mkdir(loose, { mode: 0o755 });
    await (await writeOpeningFile(loose, address)).remove();
    expect((await stat(loose)).mode & 0o777).toBe(0o700);

    const elsewhere = join(base, 'elsewhere');
    await mkdir(elsewhere, { mode: 0o755 });
    await symlink(elsewhere, join(base, 'link'));
    await expect(writeOpeningFile(join(base, 'link'), address)).rejects.toThrow('it is a link to a folder elsewhere');
    expect(await readdir(elsewhere)).toEqual([]);
    expect((await stat(elsewhere)).mode & 0o777).toBe(0o755);
  });

  it.runIf(process.getuid?.() === 0)('cannot be read by another user of this machine', async () => {
    const folder = await temporaryFolder();
    const file = await writeOpeningFile(folder, address);
    const path = fileURLToPath(file.url);
    const nobody = 65_534;
    const read = (uid: number): Promise<number | null> =>
      new Promise((resolve, reject) => {
        const child = spawn('/bin/cat', [path], { stdio: 'ignore', uid, gid: uid });
        child.once('error', reject);
        child.once('exit', resolve);
      });
    expect(await read(0)).toBe(0);
    expect(await read(nobody)).not.toBe(0);
    await file.remove();
  });
});
