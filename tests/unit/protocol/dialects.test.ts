import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atPath, type JsonObject, withAt } from '../../../shared/kit/json.ts';
import { optionSpec, sessionFromOptions } from '../../../shared/protocol/options/options.ts';
import {
  clientEventInGa,
  clientEventOnWire,
  entryInGa,
  outgoing,
  serverEventInGa,
  previewPath,
} from '../../../shared/protocol/dialects.ts';
import { serverEvents } from '../../../shared/protocol/events.ts';

const previewSession: JsonObject = {
  id: 'sess_1',
  object: 'realtime.session',
  model: 'gpt-4o-realtime-preview',
  expires_at: 1_760_000_000,
  modalities: ['text', 'audio'],
  instructions: 'Be brief.',
  voice: 'alloy',
  speed: 1.1,
  temperature: 0.8,
  input_audio_format: 'pcm16',
  output_audio_format: 'g711_ulaw',
  input_audio_transcription: { model: 'whisper-1' },
  input_audio_noise_reduction: null,
  turn_detection: { type: 'server_vad', threshold: 0.5 },
  tool_choice: 'auto',
  tools: [],
  max_response_output_tokens: 'inf',
};

const gaSession: JsonObject = {
  type: 'realtime',
  id: 'sess_1',
  object: 'realtime.session',
  model: 'gpt-4o-realtime-preview',
  expires_at: 1_760_000_000,
  output_modalities: ['audio'],
  instructions: 'Be brief.',
  temperature: 0.8,
  audio: {
    input: {
      format: { type: 'audio/pcm', rate: 24000 },
      transcription: { model: 'whisper-1' },
      noise_reduction: null,
      turn_detection: { type: 'server_vad', threshold: 0.5 },
    },
    output: { format: { type: 'audio/pcmu' }, voice: 'alloy', speed: 1.1 },
  },
  tool_choice: 'auto',
  tools: [],
  max_output_tokens: 'inf',
};

const place = { response_id: 'r', item_id: 'i', output_index: 0, content_index: 0 };

/** What the service sends in the preview, and what the rest of the bench sees. */
const fromService: readonly (readonly [preview: JsonObject, ga: JsonObject])[] = [
  [
    { type: 'session.created', session: previewSession },
    { type: 'session.created', session: gaSession },
  ],
  [
    { type: 'response.audio.delta', ...place, delta: 'AAAA' },
    { type: 'response.output_audio.delta', ...place, delta: 'AAAA' },
  ],
  [
    { type: 'response.audio.done', ...place },
    { type: 'response.output_audio.done', ...place },
  ],
  [
    { type: 'response.text.delta', ...place, delta: 'a' },
    { type: 'response.output_text.delta', ...place, delta: 'a' },
  ],
  [
    { type: 'response.text.done', ...place, text: 'a' },
    { type: 'response.output_text.done', ...place, text: 'a' },
  ],
  [
    { type: 'response.audio_transcript.delta', ...place, delta: 'a' },
    { type: 'response.output_audio_transcript.delta', ...place, delta: 'a' },
  ],
  [
    { type: 'response.audio_transcript.done', ...place, transcript: 'a' },
    { type: 'response.output_audio_transcript.done', ...place, transcript: 'a' },
  ],
  [
    {
      type: 'conversation.item.created',
      previous_item_id: null,
      item: { id: 'i', type: 'message', role: 'assistant', content: [{ type: 'audio', transcript: 'Hello.' }] },
    },
    {
      type: 'conversation.item.added',
      previous_item_id: null,
      item: { id: 'i', type: 'message', role: 'assistant', content: [{ type: 'output_audio', transcript: 'Hello.' }] },
    },
  ],
  [
    {
      type: 'response.done',
      response: {
        id: 'r',
        status: 'completed',
        modalities: ['text', 'audio'],
        voice: 'alloy',
        output_audio_format: 'pcm16',
        max_response_output_tokens: 'inf',
        output: [{ id: 'i', type: 'message', role: 'assistant', content: [{ type: 'text', text: 'Hello.' }] }],
        usage: { total_tokens: 3 },
      },
    },
    {
      type: 'response.done',
      response: {
        id: 'r',
        status: 'completed',
        output_modalities: ['audio'],
        audio: { output: { voice: 'alloy', format: { type: 'audio/pcm', rate: 24000 } } },
        max_output_tokens: 'inf',
        output: [{ id: 'i', type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hello.' }] }],
        usage: { total_tokens: 3 },
      },
    },
  ],
  [
    {
      type: 'transcription_session.updated',
      session: { input_audio_format: 'g711_alaw', turn_detection: { type: 'none' } },
    },
    {
      type: 'session.updated',
      session: { type: 'transcription', audio: { input: { format: { type: 'audio/pcma' }, turn_detection: null } } },
    },
  ],
];

/** What the bench sends, and how the preview takes it. */
const toService: readonly (readonly [ga: JsonObject, preview: JsonObject])[] = [
  [
    {
      type: 'session.update',
      event_id: 'e',
      session: { type: 'realtime', audio: { input: { turn_detection: null } } },
    },
    { type: 'session.update', event_id: 'e', session: { turn_detection: null } },
  ],
  [
    { type: 'session.update', session: { type: 'transcription', audio: { input: { transcription: { model: 'w' } } } } },
    { type: 'transcription_session.update', session: { input_audio_transcription: { model: 'w' } } },
  ],
  [
    {
      type: 'session.update',
      session: { type: 'realtime', truncation: 'disabled', audio: { input: { new_switch: 1 } } },
    },
    { type: 'session.update', session: { truncation: 'disabled', audio: { input: { new_switch: 1 } } } },
  ],
  [
    { type: 'response.create', response: { output_modalities: ['text'], max_output_tokens: 40, conversation: 'none' } },
    {
      type: 'response.create',
      response: { modalities: ['text'], max_response_output_tokens: 40, conversation: 'none' },
    },
  ],
  [{ type: 'response.create' }, { type: 'response.create' }],
  [
    {
      type: 'conversation.item.create',
      item: { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'a' }] },
    },
    {
      type: 'conversation.item.create',
      item: { type: 'message', role: 'assistant', content: [{ type: 'text', text: 'a' }] },
    },
  ],
  [
    {
      type: 'conversation.item.create',
      item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'a' }] },
    },
    {
      type: 'conversation.item.create',
      item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'a' }] },
    },
  ],
  [{ type: 'input_audio_buffer.commit' }, { type: 'input_audio_buffer.commit' }],
];

