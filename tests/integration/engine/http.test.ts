import { createServer as createPlainServer, type Server, type ServerResponse } from 'node:http';
import { createServer, type Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { httpOver, type HttpQuestion, textOf } from '../../../electron/engine/net/http.ts';
import type { RouteServices } from '../../../electron/engine/net/route.ts';
import type { BenchError, Result } from '../../../shared/kit/errors.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import type { NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import { startProxy, type ProxyOptions, type TestProxy } from '../support/proxy.ts';
import { caFile, serverTls } from '../support/tls.ts';
import { until } from '../support/until.ts';

const token = 'planted-token-0123456789';
const password = 'correct horse battery staple';
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Reply = (response: ServerResponse, authorization: string | undefined) => void;
async function listen(server: Server | SecureServer): Promise<number> {
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}
const secure = async (reply: Reply): Promise<string> =>
  `https://localhost:${await listen(createServer(serverTls, (request, response) => reply(response, request.headers.authorization)))}`;
const answering: Reply = (response) => void response.end('costs');
const proxied = async (options: ProxyOptions = {}): Promise<TestProxy> => {
  const proxy = await startProxy(options);
  closing.push(() => proxy.close());
  return proxy;
};

const trusting: NetworkSettings = { ...defaultNetwork, systemCertificates: false, extraCa: caFile };
const through = (proxy: TestProxy, user?: string): NetworkSettings => ({
  ...trusting,
  proxy: { kind: 'explicit', url: proxy.url, ...(user === undefined ? {} : { user }) },
});
const services: RouteServices = {
  secret: () => Promise.resolve(password),
  systemProxy: () => Promise.resolve(null),
  log: () => undefined,
};

const noAnswer = 'did not answer within';
/** Who says nothing is waited for shortly; who answers has all the time that a busy machine needs. */
const patience = (silent: boolean): { silenceMs: number } => ({ silenceMs: silent ? 1000 : 20_000 });

async function ask(
  url: string,
  network: NetworkSettings,
  more: Partial<HttpQuestion> = {},
  lent: RouteServices = services,
): Promise<Result<{ text: string; status: number }>> {
  const headers = { authorization: `Bearer ${token}` };
  const asked = await httpOver(() => network, lent)(new URL(`${url}/costs?sig=${token}`), {
    headers,
    ...patience(false),
    ...more,
  });
  if (!asked.ok) return asked;
  const read = await textOf(asked.answer);
  return read.ok ? { ...read, status: asked.answer.status } : read;
}

/** The refusal, which holds no secret whatever it was about. */
async function refusal(...args: Parameters<typeof ask>): Promise<BenchError> {
  const asked = await ask(...args);
  if (asked.ok) throw new Error(`It was answered: ${asked.text}`);
  expect(JSON.stringify(asked.error)).not.toMatch(new RegExp(`${token}|${password}|sig=`));
  return asked.error;
}

describe('a question over HTTP', () => {
  it('is answered by a host whose authority was given as a file, and not without it: the issuer is named', async () => {
    const sent: (string | undefined)[] = [];
    const url = await secure((response, authorization) => {
      sent.push(authorization);
      response.end('costs');
    });
    expect(await ask(url, trusting)).toMatchObject({ ok: true, text: 'costs' });
    expect(await refusal(url, { ...trusting, extraCa: null })).toMatchObject({
      message: expect.stringContaining('"Contoso Test Root"') as string,
      nextStep: expect.stringContaining('extra CA file') as string,
      facts: { hop: 'TLS, service' },
    });
    expect(sent).toEqual([`Bearer ${token}`]);
  });

  it('goes through the proxy with its login, which reads nothing of it', async () => {
    const proxy = await proxied({ login: { user: 'ada', password } });
    const url = await secure(answering);
    expect(await ask(url, through(proxy, 'ada'))).toMatchObject({ ok: true, text: 'costs' });
    expect(proxy.asked).toEqual([{ target: new URL(url).host, login: `ada:${password}` }]);
    expect(Buffer.concat(proxy.seen).toString('latin1')).not.toContain(token);
  });

  it('goes through the proxy that the system names, also one that speaks TLS', async () => {
    const proxy = await proxied({ tls: serverTls });
    const url = await secure(answering);
    const lent = { ...services, systemProxy: () => Promise.resolve(proxy.url) };
    expect(await ask(url, trusting, {}, lent)).toMatchObject({ ok: true, text: 'costs' });
    expect(proxy.asked).toHaveLength(1);
  });

  it.each<[string, ProxyOptions, string | undefined, string, string]>([
    ['wants a login', { login: { user: 'ada', password } }, undefined, 'asks for a user name', 'sign-in at the proxy'],
    ['wants another login', { login: { user: 'ada', password: 'x' } }, 'ada', 'did not accept', 'sign-in at the proxy'],
    ['lets nothing through', { answers: 403 }, undefined, 'does not let connections', 'tunnel through the proxy'],
    ['finds nobody', { answers: 502 }, undefined, 'could not reach', 'tunnel through the proxy'],
    ['says nothing', { silent: true }, undefined, noAnswer, 'proxy'],
  ])('ends at a proxy that %s, which is said', async (_, options, user, message, hop) => {
    const proxy = await proxied(options);
    const error = await refusal(await secure(answering), through(proxy, user), patience(options.silent === true));
    expect(error).toMatchObject({ message: expect.stringContaining(message) as string, facts: { hop } });
    expect(error.message).toContain(`The proxy ${proxy.host}`);
    expect(error.nextStep).not.toMatch(/WebSocket/);
    await until(() => proxy.open() === 0, 'the end of every connection to the proxy');
  });

  it('tells a proxy that is not there from a service that is not there', async () => {
    const proxy = await proxied();
    const gone = await startProxy();
    await gone.close();
    const url = await secure(answering);
    expect(await refusal(url, through(gone))).toMatchObject({ facts: { hop: 'connection, proxy', proxy: gone.host } });
    expect(await refusal(gone.url.replace('http:', 'https:'), trusting)).toMatchObject({
      facts: { hop: 'connection, service' },
    });
    expect(await refusal(url, { ...through(proxy), extraCa: null })).toMatchObject({
      message: expect.stringContaining(`reached through the proxy ${proxy.host}`) as string,
      facts: { hop: 'TLS, service' },
    });
  });

  it.each<[string, Reply, string]>([
    ['before it answered', (response) => void response.destroy(), 'cut the connection before it answered'],
    [
      'in the middle of its answer',
      (response) => {
        response.writeHead(200, { 'content-length': '100' }).write('half');
        setTimeout(() => response.destroy(), 20);
      },
      'in the middle of its answer',
    ],
    ['without a word', () => undefined, noAnswer],
    [
      'in silence after half',
      (response) => void response.writeHead(200, { 'content-length': '100' }).write('half'),
      noAnswer,
    ],
  ])('is not answered by a service that leaves %s', async (_, reply, message) => {
    const error = await refusal(await secure(reply), trusting, patience(message === noAnswer));
    expect(error.message).toContain(message);
    expect(error.nextStep).toBeTruthy();
  });

  it('follows no redirect, to which its token would travel', async () => {
    const url = await secure(
      (response) => void response.writeHead(302, { location: 'https://elsewhere.example' }).end(),
    );
    expect(await ask(url, trusting)).toMatchObject({ ok: true, status: 302 });
  });

  it('is given up when it is cancelled: before, at the proxy, and in the middle of the answer', async () => {
    const half: Reply = (response) => void response.writeHead(200).write('half');
    for (const [network, reply] of [
      [trusting, answering],
      [through(await proxied({ silent: true })), answering],
      [trusting, half],
    ] as const) {
      const abort = new AbortController();
      const asking = ask(await secure(reply), network, { signal: abort.signal });
      if (network === trusting && reply === answering) abort.abort();
      else setTimeout(() => abort.abort(), 50);
      expect((await asking).ok).toBe(false);
    }
  });

  it('is never sent unencrypted to another machine, and goes past the proxy to this one', async () => {
    expect(await refusal('http://costs.example', trusting)).toMatchObject({
      nextStep: expect.stringContaining('https://') as string,
    });
    const proxy = await proxied();
    const port = await listen(createPlainServer((_, response) => void response.end('here')));
    expect(await ask(`http://127.0.0.1:${port}`, through(proxy))).toMatchObject({ text: 'here' });
    expect(proxy.asked).toEqual([]);
  });

  it('that HTTP cannot carry is refused without being repeated', async () => {
    const url = await secure(answering);
    expect(await refusal(url, trusting, { headers: { authorization: `${token}\nx` } })).toMatchObject({
      reason: 'invalid-argument',
    });
  });

  it('says that a host does not speak TLS', async () => {
    const port = await listen(createPlainServer(() => undefined));
    const error = await refusal(`https://localhost:${port}`, trusting);
    expect(error).toMatchObject({ facts: { hop: 'TLS, service' } });
    expect(error.nextStep).toContain('https://');
  });
});
