import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { wavHeader } from '../../../shared/audio/wav.ts';
import { endpointOf, startBench, temporaryFolder, testKey, type TestBench } from '../support/bench.ts';
import { startDeployment, type Deployment } from '../support/deployment.ts';
import { until } from '../support/until.ts';

let bench: TestBench | null = null;
let deployment: Deployment | null = null;

afterEach(async () => {
  await bench?.engine.shutdown(0);
  await deployment?.close();
  bench = null;
  deployment = null;
});

const refusing = (status: number, body: string, headers: Record<string, string> = {}): Promise<Deployment> =>
  startDeployment({ refuse: (_request, respond) => respond(status, headers, body) });

async function refusal(url: string) {
  bench ??= await startBench();
  const answer = await bench.client.api.call('session.start', {
    endpoint: endpointOf(url),
    options: {},
    input: { kind: 'microphone' },
  });
  if (answer.ok) throw new Error('the session opened');
  return answer.error;
}

describe('a bench that closes', () => {
  it('while a session waits for its key begins none after that, and records none', async () => {
    let give: (key: string) => void = () => undefined;
    const key = new Promise<string>((resolve) => {
      give = resolve;
    });
    bench = await startBench({ secret: () => key });
    deployment = await startDeployment({});
    const start = { endpoint: endpointOf(deployment.url), options: {}, input: { kind: 'microphone' } } as const;
    const first = bench.client.api.call('session.start', start);
    expect(await bench.client.api.call('session.start', start)).toMatchObject({ error: { reason: 'session-active' } });
    await bench.engine.shutdown(0);
    give(testKey);
    const closing = { ok: false, error: { message: 'The bench is closing, so no session was started.' } };
    expect(await first).toMatchObject(closing);
    expect(await bench.client.api.call('session.start', start)).toMatchObject(closing);
    expect(await readdir(join(bench.dataFolder, 'sessions')).catch(() => [])).toEqual([]);
  });
});

describe('a start that is called off', () => {
  it('while its key is asked for records nothing, and the next one begins at once', async () => {
    const keys: ((key: string) => void)[] = [];
    bench = await startBench({ secret: () => new Promise<string>((resolve) => keys.push(resolve)) });
    deployment = await startDeployment({});
    const start = { endpoint: endpointOf(deployment.url), options: {}, input: { kind: 'microphone' } } as const;
    const first = bench.client.api.call('session.start', start);
    await until(() => keys.length === 1, 'the question for the key');
    const stopped = await bench.client.api.call('session.stop', { graceMs: 0 });
    expect(stopped).toMatchObject({ ok: false, error: { reason: 'no-session' } });
    const second = bench.client.api.call('session.start', start);
    await until(() => keys.length === 2, 'the question for the key of the next start');
    for (const give of keys) give(testKey);
    expect(await first).toMatchObject({ ok: false, error: { reason: 'no-session' } });
    expect(await second).toMatchObject({ ok: true });
    expect(await readdir(join(bench.dataFolder, 'sessions'))).toHaveLength(1);
  });

  it('while the deployment has not answered hangs up', async () => {
    deployment = await startDeployment({ refuse: () => undefined });
    bench = await startBench();
    const start = { endpoint: endpointOf(deployment.url), options: {}, input: { kind: 'microphone' } } as const;
    const starting = bench.client.api.call('session.start', start);
    await until(() => bench?.client.events('bench.connect').length === 1, 'the call');
    expect(await bench.client.api.call('session.stop', { graceMs: 0 })).toMatchObject({ ok: true });
    expect(await starting).toMatchObject({ ok: false, error: { message: expect.stringContaining('given up') } });
  });
});

