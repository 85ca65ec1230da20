import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntraTokenSource } from '../../../electron/engine/sign-in/token-cache.ts';
import type { CostQuestion } from '../../../shared/contract/bench-api.ts';
import { benchError, ok, refuse } from '../../../shared/kit/errors.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import { temporaryFolder } from '../support/bench.ts';
import { answer, type CostService, queryPage, startCostService } from '../support/cost-service.ts';
import { startProxy } from '../support/proxy.ts';
import { openWindow, reconcilingBenches, type TestBench, type Window } from '../support/reconcile-bench.ts';
import { enterpriseFile } from '../support/synthetic.ts';
import { caFile, serverTls } from '../support/tls.ts';
import { until } from '../support/until.ts';

const start = reconcilingBenches();
const token = 'planted-token-of-cost-management';
const question: CostQuestion = {
  scope: '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/voice',
  from: '2026-03-31',
  to: '2026-03-31',
  api: 'query',
  signIn: { method: 'device-code', tenantId: 'contoso.com' },
};

let service: CostService;
beforeEach(async () => {
  service = await startCostService();
});
afterEach(() => service.close());

interface Signed {
  readonly source: EntraTokenSource;
  readonly scopes: string[];
  readonly signInUrls: (string | undefined)[];
  readonly forgotten: string[];
}

/** A token service that hands its token out after showing a code. */
function signsIn(): Signed {
  const signed: Signed = {
    scopes: [],
    signInUrls: [],
    forgotten: [],
    source: {
      get: (request, _signal, onPrompt) => {
        signed.scopes.push(request.scope);
        signed.signInUrls.push(request.signInUrl);
        onPrompt({ userCode: 'WXYZ-1', url: 'https://microsoft.com/devicelogin' });
        return Promise.resolve(ok({ token, expiresAtMs: Date.now() + 3_600_000 }));
      },
      forget: (request) => void signed.forgotten.push(request.scope),
    },
  };
  return signed;
}

const open = async (tokens: EntraTokenSource = signsIn().source): Promise<{ bench: TestBench; window: Window }> => {
  const bench = await start({ entraTokens: tokens, costManagementUrl: service.url });
  return { bench, window: openWindow(bench) };
};
const kept = ({ dataFolder }: TestBench): Promise<string[]> =>
  readdir(join(dataFolder, 'fetched-costs')).catch(() => []);
const told = (window: Window): (string | null)[] =>
  window.pushes.flatMap((push) => (push.type === 'fetch' ? [push.sentence] : []));

