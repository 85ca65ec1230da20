import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import type { Simulator } from '../../../electron/simulator/server.ts';
import { atPath, type JsonObject } from '../../../shared/kit/json.ts';
import { Caller, startForTests } from './harness.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startForTests();
});
afterAll(() => simulator.close());

interface Refused {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly error: JsonObject;
}

/** What the handshake is answered with when it is not accepted. */
async function refused(pathAndQuery: string, options: ClientOptions = {}): Promise<Refused> {
  const socket = new WebSocket(simulator.url.replace('/v1/realtime', pathAndQuery), options);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  const { error } = JSON.parse(body) as { error: JsonObject };
  return { status: response.statusCode, headers: response.headers, error };
}

describe('a handshake is refused with an HTTP status and a JSON body', () => {
  it.each([
    ['another path', '/v1/chat', {}, 404, '404'],
    ['no model', '/v1/realtime', {}, 400, 'BadRequest'],
    ['a deployment that does not exist', '/v1/realtime?model=missing-deployment', {}, 404, 'DeploymentNotFound'],
    ['a deployment at its limit', '/v1/realtime?model=busy-deployment', {}, 429, '429'],
    ['a deployment of another kind', '/v1/realtime?model=wrong-deployment', {}, 400, 'OpperationNotSupported'],
    ['a model and an intent', '/v1/realtime?model=x&intent=transcription', {}, 400, 'OpperationNotSupported'],
    ['both on Azure', '/openai/v1/realtime?model=x&intent=transcription', {}, 400, 'OpperationNotSupported'],
    ['neither on Azure', '/openai/v1/realtime', {}, 400, 'BadRequest'],
    ['a transcriber on Azure', '/openai/v1/realtime?model=gpt-realtime-whisper', {}, 400, 'OpperationNotSupported'],
    ['a refused api-key', '/v1/realtime?model=x', { headers: { 'api-key': 'refused' } }, 401, '401'],
    ['a refused bearer', '/v1/realtime?model=x', { headers: { authorization: 'Bearer refused' } }, 401, '401'],
    ['api-version on the GA path', '/openai/v1/realtime?model=x&api-version=2025-04-01-preview', {}, 401, '401'],
    ['a web page', '/v1/realtime?model=x', { origin: 'http://example.com' }, 403, '403'],
    ['a switch it does not have', '/v1/realtime?model=x&colour=blue', {}, 400, 'BadRequest'],
    ['a switch it cannot read', '/v1/realtime?model=x&speed=fast', {}, 400, 'BadRequest'],
  ])('for %s', async (_name, path, options, status, code) => {
    const answer = await refused(path, options);
    expect(answer.status).toBe(status);
    expect(answer.error).toMatchObject({ code });
    expect(answer.error['message']).toMatch(/\S/);
    expect(answer.headers['apim-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers['x-ms-region']).toBe('Simulated');
  });

  it('and says when to come back after a 429', async () => {
    expect((await refused('/v1/realtime?model=busy-deployment')).headers['retry-after']).toBe('7');
  });

  it('and a plain request is told that this is for sockets', async () => {
    const answer = await fetch(`${simulator.url.replace('ws:', 'http:')}?model=x`);
    expect(answer.status).toBe(426);
  });
});

describe('an accepted handshake', () => {
  it('carries the request id and the region', async () => {
    const socket = new WebSocket(`${simulator.url}?model=gpt-realtime`, { headers: { 'api-key': 'any other key' } });
    const [response] = (await once(socket, 'upgrade')) as [IncomingMessage];
    expect(response.headers['apim-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers['x-ms-region']).toBe('Simulated');
    socket.terminate();
  });

  it('opens with the full effective session and the time it ends', async () => {
    const caller = await Caller.connect(simulator, { model: 'gpt-realtime-mini-2025-12-15' });
    const created = await caller.next('session.created');
    await caller.hangUp();
    expect(created['session']).toMatchObject({
      type: 'realtime',
      object: 'realtime.session',
      model: 'gpt-realtime-mini-2025-12-15',
      output_modalities: ['audio'],
      max_output_tokens: 'inf',
      audio: {
        input: {
          format: { type: 'audio/pcm', rate: 24_000 },
          transcription: null,
          noise_reduction: null,
          turn_detection: { type: 'server_vad', threshold: 0.5, prefix_padding_ms: 300, silence_duration_ms: 500 },
        },
        output: { voice: 'alloy', speed: 1 },
      },
    });
    const secondsLeft = (atPath(created, 'session.expires_at') as number) - Date.now() / 1000;
    expect(secondsLeft).toBeGreaterThan(3500);
    expect(secondsLeft).toBeLessThanOrEqual(3601);
  });

  it('with the header of the beta shape ends in an error and close code 4000, without a session', async () => {
    const caller = await Caller.connect(simulator, {}, { headers: { 'OpenAI-Beta': 'realtime=v1' } });
    expect(await caller.closed).toEqual({ code: 4000, reason: 'invalid_request_error.beta_api_shape_disabled' });
    expect(caller.types()).toEqual(['error']);
    expect(await caller.refusal(null)).toMatchObject({ code: 'beta_api_shape_disabled' });
  });

  it('gives the same ids in every run of the same seed', async () => {
    const twin = await startForTests();
    const other = await startForTests();
    const ids = await Promise.all(
      [twin, other].map(async (each) => {
        const caller = await Caller.connect(each);
        await caller.configure({});
        await caller.hangUp();
        await each.close();
        return caller.events.map((event) => event['event_id']);
      }),
    );
    expect(ids[0]).toEqual(ids[1]);
    expect(new Set(ids[0]).size).toBe(2);
  });
});
