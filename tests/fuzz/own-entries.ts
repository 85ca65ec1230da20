import { benchError } from '../../shared/kit/errors.ts';
import type { JsonObject } from '../../shared/kit/json.ts';
import type { ClientEventType } from '../../shared/protocol/events.ts';
import type { BenchEvent } from '../../shared/session/bench-events.ts';
import type { Ids } from './ids.ts';
import { callItem, gaSession } from './shapes.ts';

/*
 * What the bench writes of itself, and what it sends: every type with all its members. A record may come from an older
 * or a newer version, or from somebody's editor, so these are no safer to read than a frame.
 */

type Of<Type extends BenchEvent['type']> = Extract<BenchEvent, { type: Type }>;

const audio = { $audio: { file: 'input.wav', offset: 44, length: 960 } };

const entries: { readonly [Type in BenchEvent['type']]: (ids: Ids) => readonly [Of<Type>, ...Of<Type>[]] } = {
  'bench.connect': () => [{ type: 'bench.connect', url: 'wss://a.example/v1', auth: 'bearer', proxy: 'proxy:8080' }],
  'bench.connected': () => [{ type: 'bench.connected', handshakeMs: 31, requestId: 'r', region: 'Sweden' }],
  'bench.refused': () => [
    { type: 'bench.refused', error: benchError('refused', 'No.'), httpStatus: 403, httpBody: '{}', afterMs: 12 },
  ],
  'bench.closing': () => [{ type: 'bench.closing', by: 'person', graceMs: 500 }],
  'bench.closed': ({ response, item }) => [
    {
      type: 'bench.closed',
      code: 1006,
      reason: 'gone',
      explanation: 'The line was cut.',
      openResponses: [response],
      openTranscriptions: [item],
    },
  ],
  'bench.input.opened': () => [
    {
      type: 'bench.input.opened',
      kind: 'microphone',
      label: 'Headset',
      settings: {
        sampleRateHz: 48_000,
        channels: 1,
        echoCancellation: false,
        noiseSuppression: false,
        autoGainControl: false,
      },
    },
    {
      type: 'bench.input.opened',
      kind: 'wav',
      label: 'question.wav',
      sampleRateHz: 24_000,
      channels: 1,
      durationMs: 900,
      trailingSilenceMs: 400,
    },
  ],
  'bench.input.lost': () => [{ type: 'bench.input.lost', label: 'Headset', message: 'It was unplugged.' }],
  'bench.input.queued': () => [{ type: 'bench.input.queued', waiting: ['second.flac'] }],
  'bench.input.ended': () => [{ type: 'bench.input.ended', label: 'question.wav', sentMs: 1300 }],
  'bench.input.zeros': () => [{ type: 'bench.input.zeros', label: 'Headset', forMs: 5000 }],
  'bench.input.clipped': () => [{ type: 'bench.input.clipped', count: 12 }],
  'bench.input.gap': () => [{ type: 'bench.input.gap', missingFrames: 3 }],
  'bench.input.filled': () => [{ type: 'bench.input.filled', silenceMs: 1240, lateFrames: 2 }],
  'bench.input.cancelling': () => [{ type: 'bench.input.cancelling', label: 'Mixer', channels: 2 }],
  'bench.output.lost': () => [{ type: 'bench.output.lost', label: 'Headset', message: 'It was unplugged.' }],
  'bench.output.opened': () => [{ type: 'bench.output.opened', label: 'Headset', latencyMs: 180 }],
  'bench.input.muted': () => [{ type: 'bench.input.muted', muted: true }],
  'bench.capture': () => [{ type: 'bench.capture', frames: 250, p50Ms: 21, p95Ms: 30, maxMs: 41 }],
  'bench.speech-end': ({ item }) => [
    { type: 'bench.speech-end', itemId: item, bufferMs: 1200, noiseDbfs: -60, speechDbfs: -20 },
  ],
  'bench.send.paused': () => [{ type: 'bench.send.paused', bufferedBytes: 262_144, droppedFrames: 50 }],
  'bench.playback.started': ({ item, response }) => [
    { type: 'bench.playback.started', itemId: item, responseId: response },
  ],
  'bench.playback.stopped': ({ item }) => [
    { type: 'bench.playback.stopped', itemId: item, playedMs: 20, receivedMs: 40, why: 'interrupted' },
  ],
  'bench.playback.underrun': ({ item }) => [{ type: 'bench.playback.underrun', itemId: item, silenceMs: 40 }],
  'bench.self-interruption': () => [{ type: 'bench.self-interruption', message: 'It may hear itself.' }],
  'bench.echo': ({ item }) => [
    { type: 'bench.echo', itemId: item, ofItemId: item, likeness: 0.9, delayMs: 120, overMs: 1500 },
  ],
  'bench.tokens': ({ item }) => [
    { type: 'bench.tokens', part: 'text', ofSeq: 3, itemId: item, characters: 13, tokens: 4, written: 2 },
    { type: 'bench.tokens', part: 'instructions', ofSeq: 1, itemId: null, characters: 23, tokens: 5 },
  ],
  'bench.options': ({ event }) => [
    { type: 'bench.options', changed: ['voice', 'vad.type'], eventId: event, json: { voice: 'ash' } },
  ],
  'bench.options.waiting': ({ response }) => [
    { type: 'bench.options.waiting', values: { voice: 'ash' }, waitsFor: response },
  ],
  'bench.budget': () => [
    {
      type: 'bench.budget',
      state: 'warning',
      unit: 'money',
      limit: '1.5',
      currency: 'USD',
      warnAt: 0.8,
      stop: true,
      expected: '1.25',
      unpriced: ['image in'],
    },
  ],
  'bench.error': () => [
    { type: 'bench.error', error: benchError('disk', 'The disk is full.', { nextStep: 'Free some.' }) },
  ],
  'bench.repaired': () => [{ type: 'bench.repaired', message: 'A torn line was moved.' }],
  'bench.slept': () => [{ type: 'bench.slept', forMs: 60_000 }],
  'bench.clock-set': () => [{ type: 'bench.clock-set', byMs: -3_600_000 }],
  'bench.network': () => [{ type: 'bench.network', online: false }],
  'bench.expiring': () => [{ type: 'bench.expiring', leftMs: 60_000 }],
  'bench.continued': () => [{ type: 'bench.continued', sessionId: 'before', items: 3, losses: ['The voice.'] }],
  'bench.hurried': () => [{ type: 'bench.hurried' }],
  'bench.dialect': () => [
    { type: 'bench.dialect', asked: 'ga', spoken: 'preview', sign: 'session.created', resent: true },
  ],
  'bench.tool': ({ call }) => [{ type: 'bench.tool', callId: call, by: 'rule' }],
};

