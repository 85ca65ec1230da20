import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import type { NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import type { BenchError } from '../../../shared/kit/errors.ts';
import { gateFor } from '../../../electron/engine/net/gate.ts';
import { dial } from '../../../electron/engine/realtime/client.ts';
import { endpointOf, startBench, testKey, type TestBench } from '../support/bench.ts';
import { startDeployment, type Deployment } from '../support/deployment.ts';
import { startProxy, type ProxyOptions, type TestProxy } from '../support/proxy.ts';
import { caFile, serverTls } from '../support/tls.ts';
import { until } from '../support/until.ts';

const password = 'correct horse battery staple';
let bench: TestBench | null = null;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await bench?.engine.shutdown(0);
  bench = null;
  for (const close of closing.splice(0)) await close();
});

const deploy = async (): Promise<Deployment> => {
  const deployment = await startDeployment({ tls: serverTls });
  closing.push(() => deployment.close());
  return deployment;
};
const proxied = async (options: ProxyOptions = {}): Promise<TestProxy> => {
  const proxy = await startProxy(options);
  closing.push(() => proxy.close());
  return proxy;
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

type Services = NonNullable<Parameters<typeof startBench>[0]>;
const services: Services = {
  secret: (owner) => Promise.resolve(owner.kind === 'proxy' ? password : testKey),
};

const trusting = (more: Partial<NetworkSettings> = {}): NetworkSettings => ({
  ...defaultNetwork,
  extraCa: caFile,
  ...more,
});
const through = (proxy: TestProxy, user?: string): NetworkSettings =>
  trusting({ proxy: { kind: 'explicit', url: proxy.url, ...(user === undefined ? {} : { user }) } });

async function start(url: string, network: NetworkSettings, more: Services = {}): Promise<BenchError | null> {
  bench = await startBench({ ...services, ...more });
  const answer = await bench.client.api.call('session.start', {
    endpoint: endpointOf(url),
    options: {},
    input: { kind: 'microphone' },
    network,
  });
  return answer.ok ? null : answer.error;
}

describe('a deployment whose certificate a private authority issued', () => {
  it('is connected to when that authority was given as a file', async () => {
    const deployment = await deploy();
    expect(await start(deployment.url, trusting())).toBeNull();
    expect((await deployment.session()).request.headers.authorization).toBe(`Bearer ${testKey}`);
  });

  it.each([true, false])(
    'is not sent anything otherwise, and the issuer is named (system store %s)',
    async (systemCertificates) => {
      const deployment = await deploy();
      const error = await start(deployment.url, { ...defaultNetwork, systemCertificates });
      expect(error?.message).toContain('"Contoso Test Root"');
      expect(error?.nextStep).toContain('extra CA file');
      expect(error?.facts).toMatchObject({ hop: 'TLS, service', 'certificate issuer': 'Contoso Test Root' });
      expect(deployment.sessions).toEqual([]);
    },
  );

  it('is not sent anything under a name the certificate is not made out to', async () => {
    const deployment = await deploy();
    const error = await start(deployment.url.replace('localhost', '127.0.0.1'), trusting());
    expect(error?.message).toContain('made out to another name (issued by "Contoso Test Root")');
    expect(deployment.sessions).toEqual([]);
  });

  it.each([
    ['without a certificate', 'hello', 'holds no certificate'],
    ['with a private key', `${caFile.pem}\n${serverTls.key}`, 'holds a private key'],
    ['that is damaged', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'cannot be read'],
  ])('is not asked when the file of the authority is one %s', async (_, pem, part) => {
    const deployment = await deploy();
    const error = await start(deployment.url, trusting({ extraCa: { name: 'root.pem', pem } }));
    expect(error?.message).toContain(part);
    expect(error?.message).toContain('root.pem');
    expect(error?.nextStep).toBeTruthy();
  });
});

describe('a proxy on the way', () => {
  it('tunnels the session, sees neither key nor voice, and stands in the record', async () => {
    const deployment = await deploy();
    const proxy = await proxied();
    expect(await start(deployment.url, through(proxy))).toBeNull();
    const remote = await deployment.session();
    expect(proxy.asked).toEqual([{ target: deployment.host, login: null }]);
    expect(Buffer.concat(proxy.seen).includes(testKey)).toBe(false);
    expect(remote.request.headers['proxy-authorization']).toBeUndefined();
    expect(await bench?.client.event('bench.connect')).toMatchObject({ proxy: proxy.host });
  });

  it('gets the login it asks for, and the record never does', async () => {
    const deployment = await deploy();
    const proxy = await proxied({ login: { user: 'jö', password } });
    expect(await start(deployment.url, through(proxy, 'jö'))).toBeNull();
    expect(proxy.asked[0]?.login).toBe(`jö:${password}`);
    await bench?.client.event('bench.connected');
    expect(JSON.stringify(bench?.client.pushes)).not.toContain(password);
  });

  it('named by the system is used, and one in the environment may carry its login', async () => {
    const deployment = await deploy();
    const proxy = await proxied({ login: { user: 'me', password: 'p w' } });
    const systemProxy = (): Promise<string> => Promise.resolve(proxy.url.replace('//', '//me:p%20w@'));
    expect(await start(deployment.url, trusting(), { systemProxy })).toBeNull();
    expect(proxy.asked[0]?.login).toBe('me:p w');
  });

  it('is left aside when the settings say so', async () => {
    const deployment = await deploy();
    const systemProxy = (): Promise<string> => Promise.resolve('http://127.0.0.1:1');
    expect(await start(deployment.url, trusting({ proxy: { kind: 'none' } }), { systemProxy })).toBeNull();
  });

  it('may itself speak TLS, by an authority of the settings', async () => {
    const deployment = await deploy();
    const proxy = await proxied({ tls: serverTls });
    expect(await start(deployment.url, through(proxy))).toBeNull();
    expect(proxy.asked).toHaveLength(1);
  });

  it('looks up names that this machine cannot', async () => {
    const deployment = await deploy();
    const port = Number(deployment.host.split(':')[1]);
    const proxy = await proxied({ leadsTo: port });
    expect(await start('wss://voice.contoso.test/v1/realtime?model=m', through(proxy))).toBeNull();
    expect(proxy.asked[0]?.target).toBe('voice.contoso.test:443');
  });
});

describe('a failure on the way says at which hop it was', () => {
  it.each<[string, ProxyOptions, string | undefined, { message: string; hop: string; next: string }]>([
    [
      'the proxy asks for a login nobody gave',
      { login: { user: 'me', password } },
      undefined,
      { message: 'asks for a user name and password', hop: 'sign-in at the proxy', next: 'Enter the user name' },
    ],
    [
      'the proxy does not accept the login',
      { login: { user: 'me', password: 'another' } },
      'me',
      {
        message: 'did not accept the user name and password',
        hop: 'sign-in at the proxy',
        next: 'Check the user name',
      },
    ],
    [
      'the proxy signs in otherwise',
      { answers: 407, headers: 'Proxy-Authenticate: Negotiate\r\n' },
      'me',
      { message: 'HTTP 407', hop: 'sign-in at the proxy', next: 'It takes only Negotiate' },
    ],
    [
      'the proxy signs in by a way without a name',
      { answers: 407, headers: 'Proxy-Authenticate: "Say/this" realm="x"\r\n' },
      'me',
      { message: 'HTTP 407', hop: 'sign-in at the proxy', next: 'It takes no Basic sign-in' },
    ],
    [
      'the proxy forbids the host',
      { answers: 403 },
      undefined,
      { message: 'does not let connections to', hop: 'tunnel through the proxy', next: 'allow CONNECT' },
    ],
    [
      'the proxy cannot reach the host',
      { answers: 502 },
      undefined,
      { message: 'could not reach', hop: 'tunnel through the proxy', next: 'spelled right' },
    ],
    [
      'the proxy answers something odd',
      { answers: 418 },
      undefined,
      { message: 'HTTP 418', hop: 'tunnel through the proxy', next: 'allows CONNECT' },
    ],
  ])('%s', async (_, options, user, said) => {
    const deployment = await deploy();
    const proxy = await proxied(options);
    const error = await start(deployment.url, through(proxy, user));
    expect(error?.message).toContain(said.message);
    expect(error?.message).toContain(proxy.host);
    expect(error?.facts?.['hop']).toBe(said.hop);
    expect(error?.nextStep).toContain(said.next);
    expect(JSON.stringify([error, bench?.client.pushes])).not.toContain(password);
    expect(deployment.sessions).toEqual([]);
  });

  it('nothing listens where the proxy should be', async () => {
    const deployment = await deploy();
    const url = `http://127.0.0.1:${await freePort()}`;
    const error = await start(deployment.url, trusting({ proxy: { kind: 'explicit', url } }));
    expect(error?.message).toMatch(/^The proxy 127\.0\.0\.1:\d+ refused the connection/);
    expect(error?.facts?.['hop']).toBe('connection, proxy');
    expect(error?.nextStep).toContain('address of the proxy');
  });

  it('the proxy has a name nobody knows', async () => {
    const deployment = await deploy();
    const error = await start(
      deployment.url,
      trusting({ proxy: { kind: 'explicit', url: 'http://proxy.invalid:8080' } }),
    );
    expect(error?.message).toMatch(/^The proxy proxy\.invalid:8080/);
    expect(error?.facts?.['hop']).toBe('name lookup, proxy');
  });

  it('the service has a name nobody knows', async () => {
    const error = await start('wss://voice.invalid/v1/realtime', trusting({ proxy: { kind: 'none' } }));
    expect(error?.facts?.['hop']).toBe('name lookup, service');
  });

  it('the proxy does not speak the TLS that was asked of it', async () => {
    const deployment = await deploy();
    const proxy = await proxied();
    const error = await start(
      deployment.url,
      trusting({ proxy: { kind: 'explicit', url: proxy.url.replace('http:', 'https:') } }),
    );
    expect(error?.message).toMatch(/^The proxy .* does not speak TLS/);
    expect(error?.facts?.['hop']).toBe('TLS, proxy');
  });

  it('the service behind the proxy shows a certificate nobody trusts', async () => {
    const deployment = await deploy();
    const proxy = await proxied();
    const network: NetworkSettings = { ...defaultNetwork, proxy: { kind: 'explicit', url: proxy.url } };
    const error = await start(deployment.url, network);
    expect(error?.message).toContain('reached through the proxy');
    expect(error?.message).toContain('Contoso Test Root');
    expect(error?.facts?.['hop']).toBe('TLS, service');
    expect(Buffer.concat(proxy.seen).includes(testKey)).toBe(false);
  });

  it('the service refuses over HTTP, as it does on the direct way', async () => {
    const deployment = await startDeployment({ tls: serverTls, refuse: (_request, respond) => respond(401, {}, '') });
    closing.push(() => deployment.close());
    const error = await start(deployment.url, through(await proxied()));
    expect(error).toMatchObject({ reason: 'not-authorised', facts: { 'HTTP status': '401' } });
  });

  it('an address that is no proxy is refused before anything is sent, without what may be a password', async () => {
    const deployment = await deploy();
    const url = 'socks5://me:hunter2hunter2@127.0.0.1:1080';
    const error = await start(deployment.url, trusting({ proxy: { kind: 'explicit', url } }));
    expect(error?.message).toContain('socks5');
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  it('a proxy that takes the connection and says nothing is given up, and let go of', async () => {
    const proxy = await proxied({ silent: true });
    const dialled = await dial(
      {
        target: {
          host: 'voice.contoso.test',
          deployment: 'm',
          auth: 'none',
          url: 'wss://voice.contoso.test/v1/realtime',
          proxy: { host: proxy.host, from: 'settings', withLogin: false },
        },
        route: { proxy: { url: proxy.url, host: proxy.host, login: null, from: 'settings' }, secureContext: undefined },
        headers: {},
        gate: gateFor([], null),
        handshakeTimeoutMs: 1000,
        pingEveryMs: 1000,
        signal: new AbortController().signal,
      },
      { onOpen: () => undefined, onFrame: () => undefined, onClosed: () => undefined },
    );
    expect(!dialled.ok && dialled.refusal.error).toMatchObject({ reason: 'timeout', facts: { hop: 'proxy' } });
    expect(!dialled.ok && dialled.refusal.error.message).toContain(`The proxy ${proxy.host} did not answer`);
    await until(() => proxy.open() === 0, 'the connection to the proxy to end');
  });
});
