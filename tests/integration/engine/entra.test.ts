import { chmod, readFile, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { DeviceCodeCredential } from '@azure/identity';
import { afterEach, describe, expect, it } from 'vitest';
import { entraTokenSource, signInPolicy } from '../../../electron/engine/sign-in/entra.ts';
import type { EntraTokenSource } from '../../../electron/engine/sign-in/token-cache.ts';
import { directRoute, routeTo } from '../../../electron/engine/net/route.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import { ok } from '../../../shared/kit/errors.ts';
import type { Endpoint } from '../../../shared/protocol/endpoints/schema.ts';
import { startBench, temporaryFolder, type TestBench } from '../support/bench.ts';
import { startDeployment, type Deployment } from '../support/deployment.ts';
import { startProxy } from '../support/proxy.ts';
import { caFile, serverTls } from '../support/tls.ts';
import { until } from '../support/until.ts';

const token = 'planted-token-of-entra-0123456789';
let bench: TestBench | null = null;
let deployment: Deployment | null = null;
const path = process.env['PATH'];

afterEach(async () => {
  process.env['PATH'] = path;
  await bench?.engine.shutdown(0);
  await deployment?.close();
  bench = null;
  deployment = null;
});

const endpoint = (url: string): Endpoint => ({ kind: 'custom', url, auth: 'entra', entra: { method: 'device-code' } });

describe('a session signed in with Entra ID', () => {
  it('shows the code to enter, waits for it, and sends the token in a header only', async () => {
    deployment = await startDeployment();
    let entered: () => void = () => undefined;
    const tokens: EntraTokenSource = {
      get: async (_request, _signal, onPrompt) => {
        onPrompt({ userCode: 'WXYZ-1', url: 'https://microsoft.com/devicelogin' });
        await new Promise<void>((resolve) => {
          entered = resolve;
        });
        return ok({ token, expiresAtMs: Date.now() + 3_600_000 });
      },
      forget: () => undefined,
    };
    bench = await startBench({ entraTokens: tokens });
    const { client } = bench;
    const starting = client.api.call('session.start', {
      endpoint: endpoint(deployment.url),
      options: {},
      input: { kind: 'microphone' },
    });
    const prompts = () => client.pushes.filter((push) => push.type === 'sign-in').map((push) => push.prompt);
    await until(() => prompts().length === 1, 'the code');
    expect(prompts()[0]).toEqual({ userCode: 'WXYZ-1', url: 'https://microsoft.com/devicelogin' });
    entered();
    expect((await starting).ok).toBe(true);
    expect(prompts()[1]).toBeNull();
    expect((await deployment.session()).request.headers.authorization).toBe(`Bearer ${token}`);
    const status = await client.api.call('entra.status', { endpoint: endpoint(deployment.url) });
    expect(status).toMatchObject({ ok: true, signedIn: true });
    await client.event('bench.connected');
    const record = await readFile(
      join(bench.dataFolder, 'sessions', client.header?.sessionId ?? '', 'events.jsonl'),
      'utf8',
    );
    expect(`${record}${JSON.stringify([client.pushes, status])}${bench.logged.join()}`).not.toContain(token);
    await client.api.call('entra.signOut', { endpoint: endpoint(deployment.url) });
    expect(await client.api.call('entra.status', { endpoint: endpoint(deployment.url) })).toMatchObject({
      signedIn: false,
    });
  });

  it('is not opened when the sign-in is given up, and nothing is sent', async () => {
    deployment = await startDeployment();
    let asked = false;
    const get = (): Promise<never> => {
      asked = true;
      return new Promise(() => undefined);
    };
    bench = await startBench({ entraTokens: { get, forget: () => undefined } });
    const { client } = bench;
    const start = client.api.call('session.start', {
      endpoint: endpoint(deployment.url),
      options: {},
      input: { kind: 'microphone' },
    });
    await until(() => asked, 'the question for a token');
    await client.api.call('entra.cancel', { of: { kind: 'endpoint', endpoint: endpoint(deployment.url) } });
    expect(await start).toMatchObject({ ok: false, error: { message: 'The sign-in was given up.' } });
    expect(deployment.sessions).toEqual([]);
  });

  it('asks for no token where none is used', async () => {
    bench = await startBench();
    const key: Endpoint = { kind: 'custom', url: 'wss://example.com/', auth: 'bearer' };
    expect(await bench.client.api.call('entra.signIn', { endpoint: key })).toMatchObject({ ok: false });
  });
});

const request = {
  signIn: { method: 'azure-cli' },
  scope: 'https://ai.azure.com/.default',
  route: directRoute,
} as const;

describe('the Azure CLI', () => {
  /** A program called az that answers as the real one does. */
  async function fakeCli(script: string): Promise<string> {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'az'), `#!/bin/sh\necho "$@" > ${join(folder, 'asked')}\n${script}\n`);
    await chmod(join(folder, 'az'), 0o755);
    process.env['PATH'] = `${folder}${delimiter}${path}`;
    return folder;
  }

  it('gives its token for the audience that was asked', async () => {
    const answer = {
      accessToken: token,
      expires_on: Math.floor(Date.now() / 1000) + 3600,
      expiresOn: '2099-01-01 00:00:00.000000',
      tokenType: 'Bearer',
    };
    const folder = await fakeCli(`echo '${JSON.stringify(answer)}'`);
    const got = await entraTokenSource().get(
      { ...request, signIn: { method: 'azure-cli', tenantId: 'contoso.com' } },
      new AbortController().signal,
      () => undefined,
    );
    expect(got).toMatchObject({ ok: true, token });
    expect(got.ok && got.expiresAtMs).toBeGreaterThan(Date.now() + 3_000_000);
    const asked = await readFile(join(folder, 'asked'), 'utf8');
    expect(asked).toContain('--resource https://ai.azure.com');
    expect(asked).toContain('--tenant contoso.com');
  });

  it('that is not signed in is told with what to do', async () => {
    await fakeCli("echo 'ERROR: Please run az login to setup account.' >&2; exit 1");
    const got = await entraTokenSource().get(request, new AbortController().signal, () => undefined);
    expect(!got.ok && got.error).toMatchObject({ message: 'The Azure CLI is not signed in.' });
  });

  it('that is not there is told with what to do', async () => {
    process.env['PATH'] = '/nowhere';
    const got = await entraTokenSource().get(request, new AbortController().signal, () => undefined);
    expect(!got.ok && got.error.message).toContain('not installed');
  });

  it('is not asked through a tenant that is none', async () => {
    bench = await startBench();
    const odd = {
      kind: 'azure',
      host: 'h.openai.azure.com',
      deployment: 'd',
      auth: 'entra',
      entra: { method: 'azure-cli', tenantId: 'x; rm -rf /' },
    } as const;
    expect(await bench.client.api.call('entra.signIn', { endpoint: odd, network: defaultNetwork })).toMatchObject({
      ok: false,
      error: { reason: 'invalid-argument' },
    });
  });
});

