import { spansOf } from '../../../shared/billing/meter-kind.ts';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { costDetails } from '../../../electron/engine/costs/azure/cost-details-api.ts';
import { queryCosts } from '../../../electron/engine/costs/azure/query-api.ts';
import type { CostRequest, CostServices } from '../../../electron/engine/costs/azure/cost-management.ts';
import { importBill } from '../../../electron/engine/costs/import/import-bill.ts';
import type { BillSource } from '../../../electron/engine/costs/import/sources.ts';
import { billedModels } from '../../../shared/billing/billed-models.ts';
import { mergeBills } from '../../../shared/billing/imported-bill.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { directHttp } from '../support/direct-http.ts';
import { threadBill } from '../../unit/reconcile/thread.ts';
import { enterpriseFile, resourceId, threadMeters } from '../support/synthetic.ts';
import { queryPage } from '../support/cost-service.ts';

const secret = 'token-that-stays-here';
const signature = 'sig=signed-and-secret';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}
type Reply = (asked: Asked, response: ServerResponse) => void;

let folder: string;
let origin: string;
let asked: Asked[];
let waits: number[];
let reply: Reply;
let close: () => Promise<unknown>;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-costs-'));
  asked = [];
  waits = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const one = {
        method: request.method ?? '',
        url: request.url ?? '',
        authorization: request.headers.authorization,
        body,
      };
      asked.push(one);
      reply(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => new Promise((resolve) => server.close(resolve));
});
afterEach(async () => {
  await close();
  await rm(folder, { recursive: true, force: true });
});

const services = (over: Partial<CostServices> = {}): CostServices => ({
  http: directHttp,
  wait: (ms) => {
    waits.push(ms);
    return Promise.resolve();
  },
  getToken: () => Promise.resolve(ok({ token: secret })),
  ...over,
});
const request = (over: Partial<CostRequest> = {}): CostRequest => ({
  scope: '/subscriptions/00000000-0000-4000-8000-000000000001',
  from: '2026-03-31',
  to: '2026-03-31',
  resourceId: null,
  url: origin,
  ...over,
});
const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};

async function billed(source: BillSource): Promise<unknown> {
  const read = await importBill(source, { now: () => new Date('2026-04-02T00:00:00Z'), listPrice: () => null });
  if (!read.ok || read.answer.kind === 'question') throw new Error('the answer could not be imported');
  return billedModels(mergeBills([read.answer.bill]).days)[0]?.billed;
}

