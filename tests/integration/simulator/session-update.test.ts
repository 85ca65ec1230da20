import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../electron/simulator/server.ts';
import { atPath, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import { Caller, startForTests } from './harness.ts';

let simulator: Simulator;
let caller: Caller;
beforeAll(async () => {
  simulator = await startForTests();
});
afterAll(() => simulator.close());
beforeEach(async () => {
  caller = await Caller.connect(simulator);
});
afterEach(async () => {
  await caller.hangUp();
});

const input = (members: { [key: string]: Json }): JsonObject => ({ audio: { input: members } });
const serverVad = (members: { [key: string]: Json }): JsonObject =>
  input({ turn_detection: { type: 'server_vad', ...members } });

describe('session.update', () => {
  it('changes only what it names and answers with everything in effect', async () => {
    const session = await caller.configure({
      instructions: 'Be brief.',
      audio: { output: { voice: 'marin' }, input: { transcription: { model: 'whisper-1' } } },
    });
    expect(session).toMatchObject({
      instructions: 'Be brief.',
      output_modalities: ['audio'],
      audio: {
        input: { transcription: { model: 'whisper-1' }, turn_detection: { type: 'server_vad' } },
        output: { voice: 'marin', speed: 1 },
      },
    });
    expect(await caller.configure({ max_output_tokens: 100 })).toEqual({ ...session, max_output_tokens: 100 });
  });

  it('replaces turn detection whole: what it leaves out goes back to the default', async () => {
    await caller.configure(serverVad({ threshold: 0.9, silence_duration_ms: 200 }));
    const session = await caller.configure(serverVad({ threshold: 0.3 }));
    expect(atPath(session, 'audio.input.turn_detection')).toEqual({
      type: 'server_vad',
      threshold: 0.3,
      prefix_padding_ms: 300,
      silence_duration_ms: 500,
      idle_timeout_ms: null,
      create_response: true,
      interrupt_response: true,
    });
  });

  it('with instructions of nothing brings back those of the service', async () => {
    const created = (await caller.next('session.created'))['session'] as JsonObject;
    expect((await caller.configure({ instructions: 'Be brief.' }))['instructions']).toBe('Be brief.');
    const session = await caller.configure({ instructions: '' });
    expect(session['instructions']).toBe(created['instructions']);
    expect(session['instructions']).not.toBe('');
  });

  it('clears with null', async () => {
    await caller.configure(input({ transcription: { model: 'whisper-1' } }));
    const session = await caller.configure(input({ transcription: null, turn_detection: null }));
    expect(atPath(session, 'audio.input')).toMatchObject({ transcription: null, turn_detection: null });
  });

  const refusedUpdates: [string, JsonObject, string, string][] = [
    ['an unknown member', { colour: 'blue' }, 'unknown_parameter', 'session.colour'],
    ['temperature, which GA does not have', { temperature: 0.8 }, 'unknown_parameter', 'session.temperature'],
    ['the flat names of the beta', { voice: 'alloy' }, 'unknown_parameter', 'session.voice'],
    ['a number where text belongs', { instructions: 5 }, 'invalid_type', 'session.instructions'],
    [
      'null for a boolean',
      serverVad({ create_response: null }),
      'invalid_type',
      'session.audio.input.turn_detection.create_response',
    ],
    [
      'a threshold above 1',
      serverVad({ threshold: 1.5 }),
      'decimal_above_max_value',
      'session.audio.input.turn_detection.threshold',
    ],
    [
      'a negative silence',
      serverVad({ silence_duration_ms: -1 }),
      'integer_below_min_value',
      'session.audio.input.turn_detection.silence_duration_ms',
    ],
    [
      'an idle timeout below 5 s',
      serverVad({ idle_timeout_ms: 100 }),
      'integer_below_min_value',
      'session.audio.input.turn_detection.idle_timeout_ms',
    ],
    [
      'an eagerness that does not exist',
      input({ turn_detection: { type: 'semantic_vad', eagerness: 'auto!' } }),
      'invalid_value',
      'session.audio.input.turn_detection.eagerness',
    ],
    [
      'a threshold under semantic VAD',
      input({ turn_detection: { type: 'semantic_vad', threshold: 0.5 } }),
      'unknown_parameter',
      'session.audio.input.turn_detection.threshold',
    ],
    [
      'turn detection of an unknown kind',
      input({ turn_detection: { type: 'none' } }),
      'invalid_value',
      'session.audio.input.turn_detection.type',
    ],
    [
      'turn detection without a kind',
      input({ turn_detection: { threshold: 0.5 } }),
      'missing_required_parameter',
      'session.audio.input.turn_detection.type',
    ],
    [
      'a voice that does not exist',
      { audio: { output: { voice: 'nobody' } } },
      'invalid_value',
      'session.audio.output.voice',
    ],
    ['a speed above 1.5', { audio: { output: { speed: 2 } } }, 'decimal_above_max_value', 'session.audio.output.speed'],
    ['both modalities', { output_modalities: ['audio', 'text'] }, 'invalid_value', 'session.output_modalities'],
    ['too many output tokens', { max_output_tokens: 5000 }, 'integer_above_max_value', 'session.max_output_tokens'],
    ['another model', { model: 'gpt-realtime-2' }, 'invalid_parameter', 'session.model'],
    [
      'reasoning of a model that does not reason',
      { reasoning: { effort: 'low' } },
      'invalid_parameter',
      'session.reasoning',
    ],
    ['a tool without a name', { tools: [{ type: 'function' }] }, 'missing_required_parameter', 'session.tools[0].name'],
    ['a transcription session', { type: 'transcription' }, 'invalid_parameter', 'session.type'],
  ];
  it.each(refusedUpdates)('is refused whole for %s', async (_name, session, code, param) => {
    const eventId = caller.update({ instructions: 'Never in effect.', ...session });
    expect(await caller.refusal(eventId)).toMatchObject({ type: 'invalid_request_error', code, param });
    const after = await caller.configure({});
    expect(after['instructions']).not.toBe('Never in effect.');
    expect(caller.all('session.updated')).toHaveLength(1);
  });

  it('is refused without the type of the session', async () => {
    const eventId = caller.send('session.update', { session: { instructions: 'Be brief.' } });
    expect(await caller.refusal(eventId)).toMatchObject({
      code: 'missing_required_parameter',
      message: "Missing required parameter: 'session.type'.",
    });
  });

  it('may set reasoning for a model that reasons', async () => {
    const reasoning = await Caller.connect(simulator, { model: 'gpt-realtime-2.1-mini' });
    expect(await reasoning.configure({ reasoning: { effort: 'low' } })).toMatchObject({ reasoning: { effort: 'low' } });
    await reasoning.hangUp();
  });

  it('may change the voice until the session has spoken, and then only to the same', async () => {
    await caller.configure({ audio: { output: { voice: 'marin' } } });
    caller.send('response.create');
    await caller.response();
    const eventId = caller.update({ audio: { output: { voice: 'cedar' } } });
    expect(await caller.refusal(eventId)).toMatchObject({ code: 'cannot_update_voice' });
    expect(await caller.configure({ audio: { output: { voice: 'marin' } } })).toMatchObject({
      audio: { output: { voice: 'marin' } },
    });
  });
});

describe('a frame that is no event', () => {
  const answers: [string, string, string][] = [
    ['is not JSON', '{"type":', 'invalid_json'],
    ['is not an object', '[1]', 'invalid_type'],
    ['has no type', '{}', 'missing_required_parameter'],
    ['has a type that is no text', '{"type":5}', 'invalid_type'],
    ['is of a type that does not exist', '{"type":"session.destroy"}', 'invalid_value'],
    ['is of a type of the beta', '{"type":"transcription_session.update"}', 'invalid_value'],
    ['has a member its event does not have', '{"type":"response.cancel","all":true}', 'unknown_parameter'],
    ['is for another transport', '{"type":"output_audio_buffer.clear"}', 'invalid_parameter'],
  ];
  it.each(answers)('because it %s is answered with an error, and the session goes on', async (_why, frame, code) => {
    caller.socket.send(frame);
    expect(await caller.refusal(null)).toMatchObject({ type: 'invalid_request_error', code });
    await caller.configure({});
  });

  it('because it is binary is answered with an error', async () => {
    caller.socket.send(Buffer.from([1, 2, 3]));
    expect(await caller.refusal(null)).toMatchObject({ code: 'invalid_json' });
  });
});
