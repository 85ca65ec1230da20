import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../shared/kit/json.ts';
import {
  askedDialect,
  clientEventInGa,
  clientEventOnWire,
  type Dialect,
  dialectInstead,
  dialects,
  dialectSign,
  serverEventInGa,
  spokenAfter,
} from '../../../shared/protocol/dialects.ts';

const nested: JsonObject = { type: 'realtime', output_modalities: ['audio'], audio: { output: { voice: 'ash' } } };
const flat: JsonObject = { id: 's', modalities: ['text', 'audio'], voice: 'ash', input_audio_format: 'pcm16' };

describe('the dialect of a service', () => {
  it.each<readonly [Json, string]>([
    [{ type: 'session.created', session: nested }, 'ga session'],
    [{ type: 'session.updated', session: { type: 'transcription', audio: { input: {} } } }, 'ga session'],
    [{ type: 'session.created', session: flat }, 'preview session'],
    [{ type: 'session.created', session: { turn_detection: null } }, 'preview session'],
    [{ type: 'transcription_session.created', session: { input_audio_format: 'pcm16' } }, 'preview session'],
    [{ type: 'transcription_session.updated', session: {} }, 'preview name'],
    [{ type: 'response.audio.delta' }, 'preview name'],
    [{ type: 'response.text.done' }, 'preview name'],
    [{ type: 'response.audio_transcript.delta' }, 'preview name'],
    [{ type: 'response.output_audio.delta' }, 'ga name'],
    [{ type: 'response.output_text.delta' }, 'ga name'],
    [{ type: 'conversation.item.added' }, 'ga name'],
  ])('is shown by %j: %s', (event, shown) => {
    const sign = dialectSign(event);
    expect(sign === null ? null : `${sign.dialect} ${sign.by}`).toBe(shown);
  });

  it.each<Json>([
    { type: 'session.created', session: { id: 's', model: 'm' } },
    { type: 'session.created', session: { ...flat, audio: { output: {} } } },
    { type: 'session.created', session: [flat] },
    { type: 'session.created' },
    { type: 'conversation.item.created' },
    { type: 'response.done' },
    { type: 'error', session: flat },
    { type: '__proto__' },
    { type: 'constructor' },
    { type: 7 },
    'response.audio.delta',
    null,
  ])('is not shown by %j', (event) => expect(dialectSign(event)).toBeNull());

  it('is that of the first session it describes; before that, of the first name', () => {
    const after = (asked: Dialect, ...events: Json[]): string => {
      const { sends, reads } = events.reduce(spokenAfter, askedDialect(asked));
      return `${sends} ${reads}`;
    };
    const [gaSession, flatSession] = [nested, flat].map((session) => ({ type: 'session.created', session }));
    const [gaName, previewName] = [{ type: 'response.output_audio.delta' }, { type: 'response.audio.delta' }];
    expect(after('ga')).toBe('ga ga');
    expect(after('ga', flatSession ?? null)).toBe('preview preview');
    expect(after('ga', previewName)).toBe('preview preview');
    expect(after('ga', gaSession ?? null, previewName)).toBe('ga preview');
    expect(after('ga', previewName, gaSession ?? null)).toBe('ga preview');
    expect(after('ga', flatSession ?? null, gaSession ?? null, gaName)).toBe('preview preview');
    expect(after('preview', gaSession ?? null)).toBe('ga preview');
    // A stream that changes its names with every event is answered once, not again and again.
    expect(after('ga', gaName, previewName, gaName)).toBe('ga preview');
  });

  it('and the state after an event that shows nothing is the one before', () => {
    const before = askedDialect('ga');
    expect(spokenAfter(before, { type: 'response.done' })).toBe(before);
    const shown = spokenAfter(before, { type: 'session.created', session: nested });
    expect(spokenAfter(shown, { type: 'session.updated', session: nested })).toBe(shown);
  });
});

describe('an event that is GA already', () => {
  const server: readonly JsonObject[] = [
    { type: 'session.updated', session: nested },
    { type: 'response.output_audio.delta', delta: 'AAAA' },
    {
      type: 'response.done',
      response: {
        id: 'r',
        output_modalities: ['audio'],
        audio: { output: { voice: 'ash' } },
        output: [{ id: 'i', type: 'message', content: [{ type: 'output_audio', transcript: 'Hi.' }] }],
      },
    },
    { type: 'conversation.item.added', item: { id: 'i', type: 'message', content: [{ type: 'input_audio' }] } },
  ];
  const client: readonly JsonObject[] = [
    { type: 'session.update', session: nested },
    { type: 'response.create', response: { output_modalities: ['text'], audio: { output: { voice: 'ash' } } } },
    { type: 'conversation.item.create', item: { type: 'message', content: [{ type: 'output_text', text: 'Hi.' }] } },
  ];
  it.each(dialects)('stays as it is when it is read from %s', (dialect) => {
    for (const event of server) expect(serverEventInGa(dialect, event)).toEqual(event);
    for (const event of client) expect(clientEventInGa(dialect, event)).toEqual(event);
  });

  it.each(dialects)('is the same after it went out in %s and was read back', (dialect) => {
    for (const event of client) expect(clientEventInGa(dialect, clientEventOnWire(dialect, event))).toEqual(event);
  });
});

it.each<readonly [Dialect, string, string, Dialect | null]>([
  ['ga', 'unknown_parameter', 'session.type', 'preview'],
  ['ga', 'unknown_parameter', 'session.audio', 'preview'],
  ['ga', 'unknown_parameter', 'session.audio.output.voice', 'preview'],
  ['ga', 'unknown_parameter', 'session.truncation', null],
  ['ga', 'invalid_value', 'session.audio.output.voice', null],
  ['preview', 'missing_required_parameter', 'session.type', 'ga'],
  ['preview', 'unknown_parameter', 'session.modalities', 'ga'],
  ['preview', 'unknown_parameter', 'session.truncation', null],
  ['ga', 'unknown_parameter', '', null],
])('options sent in %s and refused as %s of %j leave the dialect %s to try', (sent, code, param, instead) => {
  expect(dialectInstead(sent, code, param)).toBe(instead);
});
