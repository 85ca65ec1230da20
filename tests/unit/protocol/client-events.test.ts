import type {
  ConversationItemCreateEvent,
  ConversationItemDeleteEvent,
  ConversationItemRetrieveEvent,
  ConversationItemTruncateEvent,
  InputAudioBufferClearEvent,
  InputAudioBufferCommitEvent,
  RealtimeClientEvent,
  ResponseCancelEvent,
} from 'openai/resources/realtime/realtime';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { checkImage, checkWish, metadataOf, takesImages } from '../../../shared/protocol/client-event-limits.ts';
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
import {
  assistantText,
  functionCall,
  functionOutput,
  systemText,
  userImage,
  userText,
} from '../../../shared/protocol/conversation-items.ts';

/** Compiles only while everything the bench sends is what the official client may send. */
const sent: RealtimeClientEvent[] = [
  commitInput() satisfies InputAudioBufferCommitEvent,
  clearInput() satisfies InputAudioBufferClearEvent,
  createItem(userText('hello')) satisfies ConversationItemCreateEvent,
  createItem(userImage('data:image/png;base64,AA==', 'what is this')),
  createItem(systemText('be brief'), 'root'),
  createItem(assistantText('earlier')),
  createItem(functionCall('look_up', '{}', 'call_1')),
  createItem(functionOutput('call_1', '{"ok":true}')),
  deleteItem('item_1') satisfies ConversationItemDeleteEvent,
  retrieveItem('item_1') satisfies ConversationItemRetrieveEvent,
  truncateItem('item_1', 1234.9) satisfies ConversationItemTruncateEvent,
  cancelResponse() satisfies ResponseCancelEvent,
  cancelResponse('resp_1'),
];

describe('what the bench sends', () => {
  it('is JSON that survives the wire', () => {
    for (const event of sent) expect(JSON.parse(JSON.stringify(event))).toEqual(event);
  });

  it('leaves out of a response everything that was not asked for', () => {
    expect(createResponse()).toEqual({ type: 'response.create' });
    expect(createResponse({ metadata: {}, inputItemIds: [] })).toEqual({ type: 'response.create' });
  });

  it('puts every override of a response where the service looks for it', () => {
    const event: JsonObject = createResponse({
      modality: 'text',
      instructions: 'Answer in one word.',
      voice: 'marin',
      maxOutputTokens: 'inf',
      toolChoice: { type: 'function', name: 'look_up' },
      metadata: { purpose: 'judge' },
      outOfBand: true,
      inputItemIds: ['item_1'],
      inputMessages: [userText('Was it polite?')],
    });
    expect(event).toEqual({
      type: 'response.create',
      response: {
        output_modalities: ['text'],
        instructions: 'Answer in one word.',
        audio: { output: { voice: 'marin' } },
        max_output_tokens: 'inf',
        tool_choice: { type: 'function', name: 'look_up' },
        metadata: { purpose: 'judge' },
        conversation: 'none',
        input: [
          { type: 'item_reference', id: 'item_1' },
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Was it polite?' }] },
        ],
      },
    });
  });

  it('cuts at the whole millisecond that was really played, never before the beginning', () => {
    expect(truncateItem('a', 1234.9).audio_end_ms).toBe(1234);
    expect(truncateItem('a', -3).audio_end_ms).toBe(0);
  });
});

describe('a wish for a response', () => {
  it('is refused with a sentence for each thing the service would refuse', () => {
    expect(checkWish({ maxOutputTokens: 0 })[0]).toContain('1 to 4096');
    expect(checkWish({ maxOutputTokens: 12.5 })[0]).toContain('whole number');
    expect(checkWish({ toolChoice: { type: 'function', name: ' ' } })[0]).toContain('name');
    expect(checkWish({ metadata: { ['k'.repeat(65)]: 'v' } })[0]).toContain('64');
    expect(checkWish({ metadata: { k: 'v'.repeat(513) } })[0]).toContain('512');
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, '']));
    expect(checkWish({ metadata: many })[0]).toContain('16 pairs');
    expect(checkWish({ maxOutputTokens: 'inf', metadata: { a: 'b' } })).toEqual([]);
  });

  it('reads metadata from lines of name=value', () => {
    expect(metadataOf('topic = billing\n\nnote=a=b\nbare')).toEqual({ topic: 'billing', note: 'a=b', bare: '' });
  });
});

describe('an image', () => {
  it('is refused when the service would not take its type or its size', () => {
    const image = { name: 'plan.gif', type: 'image/gif', size: 10 };
    const refused = (file: typeof image): string => {
      const answer = checkImage(file);
      return answer.ok ? '' : answer.error.message;
    };
    expect(refused(image)).toBe('plan.gif is image/gif; the service takes PNG and JPEG.');
    expect(refused({ ...image, type: 'image/png', size: 0 })).toContain('empty');
    expect(refused({ ...image, type: 'image/png', size: 11 * 1024 * 1024 })).toContain('11.0 MB');
    expect(refused({ ...image, type: 'image/jpeg', size: 10 * 1024 * 1024 })).toBe('');
  });

  it.each([
    ['gpt-realtime-mini-2025-12-15', true],
    ['gpt-realtime-2.1', true],
    ['gpt-4o-realtime-preview', false],
    ['gpt-realtime-whisper', false],
    ['voice-mini-1215', null],
  ])('%s takes images: %s', (model, takes) => expect(takesImages(model)).toBe(takes));
});
