import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CostRequest, CostServices } from '../../../electron/engine/costs/azure/cost-management.ts';
import { systemClock } from '../../../electron/engine/costs/net/patient-client.ts';
import { queryCosts } from '../../../electron/engine/costs/azure/query-api.ts';
import { isTold } from '../../../electron/cli/output/count-down.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { directHttp } from '../support/direct-http.ts';
import { queryPage } from '../support/cost-service.ts';
import { threadMeters } from '../support/synthetic.ts';

/** Answers in turn, the last again and again: headers of a refusal, or null for the costs. */
let answers: readonly (Readonly<Record<string, string>> | null)[];
let asked: number;
let folder: string;
let url: string;
let close: () => Promise<unknown>;

function reply(response: ServerResponse): void {
  const headers = answers[Math.min(asked, answers.length - 1)] ?? null;
  asked += 1;
  response.writeHead(headers === null ? 200 : 429, { 'content-type': 'application/json', ...headers });
  response.end(
    JSON.stringify(headers === null ? queryPage(threadMeters, null) : { error: { code: 'TooManyRequests' } }),
  );
}

beforeEach(async () => {
  asked = 0;
  folder = await mkdtemp(join(tmpdir(), 'voxtally-waits-'));
  const server = createServer((request, response) => {
    request.resume().on('end', () => reply(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => new Promise((resolve) => server.close(resolve));
});
afterEach(async () => {
  await close();
  await rm(folder, { recursive: true, force: true });
});

const request = (): CostRequest => ({
  scope: '/subscriptions/00000000-0000-4000-8000-000000000001',
  from: '2026-03-31',
  to: '2026-03-31',
  resourceId: null,
  url,
});

/** A clock that goes on only while something waits, second by second. */
function simulated() {
  const told: string[] = [];
  const lines: string[] = [];
  let passedMs = 0;
  const services: CostServices = {
    http: directHttp,
    getToken: () => Promise.resolve(ok({ token: 'token' })),
    wait: (ms, _, onTick) => {
      for (let leftMs = ms - 1000; leftMs > 0; leftMs -= 1000) onTick?.(leftMs);
      passedMs += ms;
      return Promise.resolve();
    },
    onProgress: (sentence, leftMs) => {
      told.push(sentence);
      if (isTold(leftMs)) lines.push(sentence);
    },
  };
  return { services, told, lines, passed: () => passedMs };
}

it('as long as the service asks is waited, shown, and counted down', async () => {
  answers = [{ 'retry-after': '250' }, null];
  const { services, told, lines, passed } = simulated();
  expect(await queryCosts(request(), folder, services)).toMatchObject({ ok: true, source: { promisedRows: 6 } });
  expect(passed()).toBe(250_000);
  expect(asked).toBe(2);
  expect(told.slice(0, 3)).toEqual([
    'Azure asks to wait 4 min 10 s.',
    'Azure asks to wait 4 min 9 s.',
    'Azure asks to wait 4 min 8 s.',
  ]);
  expect(told.slice(0, 250).at(-1)).toBe('Azure asks to wait 1 s.');
  // At the command line a line each half minute, and ten seconds before the end.
  expect(lines.slice(0, 10)).toEqual([
    'Azure asks to wait 4 min 10 s.',
    'Azure asks to wait 4 min.',
    'Azure asks to wait 3 min 30 s.',
    'Azure asks to wait 3 min.',
    'Azure asks to wait 2 min 30 s.',
    'Azure asks to wait 2 min.',
    'Azure asks to wait 1 min 30 s.',
    'Azure asks to wait 1 min.',
    'Azure asks to wait 30 s.',
    'Azure asks to wait 10 s.',
  ]);
});

it('the longest wait counts of those that the headers name', async () => {
  answers = [
    {
      'retry-after': '90',
      'x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after': '20',
      'x-ms-ratelimit-microsoft.consumption-tenant-retry-after': '3700',
    },
    null,
  ];
  const { services, told, passed } = simulated();
  expect(await queryCosts(request(), folder, services)).toMatchObject({ ok: true });
  expect(told[0]).toBe('Azure asks to wait 1 h 1 min.');
  expect(passed()).toBe(3_700_000);
});

it('where no wait is asked the pauses double, and six tries are enough', async () => {
  answers = [{}];
  const { services, told, passed } = simulated();
  expect(await queryCosts(request(), folder, services)).toMatchObject({
    ok: false,
    error: { nextStep: 'Try again later; what was imported before stays.' },
  });
  expect(told[0]).toBe('Azure is busy. The next try is in 1 s.');
  expect([asked, passed()]).toEqual([6, 31_000]);
});

it('a wait beyond what is waited in all is not begun, and it is said when to ask again', async () => {
  answers = [{ 'retry-after': '7000' }, { 'retry-after': '201' }];
  const { services, passed } = simulated();
  const read = await queryCosts(request(), folder, services);
  if (read.ok) throw new Error('it was not refused');
  expect(read.error.message).toMatch(
    /^127\.0\.0\.1:\d+ asks to wait 3 min 21 s after 1 h 56 min of waiting; the bench waits 2 h in all\.$/,
  );
  expect(read.error.nextStep).toMatch(/^Ask again after \d{4}-\d\d-\d\d \d\d:\d\d UTC, or ask for fewer days\.$/);
  expect([asked, passed()]).toEqual([2, 7_000_000]);
  expect(await readdir(folder)).toEqual([]);
});

it('a wait ends at once where it is cancelled, on the clock of this machine too', async () => {
  answers = [{ 'retry-after': '3600' }];
  const abort = new AbortController();
  const { services } = simulated();
  const read = await queryCosts(request(), folder, {
    ...services,
    ...systemClock,
    signal: abort.signal,
    onProgress: (sentence) => {
      if (sentence.startsWith('Azure asks to wait 1 h')) setImmediate(() => abort.abort());
    },
  });
  expect(read).toMatchObject({ ok: false, error: { message: 'The reading of costs was cancelled.' } });
  expect(asked).toBe(1);
});
