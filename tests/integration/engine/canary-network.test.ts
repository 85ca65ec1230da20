import { rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readRetailPrices } from '../../../electron/engine/costs/azure/retail-prices.ts';
import type { EntraTokenSource } from '../../../electron/engine/sign-in/token-cache.ts';
import { httpOver } from '../../../electron/engine/net/http.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import type { Endpoint, NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import { startBench, type TestBench } from '../support/bench.ts';
import { everythingOf, isIdle } from '../support/everything.ts';
import { eachSpelling, Planted } from '../support/places.ts';
import { basic, canary } from '../support/secrets.ts';
import { httpAnswer, startCanaryService, type CanaryService } from '../support/service.ts';
import { startProxy } from '../support/proxy.ts';
import { caFile, serverTls } from '../support/tls.ts';
import { until } from '../support/until.ts';

let bench: TestBench | null = null;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await bench?.engine.shutdown(0);
  if (bench !== null) await rm(bench.dataFolder, { recursive: true, force: true });
  bench = null;
  for (const close of closing.splice(0)) await close();
});

const secret = (owner: { readonly kind: string }): Promise<string> =>
  Promise.resolve(owner.kind === 'proxy' ? canary.password : canary.key);

const through = (url: string): NetworkSettings => ({
  ...defaultNetwork,
  systemCertificates: false,
  extraCa: caFile,
  proxy: { kind: 'explicit', url, user: canary.user },
});

const service = async (tls?: typeof serverTls): Promise<CanaryService> => {
  const started = await startCanaryService(tls);
  closing.push(() => started.close());
  return started;
};

const start = (to: TestBench, endpoint: Endpoint, network: NetworkSettings): Promise<Result> =>
  to.client.api.call('session.start', { endpoint, options: {}, input: { kind: 'microphone' }, network });

const custom = (url: string): Endpoint => ({ kind: 'custom', url, auth: 'bearer' });
const secrets = [canary.password, basic, canary.key];

