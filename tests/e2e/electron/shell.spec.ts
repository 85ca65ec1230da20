import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { DesktopBridge } from '../../../shared/contract/desktop.ts';
import { root } from '../support/places.ts';
import { expect, test } from '../support/test.ts';

declare global {
  interface Window {
    readonly voxtallyDesktop?: DesktopBridge;
  }
}

test('the window goes nowhere, opens nothing and may do nothing but record sound', async ({ open }) => {
  const bench = await open();
  const { page, electron, home, problems } = bench;
  if (electron === null) throw new Error('This is about the desktop shell.');
  await page.getByRole('button', { name: /^Start(\s|$)/ }).waitFor();
  expect(page.url()).toBe('app://bench/');

  // Nothing of Node or Electron is on the page; the bridge is nine calls and holds no value.
  const surface = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
    bridge: Object.entries(window.voxtallyDesktop ?? {}).map(([name, value]) => `${name}: ${typeof value}`),
  }));
  expect(surface.node).toEqual([]);
  expect(surface.bridge.toSorted()).toEqual([
    'drawn: function',
    'onEngineBack: function',
    'onEngineGone: function',
    'onMenuAction: function',
    'openLink: function',
    'openPort: function',
    'pathOf: function',
    'storeSecret: function',
    'tellMenu: function',
  ]);
  const refused = await page.evaluate(async () => {
    const call = window.voxtallyDesktop as unknown as Record<string, (...args: unknown[]) => Promise<{ ok: boolean }>>;
    const answers = await Promise.all([
      call['openPort']?.('shell', 1),
      call['storeSecret']?.({ kind: 'nothing' }, 'key'),
      call['openLink']?.('https://example.com/'),
    ]);
    return answers.map((answer) => answer?.ok);
  });
  expect(refused).toEqual([false, false, false]);

  // A path is told of a file that the person chose, and of nothing a page can make up or name.
  const paths = await page.evaluate(() => {
    const bridge = window.voxtallyDesktop;
    const made = new File(['made here'], '/etc/passwd');
    return [made, new Blob(['made here']), { name: 'passwd', path: '/etc/passwd' }, '/etc/passwd', null].map((file) => {
      try {
        return bridge?.pathOf(file as File);
      } catch {
        return '';
      }
    });
  });
  expect(paths).toEqual(['', '', '', '', '']);

  const windows = () => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  await page.evaluate(() => {
    window.open('https://example.com/');
    location.href = 'https://example.com/';
    location.href = 'file:///etc/passwd';
    const link = Object.assign(document.createElement('a'), { href: 'app://bench.example/', target: '_blank' });
    link.click();
  });
  expect(await windows()).toBe(1);
  expect(page.url()).toBe('app://bench/');
  const devTools = () =>
    electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((one) => one.webContents.isDevToolsOpened()),
    );
  expect(await devTools()).toEqual([false]);

  const permissions = await page.evaluate(async () => {
    const said = async (ask: Promise<unknown>): Promise<string> =>
      ask.then(
        () => 'granted',
        (error: unknown) => (error instanceof Error ? error.name : 'refused'),
      );
    const place = new Promise((resolve, reject) =>
      navigator.geolocation.getCurrentPosition(resolve, () => reject(new DOMException('', 'NotAllowedError'))),
    );
    return {
      camera: await said(navigator.mediaDevices.getUserMedia({ video: true })),
      both: await said(navigator.mediaDevices.getUserMedia({ audio: true, video: true })),
      place: await said(place),
      notification: await Notification.requestPermission(),
    };
  });
  expect(permissions).toEqual({
    camera: 'NotAllowedError',
    both: 'NotAllowedError',
    place: 'NotAllowedError',
    notification: 'denied',
  });

  const outside = [
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..%5c..%5cpackage.json',
    '//etc/passwd',
    '/assets/%00',
  ];
  const statuses = await electron.evaluate(
    async ({ session }, paths) =>
      Promise.all(paths.map(async (path) => (await session.defaultSession.fetch(`app://bench${path}`)).status)),
    outside,
  );
  expect(statuses).toEqual(outside.map(() => 404));
  const page404 = await electron.evaluate(async ({ session }) => {
    const [found, posted, elsewhere] = await Promise.all([
      session.defaultSession.fetch('app://bench/'),
      session.defaultSession.fetch('app://bench/', { method: 'POST' }),
      session.defaultSession.fetch('app://elsewhere/'),
    ]);
    return [found?.status, posted?.status, elsewhere?.status];
  });
  expect(page404).toEqual([200, 404, 404]);

  // A second start over the same data folder ends by itself and brings the first window to the front.
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const runtime = process.env['VOXTALLY_TEST_ELECTRON'] ?? '';
  const more = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const second = spawn(runtime, [...more, '--disable-gpu', root], {
    env: { ...process.env, VOXTALLY_HOME: home },
    stdio: 'ignore',
  });
  expect((await once(second, 'exit'))[0]).toBe(0);
  await expect
    .poll(() => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible())))
    .toEqual([true]);

  // What was tried above is refused aloud by the browser; anything else would be a fault.
  const said = problems.filter(
    (problem) => !/example|passwd|Not allowed to load|NotAllowedError|Permissions policy violation/.test(problem),
  );
  problems.splice(0, problems.length, ...said);
});

test('closing the last window ends the application and the engine with it', async ({ open }) => {
  const bench = await open();
  await bench.page.getByRole('button', { name: /^Start(\s|$)/ }).waitFor();
  await bench.electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  expect(await bench.ended).toBe(0);
});