describe('costs fetched from Azure', () => {
  it('come by the Query API: a code is shown, the answer is kept byte for byte, imported, and forgotten with its import', async () => {
    const body = JSON.stringify(queryPage());
    service.reply = (_, response) => answer(response, 200, body);
    const signed = signsIn();
    const { bench, window } = await open(signed.source);
    const fetched = await window.call('bill.fetch', question);
    if (!fetched.ok || fetched.outcome.kind !== 'imported') throw new Error(JSON.stringify(fetched));
    const [summary] = fetched.outcome.imports;
    expect(summary).toMatchObject({
      days: ['2026-03-31'],
      tally: { rows: 6, kept: 6 },
      period: '2026-03-31 to 2026-03-31',
      files: [{ name: 'query-0001.json', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string }],
    });
    expect(Math.abs(Date.parse(summary?.writtenAt ?? '') - Date.now())).toBeLessThan(60_000);
    expect(await readFile(join(fetched.folder, 'query-0001.json'), 'utf8')).toBe(body);
    expect(service.asked[0]).toMatchObject({
      method: 'POST',
      path: `${question.scope}/providers/Microsoft.CostManagement/query?api-version=2023-11-01`,
      authorization: `Bearer ${token}`,
    });
    expect(signed.scopes).toEqual(['https://management.azure.com/.default']);
    expect(told(window)[0]).toBe('Signing in.');
    expect(told(window).at(-1)).toBeNull();
    const prompts = window.pushes.flatMap((push) => (push.type === 'sign-in' ? [push.prompt?.userCode] : []));
    expect(prompts).toEqual(['WXYZ-1', undefined]);
    expect(JSON.stringify(window.pushes)).not.toContain(token);
    for (const name of await readdir(fetched.folder)) {
      expect(await readFile(join(fetched.folder, name), 'utf8')).not.toContain(token);
    }
    expect(await window.call('bill.list', {})).toMatchObject({ ok: true, imports: [{ importId: summary?.importId }] });
    await window.call('bill.forget', { importId: summary?.importId ?? '' });
    expect(await kept(bench)).toEqual([]);
  });

  it('come as a Cost Details report, and what its dates leave open is asked and answered without fetching again', async () => {
    const text = enterpriseFile('03/04/2026');
    service.reply = ({ path }, response) => {
      if (path.includes('generateCostDetailsReport'))
        return answer(response, 202, '', { location: `${service.url}/made`, 'retry-after': '0' });
      if (path.startsWith('/blob')) return answer(response, 200, text);
      return answer(response, 200, {
        status: 'Completed',
        manifest: {
          blobCount: 1,
          blobs: [{ blobLink: `${service.url}/blob?sig=x`, byteCount: Buffer.byteLength(text) }],
        },
      });
    };
    const { bench, window } = await open();
    const fetched = await window.call('bill.fetch', { ...question, api: 'cost-details' });
    if (!fetched.ok) throw new Error(JSON.stringify(fetched));
    expect(fetched.outcome).toMatchObject({ kind: 'question', question: { about: 'dateOrder' } });
    const asked = service.asked.length;
    const from = { kind: 'fetched' as const, fetchId: fetched.fetchId };
    const answered = await window.call('bill.import', { from, answers: { dateOrder: 'month-first' } });
    expect(answered).toMatchObject({ ok: true, outcome: { kind: 'imported', imports: [{ days: ['2026-03-04'] }] } });
    expect(service.asked).toHaveLength(asked);
    expect(service.asked.at(-1)?.authorization).toBeUndefined();
    expect(await kept(bench)).toHaveLength(1);
    expect(await window.call('bill.import', { from, answers: {} })).toMatchObject({
      ok: false,
      error: { nextStep: 'Fetch it again.' },
    });
  });

  it.each([
    [403, 'Cost Management Reader'],
    [404, 'Check the subscription'],
  ])('are refused with HTTP %i in a sentence with a next step, and nothing is kept', async (status, nextStep) => {
    service.reply = (_, response) => answer(response, status, { error: { message: 'Denied.' } });
    const { bench, window } = await open();
    const refused = await window.call('bill.fetch', question);
    expect(refused).toMatchObject({ ok: false, error: { nextStep: expect.stringContaining(nextStep) as string } });
    expect(JSON.stringify(refused)).not.toContain(token);
    expect(await kept(bench)).toEqual([]);
  });

  it('that come while files are being imported wait for them, and are imported too', async () => {
    const { window } = await open();
    const file = join(await temporaryFolder(), 'march.csv');
    await writeFile(file, enterpriseFile());
    const importing: Promise<{ readonly ok: boolean }>[] = [];
    service.reply = (_, response) => {
      importing[0] = window.call('bill.import', { from: { kind: 'paths', paths: [file] }, answers: {} });
      return answer(response, 200, JSON.stringify(queryPage()));
    };
    expect(await window.call('bill.fetch', question)).toMatchObject({ ok: true, outcome: { kind: 'imported' } });
    expect(await Promise.all(importing)).toMatchObject([{ ok: true }]);
  });

  it('ask for a new token after one that was not accepted', async () => {
    service.reply = (_, response) => answer(response, 401, { error: { message: 'Expired.' } });
    const signed = signsIn();
    const { window } = await open(signed.source);
    expect(await window.call('bill.fetch', question)).toMatchObject({
      ok: false,
      error: { nextStep: expect.stringContaining('Sign in again') as string },
    });
    service.reply = (_, response) => answer(response, 200, queryPage());
    expect(await window.call('bill.fetch', question)).toMatchObject({ ok: true });
    expect(signed.scopes).toHaveLength(2);
    expect(signed.forgotten).toHaveLength(1);
  });

  it('and list prices go through the proxy and trust the authority of the network settings', async () => {
    const server = createServer(serverTls, (request, response) => {
      request.resume();
      answer(response, 200, queryPage());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = await startProxy({ leadsTo: (server.address() as AddressInfo).port });
    const bench = await start({ entraTokens: signsIn().source, costManagementUrl: 'https://voice.contoso.test' });
    const window = openWindow(bench);
    const network = { ...defaultNetwork, proxy: { kind: 'explicit' as const, url: proxy.url }, extraCa: caFile };
    await window.call('preferences.write', { network });
    expect(await window.call('bill.fetch', question)).toMatchObject({ ok: true });
    // The host behind this proxy is not that of the price list, which its certificate says.
    expect(await window.call('prices.refresh', { region: 'swedencentral', currency: 'USD' })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('made out to another name') as string, facts: { hop: 'TLS, service' } },
    });
    expect(proxy.asked.map(({ target }) => target)).toEqual(['voice.contoso.test:443', 'prices.azure.com:443']);
    await window.call('preferences.write', { network: { ...network, extraCa: null } });
    expect(await window.call('bill.fetch', question)).toMatchObject({
      ok: false,
      error: { facts: { hop: 'TLS, service', 'certificate issuer': 'Contoso Test Root' } },
    });
    await proxy.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('are asked for at the management address of the cloud that was chosen, with a token for it', async () => {
    const signed = signsIn();
    const { window } = await open(signed.source);
    service.reply = (_, response) => answer(response, 200, queryPage());
    await window.call('bill.fetch', { ...question, cloud: 'us-government' });
    expect(signed.scopes).toEqual(['https://management.usgovcloudapi.net/.default']);
    expect(signed.signInUrls).toEqual(['https://login.microsoftonline.us']);
  });

  it('of a resource are asked for in its group, and no other resource’s', async () => {
    const { window } = await open();
    service.reply = (_, response) => answer(response, 200, queryPage());
    const scope = `https://portal.azure.com/#@contoso.com/resource${question.scope}/providers/Microsoft.CognitiveServices/accounts/contoso-voice/overview`;
    await window.call('bill.fetch', { ...question, scope });
    expect(service.asked[0]?.path).toContain(`${question.scope}/providers/Microsoft.CostManagement/query`);
    expect(service.asked[0]?.body).toContain('accounts/contoso-voice"');
  });

  it('whose sign-in is cancelled leave another sign-in alone', async () => {
    const pending: string[] = [];
    const silent: EntraTokenSource = {
      get: ({ scope }, signal) => {
        pending.push(scope);
        return new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(refuse(benchError('refused', 'aborted'))));
        });
      },
      forget: () => undefined,
    };
    const { window } = await open(silent);
    const endpoint = {
      kind: 'azure' as const,
      host: 'contoso.openai.azure.com',
      deployment: 'voice',
      auth: 'entra' as const,
    };
    let over = false;
    const session = window.call('entra.signIn', { endpoint }).finally(() => {
      over = true;
    });
    const fetching = window.call('bill.fetch', question);
    await until(() => pending.length === 2, 'both sign-ins');
    await window.call('bill.cancel', {});
    expect(await fetching).toMatchObject({ ok: false });
    expect(over).toBe(false);
    await window.call('entra.cancel', { of: { kind: 'endpoint', endpoint } });
    expect(await session).toMatchObject({ ok: false });
  });

  it('whose code is cancelled leave another sign-in alone, and its cancelling leaves them', async () => {
    const prompting: EntraTokenSource = {
      get: ({ scope }, signal, onPrompt) => {
        onPrompt({
          userCode: scope.includes('management') ? 'COSTS' : 'VOICE',
          url: 'https://microsoft.com/devicelogin',
        });
        return new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(refuse(benchError('refused', 'aborted'))));
        });
      },
      forget: () => undefined,
    };
    const { window } = await open(prompting);
    const endpoint = {
      kind: 'azure' as const,
      host: 'contoso.openai.azure.com',
      deployment: 'voice',
      auth: 'entra' as const,
    };
    const shown = (): string | undefined =>
      window.pushes.flatMap((push) => (push.type === 'sign-in' ? [push.prompt?.userCode] : [])).at(-1);
    const over: string[] = [];
    const fetching = window.call('bill.fetch', question).finally(() => over.push('fetch'));
    await until(() => shown() === 'COSTS', 'the code of the fetch');
    const session = window.call('entra.signIn', { endpoint }).finally(() => over.push('session'));
    await until(() => shown() === 'VOICE', 'the code of the session');
    await window.call('entra.cancel', { of: { kind: 'endpoint', endpoint } });
    expect(await session).toMatchObject({ ok: false });
    expect(over).toEqual(['session']);
    expect(shown()).toBe('COSTS');
    const again = window.call('entra.signIn', { endpoint }).finally(() => over.push('again'));
    await until(() => shown() === 'VOICE', 'the code once more');
    await window.call('entra.cancel', { of: { kind: 'code', userCode: 'COSTS' } });
    expect(await fetching).toMatchObject({ ok: false });
    expect(over).toEqual(['session', 'fetch']);
    expect(shown()).toBe('VOICE');
    await window.call('entra.cancel', { of: { kind: 'code', userCode: 'VOICE' } });
    expect(await again).toMatchObject({ ok: false });
  });

  it('that are none are said to be none', async () => {
    service.reply = (_, response) => answer(response, 200, queryPage([]));
    const { bench, window } = await open();
    expect(await window.call('bill.fetch', question)).toMatchObject({
      ok: false,
      error: { reason: 'not-found', message: expect.stringContaining('There are no costs') as string },
    });
    expect(await kept(bench)).toEqual([]);
  });

  it('are not asked for while nobody is signed in, or for what is no scope', async () => {
    const none: EntraTokenSource = {
      get: () => Promise.resolve(refuse(benchError('not-authorised', 'The Azure CLI is not signed in.'))),
      forget: () => undefined,
    };
    const { window } = await open(none);
    expect(await window.call('bill.fetch', question)).toMatchObject({
      ok: false,
      error: { message: 'The Azure CLI is not signed in.' },
    });
    expect(await window.call('bill.fetch', { ...question, scope: 'contoso' })).toMatchObject({
      ok: false,
      error: { message: '"contoso" is not a scope of costs.' },
    });
    expect(service.asked).toEqual([]);
  });

  it('can be cancelled while Azure asks to wait, and while a code is waited for', async () => {
    service.reply = (_, response) => answer(response, 429, {}, { 'retry-after': '50' });
    const { bench, window } = await open();
    const waiting = window.call('bill.fetch', question);
    await until(() => told(window).some((one) => one?.includes('asks to wait 50 s') === true), 'the wait');
    expect(await window.call('bill.fetch', question)).toMatchObject({
      ok: false,
      error: { message: 'Another import is still running.' },
    });
    await window.call('bill.cancel', {});
    expect(await waiting).toMatchObject({ ok: false, error: { message: 'The reading of costs was cancelled.' } });
    expect(await kept(bench)).toEqual([]);

    const silent: EntraTokenSource = { get: () => new Promise(() => undefined), forget: () => undefined };
    const other = await open(silent);
    const signing = other.window.call('bill.fetch', question);
    await until(() => told(other.window).includes('Signing in.'), 'the sign-in');
    await other.window.call('bill.cancel', {});
    expect(await signing).toMatchObject({ ok: false, error: { message: 'The sign-in was given up.' } });
  });
});