describe('a password that the proxy repeats', () => {
  it.each([
    ['unencrypted', undefined],
    ['over TLS', serverTls],
  ])('%s, in its answer to CONNECT, is found nowhere', async (_, tls) => {
    const planted = new Planted();
    bench = await startBench({ secret });
    const proxy = await service(tls);
    const network = through(`${tls === undefined ? 'http' : 'https'}://${proxy.host}`);
    const answers: Result[] = [];
    for (const { spell, number } of eachSpelling) {
      const spelled = spell(secrets[number % secrets.length] ?? '');
      const put = (place: string): string => planted.put(place, spelled);
      const more = (): Record<string, string> => ({
        location: `https://x.example/?${put('location')}`,
        via: put('via'),
        server: put('server'),
      });
      for (const answer of [
        httpAnswer(
          407,
          put('reason phrase'),
          { 'proxy-authenticate': `Basic realm="${put('realm')}"`, ...more() },
          put('body'),
        ),
        httpAnswer(407, 'No', { 'proxy-authenticate': `Negotiate ${put('challenge')}`, ...more() }),
        httpAnswer(407, 'No', { 'proxy-authenticate': `${spelled} ${put('scheme')}` }),
        httpAnswer(502, put('reason phrase'), more(), `<html>${put('page')}</html>`),
        httpAnswer(302, 'Found', more(), put('body')),
        `HTTP/1.1 ${put('status')}\r\n\r\n`,
        `${put('status line')}\r\n\r\n`,
      ]) {
        proxy.next = answer;
        const refused = await start(bench, custom('wss://voice.contoso.test/v1/realtime?model=m'), network);
        expect(refused.ok).toBe(false);
        answers.push(refused);
      }
    }
    // What the proxy speaks otherwise is named, so what it says does get here.
    expect(JSON.stringify(answers)).toContain('It takes only Negotiate');
    planted.expectNoSecretIn(await everythingOf(bench, answers));
    expect([planted.places.size, planted.tries]).toEqual([11, eachSpelling.length * 22]);
  });

  it('is found nowhere when the service behind it repeats it, nor is the key', async () => {
    const planted = new Planted();
    const idle = await startBench({ secret });
    bench = idle;
    const far = await service(serverTls);
    const proxy = await startProxy({ login: { user: canary.user, password: canary.password }, leadsTo: far.port });
    closing.push(() => proxy.close());
    const answers: Result[] = [];
    for (const { spell } of eachSpelling) {
      for (const one of secrets) {
        const put = (place: string): string => planted.put(place, spell(one), { kept: true });
        far.next = httpAnswer(403, 'No', { 'x-request-id': put('header'), 'proxy-authenticate': 'x' }, put('body'));
        answers.push(await start(bench, custom(far.url), through(proxy.url)));
        far.next = {
          headers: [`x-request-id: ${put('header of the opening')}`],
          onSession: (socket) => {
            socket.send(JSON.stringify({ type: 'x.y', text: put('frame') }));
            socket.close(4001, put('goodbye').slice(0, 120));
          },
        };
        answers.push(await start(bench, custom(far.url), through(proxy.url)));
        await until(() => isIdle(idle), 'the end of the session');
      }
    }
    expect(answers.filter((answer) => answer.ok)).toHaveLength(eachSpelling.length * secrets.length);
    planted.expectNoneIn(await everythingOf(bench, answers));
    expect([planted.places.size, planted.tries]).toEqual([5, eachSpelling.length * 15]);
  });

  it('is found nowhere when a price list repeats it, in a header or an answer that is none', async () => {
    const planted = new Planted();
    let spelled = '';
    let status = 400;
    const server = createServer(serverTls, (_request, response) => {
      response.writeHead(status, { 'x-request-id': planted.put('header', spelled), 'retry-after': '0' });
      response.end(planted.put('answer', spelled, { kept: true }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const proxy = await startProxy({ login: { user: canary.user, password: canary.password } });
    closing.push(() => proxy.close());
    const http = httpOver(() => through(proxy.url), { secret, log: () => undefined });
    const url = `https://localhost:${(server.address() as AddressInfo).port}/prices`;
    const answers = new Map<string, Buffer>();
    for (const { spell, number } of eachSpelling) {
      for (const one of [canary.password, basic]) {
        spelled = spell(one);
        status = number % 2 === 0 ? 400 : 200;
        const read = await readRetailPrices(
          { region: 'swedencentral', currency: 'USD', url },
          { http, wait: () => Promise.resolve() },
        );
        expect(read.ok).toBe(false);
        answers.set(`answer ${answers.size}`, Buffer.from(JSON.stringify(read)));
      }
    }
    planted.expectNoneIn(answers);
    expect([planted.places.size, planted.tries]).toEqual([2, eachSpelling.length * 4]);
  });
});

describe('a token of a sign-in', () => {
  const entra = (url: string): Endpoint => ({ kind: 'custom', url, auth: 'entra', entra: { method: 'device-code' } });

  it('is found nowhere when service, proxy and sign-in repeat it', async () => {
    const planted = new Planted();
    let says = (): ReturnType<EntraTokenSource['get']> => Promise.resolve(refuse(benchError('refused', 'not yet')));
    let code = '';
    // Each token is nearly over, so that every connection asks for another.
    const tokens: EntraTokenSource = {
      get: (_request, _signal, onPrompt) => {
        onPrompt({ userCode: code.slice(0, 190), url: `https://microsoft.com/devicelogin?${code}` });
        return says();
      },
      forget: () => undefined,
    };
    bench = await startBench({ secret, entraTokens: tokens });
    const far = await service();
    const network = through('http://127.0.0.1:1');
    const answers: Result[] = [];
    for (const { spell } of eachSpelling) {
      const put = (place: string, kept = true): string => planted.put(place, spell(canary.token), { kept });
      code = planted.put('code', spell(canary.password), { kept: true });
      says = () => Promise.resolve(ok({ token: canary.token, expiresAtMs: Date.now() + 1000 }));
      far.next = httpAnswer(401, 'No', { 'x-request-id': put('header') }, put('body'));
      answers.push(await start(bench, entra(far.url), network));
      const error = benchError('not-authorised', `The sign-in failed: ${put('message')}`, {
        nextStep: put('next step'),
        facts: { code: put('fact'), login: planted.put('login', spell(basic), { kept: true }) },
      });
      says = () => Promise.resolve(refuse(error));
      answers.push(await bench.client.api.call('entra.signIn', { endpoint: entra(far.url), network }));
    }
    expect(answers.every((answer) => !answer.ok)).toBe(true);
    planted.expectNoneIn(await everythingOf(bench, answers));
    expect([planted.places.size, planted.tries]).toEqual([7, eachSpelling.length * 7]);
  });
});
