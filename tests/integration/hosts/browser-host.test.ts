import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserHost } from '../../../electron/hosts/browser-host/browser-host.ts';
import { Tickets } from '../../../electron/hosts/browser-host/access.ts';
import { pageKeyNames, pageProtocols } from '../../../shared/contract/browser-host.ts';
import { until } from '../support/until.ts';
import {
  ask,
  cookieOf,
  hostOfTwoFiles,
  keyIn,
  pathOf,
  thePage,
  type Asked,
  type Reply,
} from '../support/browser-host.ts';

let host: BrowserHost;
beforeAll(async () => {
  host = await hostOfTwoFiles();
});
afterAll(() => host.close(0, 2000));

const enter = (): Promise<Reply> => ask(host.port, pathOf(host.newAddress()));
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
    let used = 0;
    const entered = await ask(host.port, pathOf(host.newAddress({ onUsed: () => (used += 1) })));
    expect(entered.status).toBe(200);
    expect(entered.headers['set-cookie']).toHaveLength(1);
    const [cookie = ''] = entered.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^voxtally-\d+=[\w-]{32}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(used).toBe(1);
    const page = await ask(host.port, '/', { headers: { cookie: cookieOf(entered) } });
    expect(page).toMatchObject({ status: 200, body: thePage });
    expect((await ask(host.port, '/')).status).toBe(403);
  });

  it('works once: the second browser is refused, gets no cookie, and is told where a new address is', async () => {
    const path = pathOf(host.newAddress());
    const first = await ask(host.port, path);
    const second = await ask(host.port, path);
    expect(second.status).toBe(410);
    expect(second.headers['set-cookie']).toBeUndefined();
    expect(second.body).toContain('works once');
    const again = await ask(host.port, path, { headers: { cookie: cookieOf(first) } });
    expect(again.status).toBe(200);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(again.body).toBe(thePage);
  });

  it('is used up by no request that was refused, nor by HEAD or POST', async () => {
    const path = pathOf(host.newAddress());
    expect((await ask(host.port, path, { headers: { host: 'bench.example' } })).status).toBe(421);
    expect((await ask(host.port, path, { headers: { origin: 'http://evil.example' } })).status).toBe(403);
    expect((await ask(host.port, path, { method: 'HEAD' })).status).toBe(403);
    expect((await ask(host.port, path, { method: 'POST', headers: own() })).status).toBe(403);
    expect((await ask(host.port, path)).status).toBe(200);
  });

  it('is not guessed: 500 of the same shape, and every one that is a letter away from it', async () => {
    const path = pathOf(host.newAddress());
    const ticket = path.slice('/?ticket='.length);
    const near = ticket
      .split('')
      .map((letter, n) => `${ticket.slice(0, n)}${letter === 'A' ? 'B' : 'A'}${ticket.slice(n + 1)}`);
    const guesses = [...near, ...Array.from({ length: 500 }, () => randomBytes(24).toString('base64url'))];
    expect(guesses).toHaveLength(532);
    for (const guess of guesses) {
      const answered = await ask(host.port, `/?ticket=${guess}`);
      if (answered.status !== 410 || answered.headers['set-cookie'] !== undefined) throw new Error(`${guess} let in.`);
    }
    expect((await ask(host.port, path)).status).toBe(200);
  });

  it('that holds for a time lets nobody in after it, and one that does not is untouched', async () => {
    let nowMs = 0;
    const tickets = new Tickets(1, () => nowMs);
    const [brief, long, used] = [tickets.issue({ mostMs: 1000 }), tickets.issue(), tickets.issue({ mostMs: 1000 })];
    nowMs = 999;
    expect(tickets.redeem(used)).not.toBeNull();
    nowMs = 1000;
    expect(tickets.redeem(brief)).toBeNull();
    nowMs = 1e9;
    expect(tickets.redeem(long)).not.toBeNull();
    const over = await ask(host.port, pathOf(host.newAddress({ mostMs: 0 })));
    expect([over.status, over.headers['set-cookie']]).toEqual([410, undefined]);
    expect(over.body).toContain('opened too late');
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

describe('the key of a page', () => {
  const owner = { kind: 'openai', host: 'api.openai.com', model: 'm' };
  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify({ owner, secret: 'planted' });
  const post = (headers: Record<string, string>): Promise<Reply> =>
    ask(host.port, '/secret', { method: 'POST', headers: own({ ...json, ...headers }), body });
  const upgrade = (path: string, headers: Record<string, string>): Promise<Reply> =>
    ask(host.port, path, { headers: own({ ...handshake, ...headers }) });
  const paths = ['/host', '/port/control?client=1', '/port/capture?client=1', '/port/upload?client=1', '/nowhere'];

  it('comes with the ticket, in the page and in no header, and is asked for beside the cookie', async () => {
    const entered = await enter();
    const key = keyIn(entered);
    expect(key).toMatch(/^[\w-]{32}$/);
    expect(JSON.stringify(entered.headers)).not.toContain(key);
    expect(entered.headers['cache-control']).toBe('no-store');
    expect(cookieOf(entered)).not.toContain(key);
    const cookie = cookieOf(entered);
    expect((await post({ cookie, [pageKeyNames.header]: key })).status).toBe(200);
    const opened = await upgrade('/host', { cookie, 'sec-websocket-protocol': pageProtocols(key).join(', ') });
    expect(opened.status).toBe(101);
    expect(opened.headers['sec-websocket-protocol']).toBe(pageKeyNames.protocol);
    // In whatever order it is offered, it is never said back.
    const other = pageProtocols(key).toReversed().join(',');
    const again = await upgrade('/host', { cookie, 'sec-websocket-protocol': other });
    expect([again.status, again.headers['sec-websocket-protocol']]).toEqual([101, pageKeyNames.protocol]);
  });

  it('goes no further than the host, nor does the cookie: the engine is told of neither', async () => {
    const told: string[] = [];
    const other = await hostOfTwoFiles((line) => told.push(line));
    const entered = await ask(other.port, pathOf(other.newAddress()));
    const [cookie, key] = [cookieOf(entered), keyIn(entered)];
    const shown = { cookie, 'sec-websocket-protocol': pageProtocols(key).toReversed().join(', ') };
    const headers = { ...handshake, ...shown, origin: `http://127.0.0.1:${other.port}` };
    // Nobody answers it; the request ends when the host does.
    const asked = ask(other.port, '/port/control?client=7', { headers }).catch(() => null);
    await until(() => told.length > 0, 'the engine to be told');
    expect(JSON.parse(told[0] ?? '')).toMatchObject({
      portKind: 'control',
      clientId: 7,
      upgrade: { url: '/port/control?client=7', headers: { 'sec-websocket-protocol': pageKeyNames.protocol } },
    });
    for (const secret of [key, cookie, cookie.split('=')[1] ?? '']) expect(told.join()).not.toContain(secret);
    await other.close(0, 2000);
    await asked;
  });

  it('is not to be had for a cookie: whoever replays that gets the page as everybody gets it, and nothing else', async () => {
    const entered = await enter();
    const [cookie, key] = [cookieOf(entered), keyIn(entered)];
    const ticket = new URL(host.newAddress()).searchParams.get('ticket') ?? '';
    const wrong = [
      '',
      'x',
      'undefined',
      cookie.split('=')[1] ?? '',
      ticket,
      key.slice(1),
      `${key}x`,
      key.toUpperCase(),
    ];
    const more = [`${key.startsWith('A') ? 'B' : 'A'}${key.slice(1)}`, `${key.slice(0, -1)}~`];
    let tries = 0;
    for (const guess of [null, ...wrong, ...more]) {
      const headers = guess === null ? {} : { [pageKeyNames.header]: guess };
      expect((await post({ cookie, ...headers })).status).toBe(403);
      tries += 1;
      for (const path of paths) {
        const offers = guess === null ? ['', pageKeyNames.protocol] : [pageProtocols(guess).join(', '), guess];
        for (const offer of offers) {
          const shown: Record<string, string> = offer === '' ? {} : { 'sec-websocket-protocol': offer };
          expect((await upgrade(path, { cookie, ...shown })).status).toBe(403);
          tries += 1;
        }
      }
    }
    expect(tries).toBe(121);
    // In an address, as a cookie, or as somebody else's header it is no key.
    const elsewhere = { cookie: `${cookie}; ${pageKeyNames.header}=${key}`, authorization: `Bearer ${key}` };
    expect((await post(elsewhere)).status).toBe(403);
    expect((await upgrade(`/host?${pageKeyNames.header}=${key}`, elsewhere)).status).toBe(403);
    for (const path of [
      '/',
      '/index.html',
      '/?ticket=',
      `/?ticket=${key}`,
      '/assets/page.js',
      '/host',
      '/port/control',
    ]) {
      const answered = await ask(host.port, path, { headers: { cookie } });
      expect(JSON.stringify(answered)).not.toContain(key);
    }
  });

  it('is nothing without the cookie', async () => {
    const key = keyIn(await enter());
    expect((await post({ [pageKeyNames.header]: key })).status).toBe(403);
    for (const path of paths) {
      const protocols = { 'sec-websocket-protocol': pageProtocols(key).join(', ') };
      expect((await upgrade(path, protocols)).status).toBe(403);
    }
    expect((await ask(host.port, '/', { headers: { [pageKeyNames.header]: key } })).status).toBe(403);
  });

  it('belongs to one run of one bench', async () => {
    const other = await hostOfTwoFiles();
    const [here, there] = [await enter(), await ask(other.port, pathOf(other.newAddress()))];
    expect(keyIn(there)).not.toBe(keyIn(here));
    const crossed = { cookie: cookieOf(here), [pageKeyNames.header]: keyIn(there) };
    expect((await post(crossed)).status).toBe(403);
    await other.close(0, 2000);
  });

  it('comes again for a further ticket in a browser that is in already, which then is used up', async () => {
    const cookie = cookieOf(await enter());
    const path = pathOf(host.newAddress());
    const second = await ask(host.port, path, { headers: { cookie } });
    expect(keyIn(second)).toMatch(/^[\w-]{32}$/);
    expect((await ask(host.port, path)).status).toBe(410);
  });
});

describe('a request that another site could make', () => {
  // What a browser that was let in adds to every request, and what only the page itself can add: neither opens a door by itself.
  let [cookie, key] = ['', ''];
  beforeAll(async () => {
    const entered = await enter();
    [cookie, key] = [cookieOf(entered), keyIn(entered)];
  });
  const asked = (path: string, { headers, ...more }: Asked = {}): Promise<Reply> =>
    ask(host.port, path, {
      headers: {
        cookie,
        [pageKeyNames.header]: key,
        'sec-websocket-protocol': pageProtocols(key).join(', '),
        ...headers,
      },
      ...more,
    });

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

  it.each(['same-site', 'cross-site', 'x'])(
    'gets nothing but a window of its own, when a browser says that it comes from elsewhere: "%s"',
    async (site) => {
      const from = (mode: string, dest: string): Record<string, string> => ({
        'sec-fetch-site': site,
        'sec-fetch-mode': mode,
        'sec-fetch-dest': dest,
      });
      const refused = [
        from('no-cors', 'script'),
        from('no-cors', 'image'),
        from('cors', 'empty'),
        from('navigate', 'iframe'),
        from('navigate', 'embed'),
        from('no-cors', 'document'),
        { 'sec-fetch-site': site },
      ];
      for (const headers of refused) expect((await asked('/', { headers })).status).toBe(403);
      const ticket = pathOf(host.newAddress());
      for (const headers of refused) expect((await ask(host.port, ticket, { headers })).status).toBe(403);
      const window = await ask(host.port, ticket, { headers: from('navigate', 'document') });
      expect(window.status).toBe(200);
      for (const own of ['same-origin', 'none']) {
        const headers = { ...from('cors', 'empty'), 'sec-fetch-site': own };
        expect((await asked('/', { headers })).status).toBe(200);
      }
    },
  );

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
