import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keyRing } from '../../../electron/hosts/keys.ts';
import type { Result } from '../../../shared/kit/errors.ts';
import { startBench, type TestBench } from '../support/bench.ts';
import { builtFolder } from '../support/bundle.ts';
import { everythingOf } from '../support/everything.ts';
import { Receiver, valueOf } from '../support/otlp-receiver.ts';
import { recorded } from '../support/recorded.ts';
import { canary } from '../support/secrets.ts';
import { until } from '../support/until.ts';

const id = '21-tool-round';
let work = '';
let bench: TestBench;
let receiver: Receiver;
let url = '';
const keys = keyRing({ store: null, whyNot: 'No store in this test.', env: {} });
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'voxtally-otlp-window-'));
  const home = join(work, 'home');
  await recorded(join(home, 'sessions'), id);
  await recorded(join(home, 'sessions'), '06-truncation');
  bench = await startBench({
    dataFolder: home,
    workersFolder: await builtFolder(),
    secret: keys.secret,
    secretStatus: keys.secretStatus,
  });
  receiver = new Receiver();
  url = await receiver.start();
}, 120_000);
afterEach(async () => {
  vi.unstubAllEnvs();
  await bench.engine.shutdown(0);
  await receiver.close();
  await rm(work, { recursive: true, force: true });
});

const send = (content = false, sessionIds = [id], to = url) =>
  bench.client.api.call('handOn.send', { sessionIds, to, content });
const sentence = (answer: Result): string => (answer.ok ? 'it was sent' : answer.error.message);

it('sends a request a session, counts alone unless words are asked for, and leaves no file of them', async () => {
  const temporary = await mkdtemp(join(work, 'temporary-'));
  vi.stubEnv('TMPDIR', temporary);
  const answer = await send(false, [id, '06-truncation']);
  expect(answer).toMatchObject({ ok: true, to: new URL(url).host, sessions: 2, rejected: 0 });
  expect(receiver.received.map(({ path }) => path)).toEqual(['/v1/traces', '/v1/traces']);
  expect(answer.ok && answer.spans).toBe(receiver.spans.length);
  expect(receiver.spans.some((span) => valueOf(span, 'gen_ai.output.messages') !== undefined)).toBe(false);
  await send(true);
  expect(receiver.spans.some((span) => valueOf(span, 'gen_ai.output.messages') !== undefined)).toBe(true);
  expect(await readdir(temporary)).toEqual([]);
});

it('tells what a receiver took in part, or refused, in its own words, and goes on to no further session then', async () => {
  receiver.answers.push({
    status: 200,
    body: JSON.stringify({ partialSuccess: { rejectedSpans: '3', errorMessage: 'too old' } }),
  });
  expect(await send()).toMatchObject({ ok: true, rejected: 3, notes: ['The receiver says: too old'] });
  receiver.answers.push({ status: 400, body: 'no such tenant' });
  const refused = await send(false, [id, '06-truncation']);
  expect(sentence(refused)).toBe(`${new URL(url).host} answered 400 to the spans: no such tenant.`);
  expect(receiver.received).toHaveLength(2);
});

it('takes headers from the keys of the host, and repeats them nowhere, whatever the receiver says', async () => {
  const kept = await keys.put({ kind: 'otlp', url }, `x-tenant=a%2Cb,authorization=Bearer%20${canary.key}`);
  expect(kept).toMatchObject({ ok: true, kept: 'memory' });
  const answers: Result[] = [kept];
  receiver.answers.push(
    { status: 401, body: `You sent Bearer ${canary.key}.`, headers: { 'x-said': canary.key } },
    { status: 200, body: JSON.stringify({ partialSuccess: { rejectedSpans: 1, errorMessage: `no ${canary.key}` } }) },
  );
  answers.push(await send(), await send());
  answers.push(await bench.client.api.call('secret.status', { owner: { kind: 'otlp', url } }));
  expect(receiver.received.map(({ headers }) => [headers['x-tenant'], headers['authorization']])).toEqual(
    Array.from({ length: 2 }, () => ['a,b', `Bearer ${canary.key}`]),
  );
  expect(answers.map(({ ok }) => ok)).toEqual([true, false, true, true]);
  expect(JSON.stringify(answers)).toContain('answered 401');
  const everything = JSON.stringify(await everythingOf(bench, answers));
  expect(everything).not.toContain(canary.key.slice(3, 20));
  // Another receiver is sent none of them.
  const other = new Receiver();
  await send(false, [id], await other.start());
  expect(other.received.map(({ headers }) => headers['authorization'])).toEqual([undefined]);
  await other.close();
});

it.each([
  ['http://collector.example.com:4318', 'http://collector.example.com:4318 would be sent to unencrypted.'],
  ['collector', 'collector is no address.'],
  [
    'https://user:hunter2345@collector.example.com',
    'The address holds what may be a secret, so it is neither repeated nor asked.',
  ],
])('refuses %s before anything is read', async (to, said) => {
  expect(sentence(await send(false, [id], to))).toBe(said);
});

it('refuses headers that are none without repeating them', async () => {
  await keys.put({ kind: 'otlp', url }, canary.key);
  const refused = await send();
  expect(sentence(refused)).toBe(`Part 1 of the headers kept for ${new URL(url).host} is no header.`);
  expect(receiver.received).toEqual([]);
});

it('is given up on demand, also while it waits for a busy receiver, and takes another order then', async () => {
  receiver.answers.push({ status: 503, body: 'busy', headers: { 'retry-after': '30' } });
  const sending = send();
  await until(() => receiver.received.length === 1, 'the first try');
  expect(sentence(await send())).toBe('Sessions are being sent already.');
  await bench.client.api.call('handOn.stopSending', {});
  expect(sentence(await sending)).toContain('cancelled');
  expect(receiver.received).toHaveLength(1);
  expect((await send()).ok).toBe(true);
  // Long before the receiver wants to be asked again.
}, 20_000);
