import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { startSimulator, type Simulator } from '../../../electron/simulator/server.ts';
import { assetsFolder } from '../support/bench.ts';
import { Caller } from './harness.ts';

let simulator: Simulator;
beforeAll(async () => {
  const started = await startSimulator({ assetsFolder });
  simulator = { ...started, url: started.url.replace('/v1/realtime', '/openai/realtime') };
});
afterAll(() => simulator.close());

const call = (): Promise<Caller> =>
  Caller.connect(simulator, { 'api-version': '2025-04-01-preview', deployment: 'voice-mini' });

describe('the simulator below an api-version', () => {
  it('describes a flat session and answers with the names of the preview', async () => {
    const caller = await call();
    const created = await caller.next('session.created');
    expect(created['session']).toMatchObject({
      model: 'voice-mini',
      modalities: ['text', 'audio'],
      input_audio_format: 'pcm16',
      max_response_output_tokens: 'inf',
      turn_detection: { type: 'server_vad' },
    });
    expect(created['session']).not.toHaveProperty('audio');
    caller.send('session.update', { session: { modalities: ['text'], turn_detection: null, temperature: 0.8 } });
    expect((await caller.next('session.updated'))['session']).toMatchObject({
      modalities: ['text'],
      turn_detection: null,
    });
    caller.send('conversation.item.create', {
      item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello' }] },
    });
    caller.send('response.create', { response: { max_response_output_tokens: 4000 } });
    const response = await caller.response();
    expect(response).toMatchObject({
      status: 'completed',
      modalities: ['text'],
      output: [{ content: [{ type: 'text' }] }],
    });
    expect(caller.types()).toContain('response.text.delta');
    expect(caller.types()).toContain('conversation.item.created');
    expect(caller.types().filter((type) => type.includes('output_text') || type === 'conversation.item.done')).toEqual(
      [],
    );
    await caller.hangUp();
  });

  it.each<[JsonObject, string, string | null]>([
    [{ output_modalities: ['text'] }, 'unknown_parameter', 'session.output_modalities'],
    [{ audio: { output: { voice: 'ash' } } }, 'unknown_parameter', 'session.audio'],
    [{ type: 'realtime' }, 'unknown_parameter', 'session.type'],
    [{ voice: 'nobody' }, 'invalid_value', 'session.voice'],
    [{ temperature: 2 }, 'invalid_value', 'session.temperature'],
  ])('refuses %j by its own names', async (session, code, param) => {
    const caller = await call();
    const eventId = caller.send('session.update', { session });
    expect(await caller.refusal(eventId)).toMatchObject({ code, param });
    await caller.hangUp();
  });

  it('speaks the GA protocol at the same path without one', async () => {
    const caller = await Caller.connect(simulator);
    expect((await caller.next('session.created'))['session']).toHaveProperty('audio.output.voice');
    await caller.hangUp();
  });
});
