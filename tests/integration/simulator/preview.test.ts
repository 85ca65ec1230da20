import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atPath, type JsonObject } from '../../../shared/kit/json.ts';
import { startSimulator, type Simulator } from '../../../electron/simulator/server.ts';
import { assetsFolder } from '../support/bench.ts';
import { atAzure, Caller, question } from './harness.ts';

let simulator: Simulator;
beforeAll(async () => {
  const started = await startSimulator({ assetsFolder });
  simulator = atAzure(started, '/openai/realtime');
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

  it('has the temperature that was asked for, in its session and in a response', async () => {
    const caller = await call();
    expect(atPath(await caller.next('session.created'), 'session.temperature')).toBe(0.8);
    caller.send('session.update', { session: { modalities: ['text'], temperature: 0.7 } });
    expect(atPath(await caller.next('session.updated'), 'session.temperature')).toBe(0.7);
    caller.send('response.create');
    expect((await caller.response(1))['temperature']).toBe(0.7);
    caller.send('response.create', { response: { temperature: 1.1 } });
    expect((await caller.response(2))['temperature']).toBe(1.1);
    const refused = caller.send('session.update', { session: { temperature: 2 } });
    expect(await caller.refusal(refused)).toMatchObject({ code: 'invalid_value' });
    caller.send('session.update', { session: {} });
    await caller.next('session.updated', caller.events.length);
    expect(caller.all('session.updated').at(-1)).toMatchObject({ session: { temperature: 0.7 } });
    expect(JSON.stringify(caller.events)).not.toContain('obfuscation');
    await caller.hangUp();
  });
});

describe('a transcription session below an api-version', () => {
  const transcribing = (): Promise<Caller> =>
    Caller.connect(simulator, { 'api-version': '2025-04-01-preview', model: '', intent: 'transcription' });

  it('is set by an event of its own and writes down what is committed', async () => {
    const caller = await transcribing();
    const { session: created } = await caller.next('transcription_session.created');
    expect(created).toMatchObject({ object: 'realtime.transcription_session', input_audio_format: 'pcm16' });
    caller.send('transcription_session.update', {
      session: {
        modalities: ['text', 'audio'],
        input_audio_transcription: { model: 'gpt-4o-transcribe', language: 'en' },
        input_audio_noise_reduction: { type: 'near_field' },
        turn_detection: null,
      },
    });
    const { session } = await caller.next('transcription_session.updated');
    expect(session).toMatchObject({
      input_audio_transcription: { model: 'gpt-4o-transcribe', language: 'en' },
      input_audio_noise_reduction: { type: 'near_field' },
      turn_detection: null,
    });
    for (const member of ['audio', 'type', 'modalities', 'temperature', 'voice'])
      expect(session).not.toHaveProperty(member);
    caller.speak(question('thank-you'));
    caller.send('input_audio_buffer.commit');
    const done = await caller.next('conversation.item.input_audio_transcription.completed');
    expect(done['transcript']).toBe('Thank you, that is all.');
    expect(await caller.refusal(caller.send('response.create'))).toMatchObject({ code: 'invalid_parameter' });
    expect(caller.types().filter((type) => type.startsWith('session.') || type.startsWith('response.'))).toEqual([]);
    await caller.hangUp();
  });

  it('refuses the event of a conversation, and a conversation refuses its', async () => {
    const [caller, other] = [await transcribing(), await call()];
    expect(await caller.refusal(caller.send('session.update', { session: { voice: 'ash' } }))).toMatchObject({
      code: 'invalid_parameter',
      message: 'Passing a realtime session update event to a transcription session is not allowed.',
    });
    expect(await other.refusal(other.send('transcription_session.update', { session: {} }))).toMatchObject({
      code: 'invalid_parameter',
      message: 'Passing a transcription session update event to a realtime session is not allowed.',
    });
    await caller.hangUp();
    await other.hangUp();
  });
});