describe('a deployment that refuses', () => {
  it('the key is told apart, with what it said and its request id, and the attempt is on record', async () => {
    const body = JSON.stringify({ error: { code: '401', message: `Access denied due to invalid key ${testKey}.` } });
    deployment = await refusing(401, body, { 'apim-request-id': 'abc-42', 'content-type': 'application/json' });
    const error = await refusal(deployment.url);
    expect(error).toMatchObject({ reason: 'not-authorised', facts: { 'apim-request-id': 'abc-42' } });
    expect(error.message).toContain('Access denied');
    await until(() => bench?.client.events('bench.refused').length === 1, 'the refusal in the record');
    expect(bench?.client.view.phase).toBe('refused');
    expect(JSON.stringify([error, bench?.client.pushes])).not.toContain(testKey);
    const list = await bench?.client.api.call('library.list', {});
    expect(list?.ok && list.sessions.map((session) => session.live)).toEqual([false]);
  });

  it('a missing deployment names it', async () => {
    deployment = await refusing(404, '{"error":{"code":"DeploymentNotFound","message":"It does not exist."}}');
    const error = await refusal(deployment.url);
    expect(error.reason).toBe('deployment-not-found');
    expect(error.message).toContain('gpt-realtime-mini-2025-12-15');
  });

  it('too many sessions says how long to wait', async () => {
    deployment = await refusing(429, '', { 'retry-after': '30' });
    expect(await refusal(deployment.url)).toMatchObject({ reason: 'rate-limited' });
  });

  it('with headers of any length and with marks that nobody sees is told on short lines that can be read', async () => {
    deployment = await refusing(503, '{"error":{"code":"toString","message":"no"}}', {
      'apim-request-id': 'x'.repeat(5000),
      'x-ms-region': 'north\u009b2Jeurope',
      'retry-after': 'when the key is changed',
      location: 'https://ada:lovelace@other.example/v1?sig=abcdef&model=voice',
    });
    const { facts, nextStep } = await refusal(deployment.url);
    expect(facts?.['apim-request-id']).toBe(`${'x'.repeat(200)}…`);
    expect(facts?.['x-ms-region']).toContain('[U+009B]2Jeurope');
    expect(facts?.['location']).toMatch(/^https:\/\/other\.example\/v1\?sig=•+&model=voice$/);
    expect(nextStep).not.toContain('when the key');
    await deployment.close();
    deployment = await refusing(429, '', { 'retry-after': 'when the key is changed' });
    expect((await refusal(deployment.url)).nextStep).toContain('Wait a minute');
  });

  it('by pointing elsewhere is not followed with the key', async () => {
    const other = await startDeployment();
    deployment = await refusing(307, '', { location: other.url.replace('ws:', 'http:') });
    expect((await refusal(deployment.url)).message).toContain('not followed');
    expect(other.sessions).toEqual([]);
    await other.close();
  });

  it('with a body that never ends is cut off', async () => {
    deployment = await refusing(500, `{"error":{"message":"${'x'.repeat(100_000)}"}}`);
    const error = await refusal(deployment.url);
    expect(error.reason).toBe('unreachable');
    expect(error.message.length).toBeLessThan(1000);
  });

  it('leaves the bench ready for another attempt', async () => {
    deployment = await refusing(401, '');
    await refusal(deployment.url);
    expect((await refusal(deployment.url)).reason).toBe('not-authorised');
  });
});

describe('an address', () => {
  it('where nothing listens is told', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await until(() => server.listening, 'a port');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect((await refusal(`ws://127.0.0.1:${port}/`)).message).toContain('nothing listens');
  });

  it('that speaks no TLS where TLS was asked for is told', async () => {
    deployment = await startDeployment();
    expect((await refusal(deployment.url.replace('ws:', 'wss:'))).message).toContain('does not speak TLS');
  });

  it.each([
    ['not an address', 'is not an address'],
    ['ws://example.test/realtime', 'unencrypted'],
    ['wss://user:pw@example.test/', 'password'],
    ['wss://example.test/?api-key=abc', 'secret'],
    ['wss://example.test/#part', 'no such part'],
  ])('%s is refused before anything is sent', async (url, part) => {
    const error = await refusal(url);
    expect(error.reason).toBe('invalid-address');
    expect(error.message).toContain(part);
  });

  it('that never answers can be given up', async () => {
    deployment = await startDeployment({ silent: true });
    bench = await startBench();
    const starting = bench.client.api.call('session.start', {
      endpoint: endpointOf(deployment.url),
      options: {},
      input: { kind: 'microphone' },
    });
    await bench.client.event('bench.connect');
    expect(await bench.client.api.call('session.stop', { graceMs: 0 })).toMatchObject({ ok: true });
    expect(await starting).toMatchObject({ ok: false });
  });
});