describe('the Query API', () => {
  const pages: Reply = ({ url }, response) => {
    const second = url.includes('$skiptoken') || url.includes('%24skiptoken');
    const next = `${origin}/subscriptions/x/providers/Microsoft.CostManagement/query?api-version=2023-11-01&$skiptoken=AQ`;
    json(response, 200, second ? queryPage(threadMeters.slice(3), null) : queryPage(threadMeters.slice(0, 3), next));
  };

  it('is asked page by page for quantity and cost of each meter and resource a day', async () => {
    reply = pages;
    const read = await queryCosts(request(), folder, services());
    expect(read).toMatchObject({ ok: true, source: { promisedRows: 6 } });
    expect(asked.map(({ method, authorization }) => [method, authorization])).toEqual([
      ['POST', `Bearer ${secret}`],
      ['POST', `Bearer ${secret}`],
    ]);
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
      timePeriod: { from: '2026-03-31T00:00:00Z', to: '2026-03-31T23:59:59Z' },
      dataset: { granularity: 'Daily', grouping: [{ name: 'Meter' }, { name: 'ResourceId' }] },
    });
    if (read.ok) expect(await billed(read.source)).toEqual(spansOf(threadBill));
  });

  it('says which file could not be written, and keeps nothing', async () => {
    reply = pages;
    await mkdir(join(folder, 'query-0002.json'));
    const read = await queryCosts(request(), folder, services());
    expect(read).toMatchObject({
      ok: false,
      error: {
        reason: 'disk',
        message: expect.stringContaining(
          'query-0002.json could not be written, so what was fetched could not',
        ) as string,
      },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('asks for one resource alone where one is named', async () => {
    reply = pages;
    await queryCosts(request({ resourceId }), folder, services());
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
      dataset: { filter: { dimensions: { name: 'ResourceId', operator: 'In', values: [resourceId] } } },
    });
  });

  it('waits as long as the longest of its quotas asks, and goes on', async () => {
    reply = (one, response) => {
      if (asked.length > 1) return pages(one, response);
      return json(
        response,
        429,
        { error: { code: 'TooManyRequests' } },
        {
          'retry-after': '1',
          'x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after': '20',
          'x-ms-ratelimit-microsoft.costmanagement-entity-retry-after': '5',
        },
      );
    };
    expect(await queryCosts(request(), folder, services())).toMatchObject({ ok: true, source: { promisedRows: 6 } });
    expect(waits).toEqual([20_000]);
  });

  it('follows no next page to another host', async () => {
    reply = (_, response) => json(response, 200, queryPage(threadMeters, 'https://elsewhere.example/query?page=2'));
    const read = await queryCosts(request(), folder, services());
    expect(read).toMatchObject({ ok: false, error: { message: expect.stringContaining('leads away') as string } });
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not go in circles', async () => {
    reply = (_, response) => json(response, 200, queryPage(threadMeters, `${origin}/again`));
    expect(await queryCosts(request(), folder, services())).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('never end') as string },
    });
  });

  it.each([
    [401, 'does not accept the sign-in', 'Sign in again'],
    [302, 'points to another address', 'sign-in page of a network'],
    [403, 'may not read the costs', 'Cost Management Reader'],
    [404, 'knows no such scope', 'Check the subscription'],
    [400, 'refused the question', 'Check the scope'],
    [429, 'asks for fewer questions (HTTP 429), 6 times in a row', 'Try again later'],
    [500, 'is failing (HTTP 500), 6 times in a row', 'Try again later'],
    [503, 'is failing (HTTP 503), 6 times in a row', 'Try again later'],
  ])('says what HTTP %i means and what to do, and holds no token', async (status, message, nextStep) => {
    reply = (_, response) => json(response, status, { error: { code: 'X', message: 'RBAC access denied.' } });
    const read = await queryCosts(request(), folder, services());
    expect(read).toMatchObject({
      ok: false,
      error: {
        message: expect.stringContaining(message) as string,
        nextStep: expect.stringContaining(nextStep) as string,
      },
    });
    if (status >= 400 && status < 429) expect(JSON.stringify(read)).toContain('RBAC access denied.');
    expect(JSON.stringify(read)).not.toContain(secret);
  });

  it.each<[string, Reply, string]>([
    ['is no JSON', (_, response) => void response.end('<html>Sign in to the network</html>'), 'is not JSON'],
    ['is other JSON', (_, response) => json(response, 200, { hello: 'world' }), 'holds no columns'],
    ['is nothing', (_, response) => void response.end(), 'is empty'],
    ['has no row', (_, response) => json(response, 200, queryPage([], null)), 'There are no costs from 2026-03-31'],
    ['is cut off', (_, response) => void response.destroy(), 'cut the connection before it answered'],
    [
      'is cut off in the middle',
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{"properties":');
        setTimeout(() => response.destroy(), 20);
      },
      'in the middle of its answer',
    ],
  ])('keeps nothing of an answer that %s, and says what to do', async (_, answered, message) => {
    reply = answered;
    const read = await queryCosts(request(), folder, services());
    expect(read).toMatchObject({ ok: false, error: { message: expect.stringContaining(message) as string } });
    expect(!read.ok && read.error.nextStep).toBeTruthy();
    expect(JSON.stringify(read)).not.toContain(secret);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is never asked with days or an address that cannot be meant', async () => {
    reply = pages;
    const noDays = [
      { from: '2026-02-01', to: '2026-02-31' },
      { from: '', to: '' },
    ];
    for (const over of [...noDays, { from: '31.03.2026' }, { from: '2026-04-02' }, { url: 'http://costs.example' }]) {
      expect(await queryCosts(request(over), folder, services())).toMatchObject({ ok: false });
    }
    expect(asked).toEqual([]);
  });

  it('passes a refused sign-in on', async () => {
    const refused = services({
      getToken: () =>
        Promise.resolve({ ok: false, error: { reason: 'not-authorised', message: 'The sign-in was closed.' } }),
    });
    expect(await queryCosts(request(), folder, refused)).toMatchObject({
      ok: false,
      error: { message: 'The sign-in was closed.' },
    });
  });
});

