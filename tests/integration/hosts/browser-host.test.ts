import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserHost } from '../../../electron/browser-host/browser-host.ts';
import { ask, hostOfTwoFiles, type Asked, type Reply } from './support/browser-host.ts';

let host: BrowserHost;
let used: () => number;
beforeAll(async () => {
  ({ host, used } = await hostOfTwoFiles());
});
afterAll(() => host.close(0, 2000));

const pathOf = (address: string): string => address.slice(new URL(address).origin.length);
const enter = (): Promise<Reply> => ask(host.port, pathOf(host.newAddress()));
const cookieOf = ({ headers }: Reply): string => (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
const origin = (): string => `http://127.0.0.1:${host.port}`;

const handshake = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};
const own = (headers: Record<string, string> = {}): Record<string, string> => ({ origin: origin(), ...headers });

describe('the one-time ticket of an address', () => {
  it('becomes a cookie that no script reads and no other site sends, and the page is there for it alone', async () => {
    const before = used();
    const entered = await enter();
    expect(entered.status).toBe(200);
    expect(entered.headers['set-cookie']).toHaveLength(1);
    const [cookie = ''] = entered.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^voxtally-\d+=[\w-]{32}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(used()).toBe(before + 1);
    const page = await ask(host.port, '/', { headers: { cookie: cookieOf(entered) } });
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>the page</title>' });
    expect((await ask(host.port, '/')).status).toBe(403);
  });

  it('works once: the second browser is refused, gets no cookie, and is told where a new address is', async () => {
    const path = pathOf(host.newAddress());
    const first = await ask(host.port, path);
    const second = await ask(host.port, path);
    expect(second.status).toBe(410);
    expect(second.headers['set-cookie']).toBeUndefined();
    expect(second.body).toContain('it works once');
    const again = await ask(host.port, path, { headers: { cookie: cookieOf(first) } });
    expect(again.status).toBe(200);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it('is used up by no request that was refused, nor by HEAD or POST', async () => {
    const path = pathOf(host.newAddress());
    expect((await ask(host.port, path, { headers: { host: 'bench.example' } })).status).toBe(421);
    expect((await ask(host.port, path, { headers: { origin: 'http://evil.example' } })).status).toBe(403);
    expect((await ask(host.port, path, { method: 'HEAD' })).status).toBe(403);
    expect((await ask(host.port, path, { method: 'POST', headers: own() })).status).toBe(403);
    expect((await ask(host.port, path)).status).toBe(200);
  });

  it.each(['', 'x', 'undefined', '%00'])('is refused when it was never issued: "%s"', async (ticket) => {
    expect((await ask(host.port, `/?ticket=${ticket}`)).status).toBe(410);
  });

  it('is no cookie, nor is a cookie of another name or with a letter changed', async () => {
    const entered = await enter();
    const cookie = cookieOf(entered);
    const [name = '', value = ''] = cookie.split('=');
    const other = `${name}=${value.startsWith('A') ? 'B' : 'A'}${value.slice(1)}`;
    const ticket = new URL(host.newAddress()).searchParams.get('ticket') ?? '';
    for (const wrong of [other, `voxtally=${value}`, `${name}=`, `${name}=${ticket}`, value]) {
      expect((await ask(host.port, '/', { headers: { cookie: wrong } })).status).toBe(403);
    }
    expect((await ask(host.port, '/', { headers: { cookie: `a=b; ${cookie}` } })).status).toBe(200);
  });
});

describe('a request that another site could make', () => {
  let cookie = '';
  beforeAll(async () => {
    cookie = cookieOf(await enter());
  });
  const asked = (path: string, { headers, ...more }: Asked = {}): Promise<Reply> =>
    ask(host.port, path, { headers: { cookie, ...headers }, ...more });

  it.each(['bench.example', '127.0.0.1.example', '0.0.0.0', '127.0.0.1@bench.example', 'localhost.', '[::2]'])(
    'is refused by its Host "%s", with the cookie, for pages and for sockets',
    async (name) => {
      expect((await asked('/', { headers: { host: name } })).status).toBe(421);
      const socket = await asked('/host', { headers: { ...handshake, ...own(), host: name } });
      expect(socket.status).toBe(421);
    },
  );

  it('is answered under every name of this machine, with the port of a tunnel too', async () => {
    for (const name of [`127.0.0.1:${host.port}`, 'localhost:9', '[::1]:80', 'LOCALHOST']) {
      expect((await asked('/', { headers: { host: name } })).status).toBe(200);
    }
  });

  it.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://localhost:1', ''])(
    'is refused by its Origin "%s": the page, a key and a socket',
    async (from) => {
      const headers = { origin: from };
      expect((await asked('/', { headers })).status).toBe(403);
      const body = JSON.stringify({ owner: { kind: 'openai', host: 'api.openai.com', model: 'm' }, secret: 's' });
      const json = { ...headers, 'content-type': 'application/json' };
      expect((await asked('/secret', { method: 'POST', headers: json, body })).status).toBe(403);
      expect((await asked('/host', { headers: { ...handshake, ...headers } })).status).toBe(403);
    },
  );

  it('names its origin where only a script can ask: without one no key is taken and no socket opens', async () => {
    const json = { 'content-type': 'application/json' };
    expect((await asked('/secret', { method: 'POST', headers: json, body: '{}' })).status).toBe(403);
    expect((await asked('/host', { headers: handshake })).status).toBe(403);
    expect((await asked('/host', { headers: { ...handshake, ...own() } })).status).toBe(101);
    const stranger = await ask(host.port, '/host', { headers: { ...handshake, ...own() } });
    expect(stranger.status).toBe(403);
  });

  it('is let in by no answer: nothing allows another origin, a preflight least of all', async () => {
    const preflight = {
      origin: 'http://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    const answers = await Promise.all([
      asked('/'),
      asked('/', { headers: own() }),
      asked('/assets/page.js', { headers: own() }),
      asked('/', { headers: { origin: 'http://evil.example' } }),
      asked('/secret', { method: 'OPTIONS', headers: preflight }),
      asked('/secret', { method: 'OPTIONS', headers: own() }),
      asked('/nowhere'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 403, 403, 405, 404]);
    for (const { headers } of answers) {
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
    }
  });

  it('reads no file beside the page', async () => {
    for (const path of ['/../outside.js', '/..%2foutside.js', '/%2e%2e/outside.js', '/assets/..%5c..%5coutside.js']) {
      expect((await asked(path)).status).toBe(404);
    }
  });
});
