import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../electron/simulator/server.ts';
import { asArray, atPath, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import { base64, Caller, joined, question, silence, startForTests, textMessage } from './harness.ts';

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

const textOf = (response: JsonObject): Json | undefined => {
  const part = asArray(atPath(asArray(response['output'])[0], 'content'))[0];
  return atPath(part, 'text') ?? atPath(part, 'transcript');
};

describe('a typed turn', () => {
  it('is answered in writing when the modality is text', async () => {
    await caller.configure({ output_modalities: ['text'] });
    caller.send('conversation.item.create', textMessage('Thank you, that is all.'));
    await caller.next('conversation.item.done');
    caller.send('response.create');
    const response = await caller.response();
    expect(textOf(response)).toBe('You are welcome. Have a good day.');
    const deltas = caller.all('response.output_text.delta').map((event) => event['delta'] as string);
    expect(deltas.join('')).toBe('You are welcome. Have a good day.');
    expect(caller.all('response.output_audio.delta')).toEqual([]);
    expect(atPath(response, 'usage.output_token_details')).toEqual({ text_tokens: 9 + 2, audio_tokens: 0 });
    expect(await caller.next('response.content_part.added')).toMatchObject({ part: { type: 'text' } });
  });

  it('answers other words with one reply after another, alike in every session', async () => {
    const said: unknown[][] = [];
    for (let session = 0; session < 2; session += 1) {
      const other = await Caller.connect(simulator);
      await other.configure({ output_modalities: ['text'] });
      const replies: unknown[] = [];
      for (let turn = 1; turn <= 3; turn += 1) {
        other.send('conversation.item.create', textMessage('Something else.'));
        other.send('response.create');
        replies.push(textOf(await other.response(turn)));
      }
      await other.hangUp();
      expect(new Set(replies).size).toBe(3);
      said.push(replies);
    }
    expect(said[0]).toEqual(said[1]);
  });
});

describe('response.create', () => {
  it('is refused while a response of the conversation runs', async () => {
    caller.send('response.create');
    const created = await caller.next('response.created');
    const eventId = caller.send('response.create');
    expect(await caller.refusal(eventId)).toMatchObject({
      code: 'conversation_already_has_active_response',
      message: expect.stringContaining(atPath(created, 'response.id') as string) as unknown,
    });
    expect((await caller.response())['status']).toBe('completed');
  });

  it('out of band runs beside it, adds nothing to the conversation and carries its metadata', async () => {
    caller.send('response.create');
    await caller.next('response.created');
    caller.send('response.create', {
      response: {
        conversation: 'none',
        output_modalities: ['text'],
        metadata: { purpose: 'summary' },
        input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Thank you, that is all.' }] }],
      },
    });
    const done = await caller.wait(
      ({ type, response }) => type === 'response.done' && atPath(response ?? null, 'conversation_id') === null,
      'the out-of-band response',
    );
    expect(done['response']).toMatchObject({
      status: 'completed',
      metadata: { purpose: 'summary' },
      output_modalities: ['text'],
    });
    expect(textOf(done['response'] as JsonObject)).toBe('You are welcome. Have a good day.');
    await caller.response(2);
    expect(caller.all('conversation.item.added')).toHaveLength(1);
  });

  it('reads an item of the conversation by reference, and refuses one that is not there', async () => {
    caller.send('conversation.item.create', textMessage('Thank you, that is all.'));
    const added = await caller.next('conversation.item.added');
    const reference = { type: 'item_reference', id: atPath(added, 'item.id') ?? null };
    caller.send('response.create', {
      response: { conversation: 'none', output_modalities: ['text'], input: [reference] },
    });
    expect(textOf(await caller.response())).toBe('You are welcome. Have a good day.');
    const eventId = caller.send('response.create', {
      response: { input: [{ type: 'item_reference', id: 'item_nowhere' }] },
    });
    expect(await caller.refusal(eventId)).toMatchObject({ code: 'invalid_value', param: 'response.input[0].id' });
  });

  it.each([
    ['audio', 100],
    ['text', 5],
  ])('stops at max_output_tokens as incomplete, in %s', async (modality, limit) => {
    await caller.configure({ output_modalities: [modality] });
    caller.send('conversation.item.create', textMessage('How do I send it back?'));
    caller.send('response.create', { response: { max_output_tokens: limit } });
    const response = await caller.response();
    expect(response).toMatchObject({
      status: 'incomplete',
      status_details: { type: 'incomplete', reason: 'max_output_tokens' },
      max_output_tokens: limit,
    });
    const used = atPath(response, 'usage.output_tokens') as number;
    expect(used).toBeLessThanOrEqual(limit);
    expect(used).toBeGreaterThan(limit - 10);
  });

  it.each([
    ['a member it does not have', { temperature: 0.8 }, 'unknown_parameter', 'response.temperature'],
    [
      'speed, which belongs to the session',
      { audio: { output: { speed: 1 } } },
      'unknown_parameter',
      'response.audio.output.speed',
    ],
    ['metadata that is no text', { metadata: { n: 1 } }, 'invalid_type', 'response.metadata.n'],
    ['a conversation by name', { conversation: 'other' }, 'invalid_value', 'response.conversation'],
  ])('is refused for %s', async (_name, response, code, param) => {
    const eventId = caller.send('response.create', { response: response as unknown as JsonObject });
    expect(await caller.refusal(eventId)).toMatchObject({ code, param });
  });

  it('keeps the voice once the conversation has audio', async () => {
    caller.send('response.create');
    await caller.response();
    const eventId = caller.send('response.create', { response: { audio: { output: { voice: 'cedar' } } } });
    expect(await caller.refusal(eventId)).toMatchObject({ code: 'cannot_update_voice' });
  });

  it('is followed by the rate limits, less what it used', async () => {
    caller.send('response.create');
    const response = await caller.response();
    const limits = await caller.next('rate_limits.updated');
    const used = atPath(response, 'usage.total_tokens') as number;
    expect(caller.types().slice(-2)).toEqual(['response.done', 'rate_limits.updated']);
    expect(limits['rate_limits']).toEqual([
      {
        name: 'tokens',
        limit: 40_000,
        remaining: 40_000 - used,
        reset_seconds: expect.closeTo((used / 40_000) * 60, 3) as unknown,
      },
    ]);
  });
});

/** Puts a message into the conversation; answers what it now follows. */
async function put(id: string, previous?: string): Promise<Json | undefined> {
  const from = caller.events.length;
  const { item } = textMessage(id) as { item: JsonObject };
  caller.send('conversation.item.create', {
    item: { ...item, id },
    ...(previous === undefined ? {} : { previous_item_id: previous }),
  });
  return (await caller.next('conversation.item.added', from))['previous_item_id'];
}

describe('conversation items', () => {
  it('go where they are asked to go', async () => {
    expect(await put('a')).toBeNull();
    expect(await put('b')).toBe('a');
    expect(await put('first', 'root')).toBeNull();
    expect(await put('between', 'a')).toBe('a');
    expect(await put('end')).toBe('b');
  });

  it('take function calls and their results, which later responses read', async () => {
    const call = { type: 'function_call', name: 'find_order', call_id: 'call_1', arguments: '{"id":417}' };
    caller.send('conversation.item.create', { item: call });
    caller.send('conversation.item.create', {
      item: { type: 'function_call_output', call_id: 'call_1', output: '{"state":"on the van"}' },
    });
    caller.send('response.create');
    const response = await caller.response();
    expect(caller.all('conversation.item.added').map((event) => atPath(event, 'item.type'))).toEqual([
      'function_call',
      'function_call_output',
      'message',
    ]);
    expect(atPath(response, 'usage.input_token_details.text_tokens')).toBeGreaterThan(111 + 2 + 5);
  });

  it('are refused in another shape', async () => {
    const { item } = textMessage('x') as { item: JsonObject };
    const wrong: [JsonObject, string, string][] = [
      [{}, 'missing_required_parameter', 'item'],
      [{ item: { ...item, type: 'note' } }, 'invalid_value', 'item.type'],
      [{ item: { type: 'message', content: [] } }, 'missing_required_parameter', 'item.role'],
      [
        { item: { type: 'message', role: 'user', content: [{ type: 'text', text: 'beta' }] } },
        'invalid_value',
        'item.content[0].type',
      ],
      [{ item, previous_item_id: 'item_nowhere' }, 'item_create_invalid_previous_item_id', 'previous_item_id'],
    ];
    for (const [event, code, param] of wrong) {
      expect(await caller.refusal(caller.send('conversation.item.create', event))).toMatchObject({ code, param });
    }
  });

  it('are refused under an id that is taken', async () => {
    const { item } = textMessage('x') as { item: JsonObject };
    caller.send('conversation.item.create', { item: { ...item, id: 'mine' } });
    const eventId = caller.send('conversation.item.create', { item: { ...item, id: 'mine' } });
    expect(await caller.refusal(eventId)).toMatchObject({ code: 'invalid_value', param: 'item.id' });
  });

  it('that are not there can be neither retrieved nor deleted', async () => {
    const missing = { item_id: 'item_nowhere' };
    expect(await caller.refusal(caller.send('conversation.item.retrieve', missing))).toMatchObject({
      code: 'item_retrieve_invalid_item_id',
    });
    expect(await caller.refusal(caller.send('conversation.item.delete', missing))).toMatchObject({
      code: 'item_delete_invalid_item_id',
      message: "Error deleting item: the item with id 'item_nowhere' does not exist.",
    });
  });

  it('once deleted are read no more', async () => {
    caller.send('conversation.item.create', textMessage('A message that goes away.'));
    const added = await caller.next('conversation.item.added');
    caller.send('conversation.item.delete', { item_id: atPath(added, 'item.id') ?? null });
    await caller.next('conversation.item.deleted');
    caller.send('response.create');
    expect(atPath(await caller.response(), 'usage.input_token_details.text_tokens')).toBe(111);
  });
});

describe('echo mode', () => {
  it("answers with the caller's own audio", async () => {
    const echo = await Caller.connect(simulator, { mode: 'echo' });
    echo.speak(joined(question('change-address'), silence(1000)));
    const response = await echo.response();
    const committed = await echo.next('input_audio_buffer.committed');
    echo.send('conversation.item.retrieve', { item_id: committed['item_id'] ?? null });
    const retrieved = await echo.next('conversation.item.retrieved');
    await echo.hangUp();

    const [part] = atPath(retrieved, 'item.content') as JsonObject[];
    const heard = Buffer.concat(
      echo.all('response.output_audio.delta').map(({ delta }) => Buffer.from(delta as string, 'base64')),
    );
    expect(heard.toString('base64')).toBe(part?.['audio']);
    expect(textOf(response)).toBe('Please change the delivery address to my office.');
  });

  it('echoes audio that came as an item, too', async () => {
    const echo = await Caller.connect(simulator, { mode: 'echo' });
    const audio = base64(question('thank-you'));
    echo.send('conversation.item.create', {
      item: { type: 'message', role: 'user', content: [{ type: 'input_audio', audio }] },
    });
    echo.send('response.create');
    const response = await echo.response();
    await echo.hangUp();
    const seconds = question('thank-you').length / 24_000;
    expect(atPath(response, 'usage.output_token_details.audio_tokens')).toBe(Math.ceil(seconds * 20));
  });
});