describe('the Cost Details API', () => {
  const text = enterpriseFile();
  const half = text.indexOf('\r\n', text.length / 2) + 2;
  const header = text.slice(0, text.indexOf('\r\n') + 2);
  const parts = [text.slice(0, half), header + text.slice(half)];
  const manifest = (over: object = {}): unknown => ({
    id: 'operation',
    status: 'Completed',
    manifest: {
      manifestVersion: '2022-05-01',
      dataFormat: 'Csv',
      blobCount: parts.length,
      compressData: false,
      blobs: parts.map((part, index) => ({
        blobLink: `${origin}/blob/${index}.csv?${signature}`,
        byteCount: Buffer.byteLength(part),
      })),
      ...over,
    },
    validTill: '2026-04-02T10:00:00Z',
  });
  const accepted = (response: ServerResponse): void => {
    response.writeHead(202, { location: `${origin}/operationResults/1?api-version=2022-05-01`, 'retry-after': '30' });
    response.end();
  };
  /** Accepts the order, is busy once, then done. */
  const report =
    (done: (response: ServerResponse) => void): Reply =>
    ({ method, url }, response) => {
      if (method === 'POST') return accepted(response);
      const blob = /^\/blob\/(\d)/.exec(url)?.[1];
      if (blob !== undefined) return void response.end(parts[Number(blob)]);
      return asked.length < 3 ? accepted(response) : done(response);
    };

  it('orders a report, waits for it and brings its parts, which import to the bill', async () => {
    reply = report((response) => json(response, 200, manifest()));
    const read = await costDetails(request(), folder, services());
    expect(read).toMatchObject({ ok: true });
    expect(waits).toEqual([30_000, 30_000]);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      metric: 'ActualCost',
      timePeriod: { start: '2026-03-31', end: '2026-03-31' },
    });
    if (read.ok) expect(await billed(read.source)).toEqual(spansOf(threadBill));
  });

  it('sends its token to the service and to no signed link', async () => {
    reply = report((response) => json(response, 200, manifest()));
    await costDetails(request(), folder, services());
    const blobs = asked.filter(({ url }) => url.startsWith('/blob'));
    expect(blobs.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);
  });

  it.each([
    [
      'made nothing',
      (response: ServerResponse) => json(response, 200, { status: 'Failed', error: { message: 'Too large.' } }),
      'Too large.',
    ],
    ['found nothing', (response: ServerResponse) => void response.writeHead(204).end(), 'There are no costs'],
    [
      'lists fewer files than it counts',
      (response: ServerResponse) => json(response, 200, manifest({ blobCount: 3 })),
      'cannot be read',
    ],
  ])('says so when the service %s', async (_, done, message) => {
    reply = report(done);
    expect(await costDetails(request(), folder, services())).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining(message) as string },
    });
  });

  it('keeps nothing of a report of which a part is short, and tells no signed link', async () => {
    reply = report((response) =>
      json(
        response,
        200,
        manifest({
          blobs: [0, 1].map((index) => ({ blobLink: `${origin}/blob/${index}.csv?${signature}`, byteCount: 7 })),
        }),
      ),
    );
    const read = await costDetails(request(), folder, services());
    expect(read).toMatchObject({ ok: false, error: { message: expect.stringContaining('7 were promised') as string } });
    expect(JSON.stringify(read)).not.toContain(signature);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is asked for a month at most, and follows no Location to another host', async () => {
    reply = (_, response) => {
      response.writeHead(202, { location: 'https://elsewhere.example/1' });
      response.end();
    };
    expect(await costDetails(request({ from: '2026-01-01' }), folder, services())).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('at most a month') as string },
    });
    expect(await costDetails(request(), folder, services())).toMatchObject({ ok: false });
    expect(asked).toHaveLength(1);
  });

  it('can be cancelled while it waits', async () => {
    const abort = new AbortController();
    reply = report((response) => json(response, 200, manifest()));
    const read = await costDetails(
      request(),
      folder,
      services({
        signal: abort.signal,
        wait: () => {
          abort.abort();
          return Promise.resolve();
        },
      }),
    );
    expect(read).toMatchObject({ ok: false, error: { message: 'The reading of costs was cancelled.' } });
  });

  it('keeps every byte of the answer of the Query API as evidence', async () => {
    reply = (_, response) => json(response, 200, queryPage(threadMeters, null));
    const read = await queryCosts(request(), folder, services());
    if (!read.ok) throw new Error(read.error.message);
    expect(await readFile(read.source.files[0] ?? '', 'utf8')).toBe(JSON.stringify(queryPage(threadMeters, null)));
  });
});