describe('a sign-in by code', () => {
  const login = { user: 'me', password: 'correct horse' };
  const services = { secret: () => Promise.resolve(login.password), log: () => undefined };

  /** Keeps what it is asked for, and knows nobody. */
  async function startSignInService(asked: string[]): Promise<{ url: string; close(): Promise<void> }> {
    const server = createServer(serverTls, (incoming, response) => {
      asked.push(incoming.url ?? '');
      response.writeHead(404).end();
    });
    server.on('tlsClientError', () => undefined);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return {
      url: `https://localhost:${(server.address() as AddressInfo).port}`,
      close: async () => {
        server.closeAllConnections();
        await once(server.close(), 'close');
      },
    };
  }

  it('goes through the proxy of the profile, with its login', async () => {
    const proxy = await startProxy({ login, answers: 403 });
    const explicit = { kind: 'explicit', url: proxy.url, user: 'me' } as const;
    const routed = await routeTo('wss://login.microsoftonline.com/', { ...defaultNetwork, proxy: explicit }, services);
    if (!routed.ok) throw new Error(routed.error.message);
    const asking = { ...request, signIn: { method: 'device-code' }, route: routed.route } as const;
    const got = await entraTokenSource().get(asking, new AbortController().signal, () => undefined);
    expect(got.ok).toBe(false);
    expect(JSON.stringify(got)).not.toContain(login.password);
    expect(proxy.asked[0]).toEqual({ target: 'login.microsoftonline.com:443', login: 'me:correct horse' });
    await proxy.close();
  });

  it.each([
    ['trusts the extra CA of the profile, behind a proxy', true, true, true],
    ['trusts the extra CA of the profile, without a proxy', true, false, true],
    ['sends nothing to a service of an authority nobody trusts', false, true, false],
  ])('%s', async (_, trusted, proxied, served) => {
    const asked: string[] = [];
    const service = await startSignInService(asked);
    const proxy = await startProxy({ login });
    const network = {
      systemCertificates: false,
      extraCa: trusted ? caFile : null,
      proxy: proxied ? ({ kind: 'explicit', url: proxy.url, user: 'me' } as const) : ({ kind: 'none' } as const),
    };
    const routed = await routeTo('wss://login.microsoftonline.com/', network, services);
    if (!routed.ok) throw new Error(routed.error.message);
    const credential = new DeviceCodeCredential({
      tenantId: 'contoso.com',
      authorityHost: service.url,
      disableInstanceDiscovery: true,
      additionalPolicies: [{ policy: signInPolicy(routed.route), position: 'perRetry' }],
      retryOptions: { maxRetries: 0 },
    });
    await expect(credential.getToken('https://ai.azure.com/.default')).rejects.toThrow();
    expect(asked).toEqual(served ? ['/contoso.com/v2.0/.well-known/openid-configuration'] : []);
    expect(proxy.asked).toHaveLength(proxied ? 1 : 0);
    await proxy.close();
    await service.close();
  });
});