export const benchTypes = Object.keys(entries) as [BenchEvent['type'], ...BenchEvent['type'][]];

/** Whole entries of one type, one for every form it has, as they are read from a file. */
export const benchEvents = (type: BenchEvent['type'], ids: Ids): readonly JsonObject[] =>
  JSON.parse(JSON.stringify(entries[type](ids))) as readonly JsonObject[];

const sent: Readonly<Record<ClientEventType, (ids: Ids) => JsonObject>> = {
  'session.update': () => ({ session: gaSession }),
  'input_audio_buffer.append': () => ({ audio }),
  'input_audio_buffer.commit': () => ({}),
  'input_audio_buffer.clear': () => ({}),
  'conversation.item.create': (ids) => ({ previous_item_id: ids.previous, item: callItem(ids) }),
  'conversation.item.retrieve': ({ item: item_id }) => ({ item_id }),
  'conversation.item.truncate': ({ item: item_id }) => ({ item_id, content_index: 0, audio_end_ms: 20 }),
  'conversation.item.delete': ({ item: item_id }) => ({ item_id }),
  'response.create': (ids) => ({
    response: {
      conversation: 'none',
      instructions: 'Be brief.',
      output_modalities: ['text'],
      input: [callItem(ids), { type: 'item_reference', id: ids.item }],
      tools: gaSession['tools'] ?? [],
      metadata: { topic: 'rain' },
    },
  }),
  'response.cancel': ({ response: response_id }) => ({ response_id }),
  'output_audio_buffer.clear': () => ({}),
};

export const clientTypes = Object.keys(sent) as [ClientEventType, ...ClientEventType[]];

export const clientEvent = (type: ClientEventType, ids: Ids): JsonObject => ({
  type,
  event_id: ids.event,
  ...sent[type](ids),
});
