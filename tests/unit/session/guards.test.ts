import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/kit/json.ts';
import {
  cancelResponse,
  clearInput,
  commitInput,
  createItem,
  createResponse,
  deleteItem,
  retrieveItem,
  truncateItem,
} from '../../../shared/protocol/client-events.ts';
import { userImage, userText } from '../../../shared/protocol/conversation-items.ts';
import { guards, warningsFor } from '../../../shared/session/send-warnings.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { header, LogWriter } from './log.ts';

const audio = { $audio: { file: 'output.wav', offset: 44, length: 48_000 } };
const session = (detection: JsonObject | null, more: JsonObject = {}): { session: JsonObject } => ({
  session: {
    type: 'realtime',
    model: 'gpt-realtime-mini',
    audio: { input: { turn_detection: detection }, output: { voice: 'alloy' } },
    ...more,
  },
});
const vad = { type: 'server_vad' };

/** A session that has given one spoken answer of a second, and perhaps runs another. */
const log = (detection: JsonObject | null = null): LogWriter =>
  new LogWriter().server('session.created', session(detection));
const spoken = (detection: JsonObject | null = null): LogWriter =>
  log(detection)
    .server('response.created', { response: { id: 'r1', conversation_id: 'c' } })
    .server('response.output_item.added', { response_id: 'r1', item: { id: 'a1', type: 'message', role: 'assistant' } })
    .server('response.output_audio.delta', { response_id: 'r1', item_id: 'a1', delta: audio })
    .server('response.done', { response: { id: 'r1', status: 'completed', usage: null } });
const running = (writer: LogWriter, conversation: string | null = 'c'): LogWriter =>
  writer.server('response.created', { response: { id: 'r9', conversation_id: conversation } });

const warned = (writer: LogWriter, event: JsonObject, heldMs?: number): string[] => {
  const view = foldSession(header, writer.entries);
  return warningsFor({ view, event, ...(heldMs === undefined ? {} : { heldMs }) }).map(({ id }) => id);
};

/** What warns, and beside it the nearest case in which nothing does. */
const cases: readonly [id: string, fires: () => string[], silent: () => string[]][] = [
  ['commit-short', () => warned(log().speak(80), commitInput()), () => warned(log().speak(100), commitInput())],
  [
    'commit-short',
    () => warned(log().speak(400), commitInput(), 40),
    () => warned(log().speak(400), commitInput(), 140),
  ],
  ['commit-under-vad', () => warned(log(vad).speak(400), commitInput()), () => warned(log().speak(400), commitInput())],
  [
    'clear-while-speaking',
    () => warned(log(vad).speak(400).server('input_audio_buffer.speech_started', { item_id: 'u' }), clearInput()),
    () => warned(log(vad).speak(400), clearInput()),
  ],
  [
    'response-active',
    () => warned(running(log()), createResponse()),
    () => warned(running(log()), createResponse({ outOfBand: true })),
  ],
  [
    'response-while-vad-answers',
    () => warned(log(vad).server('input_audio_buffer.speech_started', { item_id: 'u' }), createResponse()),
    () => warned(log(vad), createResponse()),
  ],
  [
    'response-voice-locked',
    () => warned(spoken(), createResponse({ voice: 'marin' })),
    () => warned(log(), createResponse({ voice: 'marin' })),
  ],
  [
    'response-forced-tool-missing',
    () => warned(log(), createResponse({ toolChoice: { type: 'function', name: 'look_up' } })),
    () => {
      const writer = new LogWriter().server('session.created', session(null, { tools: [{ name: 'look_up' }] }));
      return warned(writer, createResponse({ toolChoice: { type: 'function', name: 'look_up' } }));
    },
  ],
  [
    'response-forced-tool-missing',
    () => warned(log(), createResponse({ toolChoice: 'required' })),
    () => warned(log(), createResponse({ toolChoice: 'auto' })),
  ],
  ['cancel-nothing', () => warned(spoken(), cancelResponse()), () => warned(running(log()), cancelResponse())],
  [
    'cancel-nothing',
    () => warned(running(log(), null), cancelResponse()),
    () => warned(running(log(), null), cancelResponse('r9')),
  ],
  [
    'voice-after-audio',
    () => warned(spoken(), { type: 'session.update', session: { audio: { output: { voice: 'marin' } } } }),
    () => warned(spoken(), { type: 'session.update', session: { audio: { output: { voice: 'alloy' } } } }),
  ],
  [
    'delete-absent',
    () => warned(log(), deleteItem('a1')),
    () =>
      warned(
        log().server('conversation.item.added', { item: { id: 'a1', type: 'message', role: 'user' } }),
        deleteItem('a1'),
      ),
  ],
  [
    'retrieve-absent',
    () => warned(spoken().server('conversation.item.deleted', { item_id: 'a1' }), retrieveItem('a1')),
    () => warned(spoken(), retrieveItem('a1')),
  ],
  ['truncate-absent', () => warned(log(), truncateItem('a1', 10)), () => warned(spoken(), truncateItem('a1', 10))],
  ['delete-busts-cache', () => warned(spoken(), deleteItem('a1')), () => warned(spoken(), retrieveItem('a1'))],
  [
    'truncate-beyond',
    () => warned(spoken(), truncateItem('a1', 1001)),
    () => warned(spoken(), truncateItem('a1', 1000)),
  ],
  [
    'truncate-no-audio',
    () =>
      warned(
        log().server('conversation.item.added', { item: { id: 'u1', type: 'message', role: 'user' } }),
        truncateItem('u1', 0),
      ),
    () => warned(spoken(), truncateItem('a1', 0)),
  ],
  [
    'image-model',
    () =>
      warned(
        new LogWriter().server('session.created', session(null, { model: 'voice-a' })),
        createItem(userImage('data:')),
      ),
    () => warned(log(), createItem(userImage('data:'))),
  ],
  [
    'image-model',
    () =>
      warned(
        new LogWriter().server('session.created', session(null, { model: 'gpt-4o-realtime-preview' })),
        createItem(userImage('data:')),
      ),
    () => warned(log(), createItem(userText('no image'))),
  ],
];

describe('a guard', () => {
  it.each(cases)('%s warns where it should and nowhere near it', (id, fires, silent) => {
    expect(fires()).toContain(id);
    expect(silent()).not.toContain(id);
  });

  it('is tested, every one of them', () => {
    expect(new Set(cases.map(([id]) => id))).toEqual(new Set(guards.map(({ id }) => id)));
  });

  it('says in whole sentences what would happen', () => {
    const [warning] = warningsFor({ view: foldSession(header, log().speak(80).entries), event: commitInput() });
    expect(warning?.text).toBe(
      'Only 80 ms of audio are in the buffer, and the service refuses a commit of less than 100 ms. Talk for longer, then commit.',
    );
  });
});