describe('the preview dialect', () => {
  it.each(fromService)('%j is read as the GA event', (preview, ga) => {
    expect(serverEventInGa('preview', preview)).toEqual(ga);
  });

  it.each(toService)('%j goes out as the preview takes it', (ga, preview) => {
    expect(clientEventOnWire('preview', ga)).toEqual(preview);
  });

  it('gives back, read from a record, the session that was asked for', () => {
    const values = fc.record(
      {
        voice: fc.constantFrom('alloy', 'marin'),
        speed: fc.double({ min: 0.25, max: 1.5, noNaN: true }),
        instructions: fc.string(),
        'vad.type': fc.constantFrom(null, 'server_vad', 'semantic_vad'),
        'transcription.model': fc.constantFrom(null, 'whisper-1'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(values, (asked) => {
        const session = sessionFromOptions(asked);
        const sent = clientEventOnWire('preview', { type: 'session.update', session });
        expect(clientEventInGa('preview', sent)).toEqual({ type: 'session.update', session });
      }),
    );
  });

  it('leaves events of the GA protocol as they are, known or not', () => {
    const event = fc.record({
      type: fc.constantFrom(...serverEvents, 'future.event'),
      item_id: fc.string(),
    });
    fc.assert(
      fc.property(event, (ga) => {
        const read = serverEventInGa('preview', ga);
        expect(serverEventInGa('preview', read)).toEqual(read);
        if (ga.type !== 'conversation.item.created') expect(read).toEqual(ga);
      }),
    );
  });

  it('never throws and changes nothing it was given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const before = JSON.stringify(value);
        serverEventInGa('preview', value as JsonObject);
        clientEventInGa('preview', value as JsonObject);
        expect(JSON.stringify(value)).toBe(before);
      }),
    );
  });

  it('leaves what the bench says about itself alone', () => {
    const entry = {
      seq: 1,
      at: '',
      t: 0,
      from: 'bench',
      event: { type: 'bench.connect', url: '', auth: 'none' },
    } as const;
    expect(entryInGa('preview', entry)).toBe(entry);
  });
});

describe('the GA dialect', () => {
  it('is not touched on its way in or out', () => {
    const event: JsonObject = { type: 'response.text.delta', session: previewSession };
    expect(serverEventInGa('ga', event)).toBe(event);
    expect(clientEventOnWire('ga', event)).toBe(event);
  });
});

describe('a transcription session', () => {
  it('is asked for its input only, in either dialect', () => {
    const event = {
      type: 'session.update',
      session: {
        type: 'realtime',
        instructions: 'x',
        audio: { input: { transcription: { model: 'w' } }, output: { voice: 'v' } },
      },
    };
    const ga = outgoing({ dialect: 'ga', intent: 'transcription' }, event);
    expect(ga['session']).toEqual({ type: 'transcription', audio: { input: { transcription: { model: 'w' } } } });
    const preview = outgoing({ dialect: 'preview', intent: 'transcription' }, event);
    expect(preview).toEqual({
      type: 'transcription_session.update',
      session: { input_audio_transcription: { model: 'w' } },
    });
  });
});

describe('the name of an option in the preview', () => {
  it.each([
    ['vad.threshold', 'turn_detection.threshold'],
    ['input.format', 'input_audio_format'],
    ['output.format', 'output_audio_format'],
    ['noise.type', 'input_audio_noise_reduction.type'],
    ['transcription.model', 'input_audio_transcription.model'],
    ['modality', 'modalities'],
    ['voice', 'voice'],
    ['speed', 'speed'],
    ['max_output_tokens', 'max_response_output_tokens'],
    ['instructions', 'instructions'],
  ])('of %s is %s, which is where the preview finds it', (id, name) => {
    const spec = optionSpec(id);
    expect(previewPath(spec?.path ?? '')).toBe(name);
    const update = { type: 'session.update', session: withAt({}, spec?.path ?? '', 'set') };
    expect(atPath(clientEventOnWire('preview', update), `session.${name}`)).toBeDefined();
  });
});
