import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathOf } from '../../../electron/hosts/browser-host/requests.ts';
import { changingPage } from '../../../electron/hosts/development.ts';
import { builtPage } from '../../../electron/hosts/page-files.ts';

/** A server that makes the page, and one of somebody else; each says what it was asked for. */
const servers: Server[] = [];
const asked: string[] = [];
let pageServer = '';
let other = '';
async function serve(name: string): Promise<string> {
  const server = createServer((request, response) => {
    asked.push(`${name} ${request.url}`);
    if (request.url === '/missing') response.writeHead(404).end('no');
    else response.writeHead(200, { 'content-type': 'text/css' }).end('made');
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
beforeAll(async () => {
  [pageServer, other] = [await serve('own'), await serve('other')];
});
afterAll(() => servers.forEach((server) => server.close()));

describe('the page while it is being changed', () => {
  const page = () => changingPage({ pageServer, engineStamp: '/nowhere' }, 'none');

  it('is read where it is made, with the query as it was sent', async () => {
    // A name without a value is a name: what makes the page goes by that.
    const { path, search } = pathOf('/audio/capture.ts?worker&url');
    expect(await page().read(path, search)).toMatchObject({
      status: 200,
      type: 'text/css',
      bytes: Buffer.from('made'),
    });
    expect(asked.at(-1)).toBe('own /audio/capture.ts?worker&url');
    expect(pathOf('/')).toMatchObject({ path: '/', search: '' });
  });

  it('is not there where its maker says so, and never comes from anywhere else', async () => {
    expect(await page().read('/missing', '')).toEqual({ status: 404 });
    expect(await page().read(`//${new URL(other).host}/style.css`, '')).toEqual({ status: 404 });
    expect(await page().read(other, '')).toEqual({ status: 404 });
    expect(asked.filter((line) => line.startsWith('other'))).toEqual([]);
  });

  it('alone may hold inline code and listen for changes', () => {
    const policyOf = (headers: Readonly<Record<string, string>>) => headers['content-security-policy'] ?? '';
    const changing = policyOf(page().headers);
    expect(changing).toContain("script-src 'self' 'unsafe-inline'");
    expect(changing).toContain(`connect-src ${pageServer.replace('http', 'ws')}`);
    const built = policyOf(builtPage('/nowhere', 'none').headers);
    expect(built).toContain("script-src 'self';");
    expect(built).not.toMatch(/unsafe-inline|ws:/);
  });
});
