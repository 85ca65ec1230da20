import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../electron/simulator/server.ts';
import { asArray, atPath, type JsonObject } from '../../../shared/kit/json.ts';
import { loadTokenizer } from '../../../electron/simulator/model/tokens.ts';
import { Caller, startForTests, textMessage } from './harness.ts';

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

const tool: JsonObject = {
  type: 'function',
  name: 'order_status',
  description: 'Where an order is.',
  parameters: { type: 'object', properties: { number: { type: 'integer' }, carrier: { enum: ['post', 'van'] } } },
};

describe('a session with a function', () => {
  it('calls it when the words are about it, streams the arguments, and answers once the result is there', async () => {
    await caller.configure({ tools: [tool], output_modalities: ['text'] });
    caller.send('conversation.item.create', textMessage('Where is my order?'));
    caller.send('response.create');
    const first = await caller.response();
    expect(first['output']).toMatchObject([
      { type: 'function_call', name: 'order_status', arguments: '{"number":1,"carrier":"post"}', status: 'completed' },
    ]);
    expect(atPath(first, 'usage.output_token_details.text_tokens')).toBeGreaterThan(0);
    const deltas = caller.all('response.function_call_arguments.delta').map((event) => event['delta'] as string);
    expect(deltas.join('')).toBe('{"number":1,"carrier":"post"}');

    const callId = atPath(asArray(first['output'])[0], 'call_id') as string;
    caller.send('conversation.item.create', {
      item: { type: 'function_call_output', call_id: callId, output: '{"state":"on its way"}' },
    });
    caller.send('response.create');
    expect((await caller.response(2))['output']).toMatchObject([{ type: 'message', role: 'assistant' }]);
  });

  it('takes one result for each call, and none for another', async () => {
    await caller.configure({ tools: [tool], output_modalities: ['text'] });
    caller.send('conversation.item.create', textMessage('Where is my order?'));
    caller.send('response.create');
    const callId = atPath(asArray((await caller.response())['output'])[0], 'call_id') as string;
    const give = (id: string): string =>
      caller.send('conversation.item.create', { item: { type: 'function_call_output', call_id: id, output: '{}' } });
    expect(await caller.refusal(give('call_nowhere'))).toMatchObject({
      type: 'invalid_request_error',
      code: 'invalid_tool_call_id',
      message: "Tool call ID 'call_nowhere' not found in conversation.",
      param: null,
    });
    const from = caller.events.length;
    give(callId);
    await caller.next('conversation.item.done', from);
    expect(await caller.refusal(give(callId))).toMatchObject({ code: 'invalid_tool_call_id' });
    const results = caller.all('conversation.item.added').filter((event) => atPath(event, 'item.call_id') === callId);
    expect(results.map((event) => atPath(event, 'item.type'))).toEqual(['function_call', 'function_call_output']);
  });

  it.each(['text', 'audio'])(
    'says that it calls and calls in one response, where the model thinks, in %s',
    async (modality) => {
      const count = await loadTokenizer();
      const thinking = await Caller.connect(simulator, { model: 'gpt-realtime-2.1-mini' });
      await thinking.configure({ tools: [tool], output_modalities: [modality] });
      thinking.send('conversation.item.create', textMessage('Where is my order?'));
      thinking.send('response.create');
      const first = await thinking.response();
      const said = 'Let me look, just a moment, please.';
      expect(first['output']).toMatchObject([
        {
          type: 'message',
          phase: 'commentary',
          content: [
            modality === 'text' ? { type: 'output_text', text: said } : { type: 'output_audio', transcript: said },
          ],
        },
        { type: 'function_call', name: 'order_status' },
      ]);
      const call = asArray(first['output'])[1] as JsonObject;
      expect(call).not.toHaveProperty('phase');
      if (modality === 'text') {
        // A commentary before another part adds 7, a call beside a message 10, and 32 are thought.
        const counted = count(said) + count(call['arguments'] as string) + count('functions.order_status');
        expect(atPath(first, 'usage.output_token_details.text_tokens')).toBe(counted + 7 + 10 + 32);
      }
      thinking.send('conversation.item.create', {
        item: { type: 'function_call_output', call_id: call['call_id'] as string, output: '{}' },
      });
      thinking.send('response.create');
      expect((await thinking.response(2))['output']).toMatchObject([{ type: 'message', phase: 'final_answer' }]);
      const added = thinking.all('response.output_item.added').map((event) => atPath(event, 'item.phase'));
      expect(added).toEqual(['commentary', undefined, 'final_answer']);
      await thinking.hangUp();
    },
  );

  it('calls nothing when it may not, or when the words are about something else', async () => {
    await caller.configure({ tools: [tool], tool_choice: 'none', output_modalities: ['text'] });
    caller.send('conversation.item.create', textMessage('Where is my order?'));
    caller.send('response.create');
    expect((await caller.response())['output']).toMatchObject([{ type: 'message' }]);
    await caller.configure({ tool_choice: 'auto' });
    caller.send('conversation.item.create', textMessage('Thank you, that is all.'));
    caller.send('response.create');
    expect((await caller.response(2))['output']).toMatchObject([{ type: 'message' }]);
  });

  it('calls the function that one response is made to call, and refuses to call one it does not have', async () => {
    caller.send('response.create', {
      response: { tools: [tool], tool_choice: { type: 'function', name: 'order_status' } },
    });
    expect((await caller.response())['output']).toMatchObject([{ type: 'function_call', name: 'order_status' }]);
    caller.send('response.create', { response: { tool_choice: { type: 'function', name: 'absent' } } });
    expect(await caller.next('error')).toMatchObject({
      error: { code: 'invalid_value', param: 'response.tool_choice' },
    });
  });
});

describe('an image', () => {
  const image = (url: string): JsonObject => ({
    item: { type: 'message', role: 'user', content: [{ type: 'input_image', image_url: url }] },
  });

  it('is taken as a data URL, and its bytes come back only on retrieval', async () => {
    caller.send('conversation.item.create', image('data:image/png;base64,iVBORw0KGgo='));
    const added = await caller.next('conversation.item.added');
    expect(atPath(added, 'item.content')).toEqual([{ type: 'input_image' }]);
    caller.send('conversation.item.retrieve', { item_id: atPath(added, 'item.id') as string });
    expect(atPath(await caller.next('conversation.item.retrieved'), 'item.content')).toEqual([
      { type: 'input_image', image_url: 'data:image/png;base64,iVBORw0KGgo=' },
    ]);
  });

  it('is refused when it is no data URL of an image, and by a model that takes none', async () => {
    caller.send('conversation.item.create', image('https://example.org/a.png'));
    expect(await caller.next('error')).toMatchObject({ error: { param: 'item.content.image_url' } });
    const deaf = await Caller.connect(simulator, { model: 'gpt-4o-realtime-preview' });
    deaf.send('conversation.item.create', image('data:image/png;base64,iVBORw0KGgo='));
    expect(await deaf.next('error')).toMatchObject({ error: { param: 'item.content.type' } });
    await deaf.hangUp();
  });
});
