import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../electron/simulator/server.ts';
import { asArray, atPath, type JsonObject } from '../../../shared/kit/json.ts';
import { atAzure, Caller, startForTests, textMessage } from './harness.ts';

/*
 * What the services were seen to do where their documentation says otherwise or nothing, and where they differ from each
 * other: the path says which of them is played.
 */

let simulator: Simulator;
const callers: Caller[] = [];
beforeAll(async () => {
  simulator = await startForTests();
});
afterAll(() => simulator.close());
afterEach(async () => {
  for (const caller of callers.splice(0)) await caller.hangUp();
});

async function connect(of: Simulator, query: Record<string, string | number> = {}): Promise<Caller> {
  const caller = await Caller.connect(of, query);
  callers.push(caller);
  return caller;
}

async function answered(caller: Caller, session: JsonObject = {}): Promise<JsonObject> {
  await caller.configure({ output_modalities: ['text'], ...session });
  caller.send('conversation.item.create', textMessage('Thank you, that is all.'));
  caller.send('response.create');
  const response = await caller.response();
  // The answer to one more event: nothing that follows a response is still to come.
  await caller.configure({});
  return response;
}

describe('a session that nobody has configured', () => {
  it.each([
    ['gpt-realtime', 200, 'alloy'],
    ['gpt-realtime-2025-08-28', 200, 'alloy'],
    ['gpt-realtime-mini', 500, 'alloy'],
    ['gpt-realtime-2.1', 500, 'alloy'],
    ['gpt-realtime-2.1-mini', 500, 'marin'],
    ['some-deployment', 500, 'alloy'],
  ])('of %s ends a turn after %i ms of silence and speaks as %s', async (model, silenceMs, voice) => {
    const caller = await connect(simulator, { model });
    const created = await caller.next('session.created');
    expect(atPath(created, 'session.audio.input.turn_detection.silence_duration_ms')).toBe(silenceMs);
    expect(atPath(created, 'session.audio.output.voice')).toBe(voice);
    const input = { turn_detection: { type: 'server_vad', threshold: 0.6 } };
    const session = await caller.configure({ audio: { input } });
    expect(atPath(session, 'audio.input.turn_detection')).toMatchObject({
      threshold: 0.6,
      silence_duration_ms: silenceMs,
    });
  });

  it.each([
    ['no', {}, ['session.created', 'session.updated']],
    ['one, asked for,', { conversation_created: 1 }, ['session.created', 'conversation.created', 'session.updated']],
  ])('is followed by %s conversation.created', async (_number, query, types) => {
    const caller = await connect(simulator, query);
    await caller.configure({});
    expect(caller.types()).toEqual(types);
  });
});

describe('rate limits', () => {
  it('follow the end of a response on OpenAI, and are not told on Azure', async () => {
    const [openai, azure] = [await connect(simulator), await connect(atAzure(simulator))];
    await answered(openai);
    await answered(azure);
    expect(
      openai
        .types()
        .filter((type) => type === 'rate_limits.updated' || type.startsWith('response.'))
        .at(-1),
    ).toBe('rate_limits.updated');
    expect(openai.all('rate_limits.updated')).toHaveLength(1);
    expect(azure.all('rate_limits.updated')).toEqual([]);
  });

  it('that keep a response from beginning are told with limit, use, request and wait', async () => {
    const caller = await connect(simulator, { fail_response: 'rate_limit_exceeded' });
    const response = await answered(caller, { max_output_tokens: 1000 });
    expect(response).toMatchObject({ status: 'failed', usage: null });
    const { code, message } = atPath(response, 'status_details.error') as { code: string; message: string };
    expect(code).toBe('rate_limit_exceeded');
    const told =
      /^Rate limit reached for gpt-realtime-mini in organization \S+ on tokens per min \(TPM\): Limit (\d+), Used (\d+), Requested (\d+)\. Please try again in ([\d.]+)s\. Visit https:\/\/\S+ to learn more\.$/.exec(
        message,
      );
    const [limit = 0, used = 0, requested = 0, seconds = 0] = (told ?? []).slice(1).map(Number);
    // 111 of instructions, 7 + 4 of the message, 1000 that it may write.
    expect(requested).toBe(111 + 7 + 4 + 1000);
    expect(used + requested).toBeGreaterThan(limit);
    expect(seconds).toBeCloseTo(((used + requested - limit) / limit) * 60, 2);
  });
});

describe('the part of a message', () => {
  it('goes by one name on OpenAI and by two on Azure', async () => {
    const [openai, azure] = [await connect(simulator), await connect(atAzure(simulator))];
    await answered(openai);
    await answered(azure);
    for (const type of ['response.content_part.added', 'response.content_part.done']) {
      expect(openai.all(type)).toHaveLength(1);
      expect(openai.all(type)[0]).not.toHaveProperty('content');
      const [event] = azure.all(type);
      expect(event).toMatchObject({ part: { type: 'text' } });
      expect(event?.['content']).toEqual(event?.['part']);
    }
  });
});

describe('a piece of text', () => {
  it('carries letters that hide its length: words, transcripts and arguments, and nothing else does', async () => {
    const caller = await connect(simulator);
    await answered(caller);
    caller.send('response.create', { response: { output_modalities: ['audio'] } });
    await caller.response(2);
    const tool = {
      type: 'function',
      name: 'order_status',
      parameters: { type: 'object', properties: { number: { type: 'integer' } } },
    };
    caller.send('response.create', { response: { tools: [tool], tool_choice: 'required' } });
    await caller.response(3);
    const hidden = new Set(caller.events.filter((event) => 'obfuscation' in event).map(({ type }) => type));
    expect([...hidden]).toEqual([
      'response.output_text.delta',
      'response.output_audio_transcript.delta',
      'response.function_call_arguments.delta',
    ]);
    for (const event of caller.events.filter(({ type }) => hidden.has(type))) {
      const { delta, obfuscation } = event as { delta?: string; obfuscation?: string };
      expect(obfuscation).toMatch(/^[A-Za-z0-9]{1,16}$/);
      expect(((delta ?? '').length + (obfuscation ?? '').length) % 16).toBe(0);
    }
    expect(caller.all('response.output_audio.delta').length).toBeGreaterThan(0);
  });
});

describe('a message of the assistant', () => {
  it('says its phase where the model thinks, and where the client gave it one', async () => {
    const [plain, thinking] = [await connect(simulator), await connect(simulator, { model: 'gpt-realtime-2.1' })];
    expect(asArray((await answered(plain))['output'])[0]).not.toHaveProperty('phase');
    expect(asArray((await answered(thinking))['output'])[0]).toMatchObject({ phase: 'final_answer' });
    const from = thinking.events.length;
    const given = {
      type: 'message',
      role: 'assistant',
      phase: 'commentary',
      content: [{ type: 'output_text', text: 'A moment.' }],
    };
    thinking.send('conversation.item.create', { item: given });
    expect(atPath(await thinking.next('conversation.item.added', from), 'item.phase')).toBe('commentary');
  });
});
