import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { startButton } from '../support/audio-page.ts';
import { chromiumArguments, chromiumPath } from '../support/open-in-browser.ts';
import { root, temporaryFolder } from '../support/places.ts';
import { openToOthers } from '../support/rights.ts';
import { expect, test } from '../support/test.ts';

const keyOf = (page: Page): Promise<string> => page.evaluate(() => localStorage.getItem('voxtally-page-key') ?? '');

test('a reload and a further tab are let in without a ticket; no address and no cookie holds the key', async ({
  open,
}) => {
  const bench = await open();
  const { page } = bench;
  await startButton(page).waitFor();
  expect(new URL(page.url()).search).toBe('');
  const key = await keyOf(page);
  expect(key).toMatch(/^[\w-]{32}$/);
  expect(await page.content()).not.toContain(key);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect(JSON.stringify(await page.context().cookies())).not.toContain(key);
  await page.reload();
  await startButton(page).waitFor();
  await startButton(await bench.anotherWindow()).waitFor();
  expect(await keyOf(page)).toBe(key);
  // Nothing of the way in is left to go back to.
  await page.goBack();
  expect(page.url()).toBe('about:blank');
});

test('another server of this machine gets the cookie and comes no further than the page', async ({ open }) => {
  const bench = await open();
  const { page, problems } = bench;
  await startButton(page).waitFor();
  const key = await keyOf(page);
  const bound = new URL(page.url());
  const ownScript = await page
    .locator('script[src]')
    .first()
    .evaluate((element) => (element as HTMLScriptElement).src);

  const heard: { cookie: string; all: string }[] = [];
  const other = createServer((request, response) => {
    heard.push({ cookie: request.headers.cookie ?? '', all: JSON.stringify([request.url, request.headers]) });
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>another server</title>');
  });
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
  const visitor = await page.context().newPage();
  await visitor.goto(elsewhere);
  const cookie = heard[0]?.cookie ?? '';
  expect(cookie).toContain(`voxtally-${bound.port}=`);
  expect(heard.map(({ all }) => all).join()).not.toContain(key);

  // What it can do from outside, with the cookie and every header a browser would send.
  const headers = { cookie, origin: bound.origin, 'content-type': 'application/json' };
  const body = JSON.stringify({ owner: { kind: 'openai', host: 'api.openai.com', model: 'm' }, secret: 'planted' });
  const stored = await fetch(new URL('/secret', bound), { method: 'POST', headers, body });
  expect(stored.status).toBe(403);
  const replayed = await fetch(bound, { headers: { cookie } });
  expect([replayed.status, (await replayed.text()).includes(key)]).toEqual([200, false]);

  // What its page can do in the person's own browser, which adds the cookie by itself.
  const tried = await visitor.evaluate(
    async ([to, source]) => {
      const socket = (protocols: string[]): Promise<string> =>
        new Promise((resolve) => {
          const one = new WebSocket(`${to.replace('http', 'ws')}host`, protocols);
          one.addEventListener('open', () => resolve('open'));
          one.addEventListener('close', () => resolve('refused'));
        });
      const asked = (init: RequestInit): Promise<string> =>
        fetch(to, { credentials: 'include', ...init }).then(
          ({ type, status }) => `${type} ${status}`,
          () => 'refused',
        );
      const script = (): Promise<string> =>
        new Promise((resolve) => {
          const element = document.createElement('script');
          element.src = source;
          element.addEventListener('load', () => resolve('loaded'));
          element.addEventListener('error', () => resolve('refused'));
          document.head.append(element);
        });
      return [
        await socket([]),
        await socket(['voxtally']),
        await asked({}),
        await asked({ mode: 'no-cors' }),
        await asked({ method: 'POST', mode: 'no-cors' }),
        await script(),
        Object.keys(localStorage).join(),
      ];
    },
    [bound.href, ownScript] as const,
  );
  expect(tried).toEqual(['refused', 'refused', 'refused', 'refused', 'refused', 'refused', '']);

  // A browser that has the cookie and nothing else shows a page that says so, and asks for nothing.
  const thief = await page.context().browser()?.newContext();
  if (thief === undefined) throw new Error('The page has no browser.');
  const [name = '', value = ''] = cookie.split('=');
  await thief.addCookies([{ name, value, domain: '127.0.0.1', path: '/' }]);
  const stolen = await thief.newPage();
  let sockets = 0;
  stolen.on('websocket', () => (sockets += 1));
  await stolen.goto(bound.href);
  await expect(stolen.getByRole('alert')).toContainText('No ticket has opened this page');
  expect(sockets).toBe(0);
  await thief.close();
  await visitor.close();
  other.close();
  // The page itself was not disturbed.
  await page.reload();
  await startButton(page).waitFor();
  expect(problems).toEqual([]);
});

test('a browser that the bench opens by itself comes in by a file, and no command line holds its ticket', async () => {
  test.skip(process.platform !== 'linux', 'Reads command lines where Linux shows them.');
  const home = await temporaryFolder();
  const wrapper = join(home, 'browser-without-a-screen');
  const more = [...chromiumArguments, '--headless=new', '--remote-debugging-port=0'].join(' ');
  await writeFile(wrapper, `#!/bin/sh\nexec "${chromiumPath()}" ${more} "$@"\n`);
  await chmod(wrapper, 0o700);
  const data = join(home, 'data');
  const before = process.umask(0);
  const host = spawn(process.execPath, [join(root, 'out/node/start.js'), '--browser', '--port', '0'], {
    // The browser draws nothing: the name of a screen is enough.
    env: { ...process.env, DISPLAY: process.env['DISPLAY'] ?? ':0', VOXTALLY_BROWSER: wrapper, VOXTALLY_HOME: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.umask(before);
  let printed = '';
  for (const stream of [host.stdout, host.stderr]) stream.on('data', (text: Buffer) => (printed += text.toString()));
  const ended = once(host, 'exit');

  // Every process of this machine, again and again, from before the browser runs until its window is in.
  const suspicious = new Set<string>();
  const called = new Set<string>();
  let looks = 0;
  const look = async (): Promise<void> => {
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (!line.includes(home)) continue;
      called.add(line);
      if (/ticket|127\.0\.0\.1:/.test(line)) suspicious.add(line);
    }
    looks += 1;
  };
  const portFile = join(data, 'browser', 'DevToolsActivePort');
  let devTools = '';
  await expect
    .poll(async () => {
      await look();
      devTools = (await readFile(portFile, 'utf8').catch(() => '')).split('\n')[0] ?? '';
      return devTools;
    })
    .not.toBe('');
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${devTools}`);
  const [context] = browser.contexts();
  await expect.poll(() => context?.pages().map((one) => new URL(one.url()).protocol)).toEqual(['http:']);
  const [page] = context?.pages() ?? [];
  if (page === undefined) throw new Error('The browser has no page.');
  await startButton(page).waitFor();
  await look();
  expect(new URL(page.url()).search).toBe('');
  expect(await page.evaluate(() => document.referrer)).toBe('');
  expect([...suspicious]).toEqual([]);
  expect([...called].filter((line) => line.includes('--app=file://')).length).toBeGreaterThan(0);
  expect(looks).toBeGreaterThan(1);
  await expect
    .poll(async () => (await readdir(join(data, 'browser'))).filter((name) => name.startsWith('open-')))
    .toEqual([]);
  expect(printed).not.toContain('ticket');
  await browser.close();
  host.kill('SIGTERM');
  await ended;
  expect(host.exitCode).toBe(0);
  // What the browser itself keeps of it, too.
  expect(await openToOthers(data)).toEqual([]);
});