describe('a key', () => {
  it('that is missing is asked for before anything is sent', async () => {
    deployment = await startDeployment();
    bench = await startBench({ secret: () => Promise.resolve(null) });
    expect((await refusal(deployment.url)).reason).toBe('not-authorised');
    expect(deployment.sessions).toEqual([]);
  });
});

describe('a WAV file to speak', () => {
  it.each([
    ['empty', Buffer.alloc(0), 'is empty'],
    ['text', Buffer.from('this is no audio, and longer than a header would be'), 'is not a sound file'],
    ['without sound', Buffer.from(wavHeader(24_000, 0)), 'holds no sound'],
    ['of a rate that cannot be', Buffer.concat([wavHeader(100, 100), Buffer.alloc(100)]), 'its rate is 100 Hz'],
  ])('that is %s is refused before anything is sent', async (_, bytes, part) => {
    deployment = await startDeployment();
    bench = await startBench();
    const path = join(await temporaryFolder(), 'question.wav');
    await writeFile(path, bytes);
    const answer = await bench.client.api.call('session.start', {
      endpoint: endpointOf(deployment.url),
      options: {},
      input: { kind: 'wav', path, trailingSilenceMs: 0 },
    });
    expect(answer).toMatchObject({ ok: false, error: { reason: 'invalid-audio-file' } });
    expect(!answer.ok && answer.error.message).toContain(part);
    expect(deployment.sessions).toEqual([]);
  });

  it('that is not there is refused by its path', async () => {
    bench = await startBench();
    const answer = await bench.client.api.call('session.start', {
      endpoint: endpointOf('ws://127.0.0.1:1/'),
      options: {},
      input: { kind: 'wav', path: '/nowhere/question.wav', trailingSilenceMs: 0 },
    });
    expect(!answer.ok && answer.error.message).toContain('there is no such file');
  });

  it('is named by its upload when a window asks, never by a path', async () => {
    bench = await startBench({ host: 'electron' });
    const answer = await bench.client.api.call('session.start', {
      endpoint: endpointOf('ws://127.0.0.1:1/'),
      options: {},
      input: { kind: 'wav', path: '/etc/hostname', trailingSilenceMs: 0 },
    });
    expect(answer).toMatchObject({ ok: false, error: { reason: 'invalid-argument' } });
  });
});

describe('a command', () => {
  const odd = (command: string, args: unknown) =>
    (bench as TestBench).client.api.call(command as 'app.info', args as Record<string, never>);

  it('that nobody knows, or with an argument of the wrong form, is answered in a sentence', async () => {
    bench = await startBench();
    expect(await odd('nothing.here', {})).toMatchObject({ ok: false, error: { reason: 'invalid-argument' } });
    expect(await odd('__proto__', {})).toMatchObject({ ok: false });
    const answer = await odd('session.start', {
      endpoint: { kind: 'azure' },
      options: {},
      input: { kind: 'microphone' },
    });
    expect(!answer.ok && answer.error.message).toContain('endpoint.host');
  });

  it('with options that cannot be sent says which and why', async () => {
    bench = await startBench();
    const answer = await bench.client.api.call('session.start', {
      endpoint: endpointOf('ws://127.0.0.1:1/'),
      options: { 'vad.threshold': 7, nonsense: 1 },
      input: { kind: 'microphone' },
    });
    expect(!answer.ok && answer.error.message).toMatch(/Threshold.*no option called nonsense/);
  });
});
