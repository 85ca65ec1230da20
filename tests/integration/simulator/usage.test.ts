import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultInstructions } from '../../../electron/simulator/config/default-instructions.ts';
import { startSimulator, type Simulator } from '../../../electron/simulator/server.ts';
import { loadTokenizer } from '../../../electron/simulator/usage/tokens.ts';
import { atPath, type JsonObject } from '../../../shared/json.ts';
import {
  defaultPromptTokens,
  expectedUsage,
  noTokens,
  tokensPerMessageOverhead,
  type ContextItem,
} from '../../../shared/usage/recurrence.ts';
import { assetsFolder, Caller, joined, question, silence, startForTests, textMessage } from './harness.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startForTests();
});
afterAll(() => simulator.close());

const pushToTalk = { audio: { input: { turn_detection: null } } };
const parcel = question('where-is-my-parcel');

/** The whole question as one turn, committed and asked by hand. */
async function askByHand(caller: Caller, n = 1): Promise<JsonObject> {
  caller.speak(parcel);
  caller.send('input_audio_buffer.commit');
  caller.send('response.create');
  return caller.response(n);
}

const audioIn = (usage: JsonObject, path: string): unknown => atPath(usage, `usage.input_token_details.${path}`);

describe('reported usage', () => {
  it('of the worked turn is 119 text and 110 audio in, 117 text and 420 audio out', async () => {
    const caller = await Caller.connect(simulator);
    await caller.configure(pushToTalk);
    const { usage } = (await askByHand(caller)) as { usage: JsonObject };
    await caller.hangUp();
    expect(usage).toEqual(
      expectedUsage(
        { promptTokens: defaultPromptTokens, items: [{ kind: 'user-audio', audioMs: 11_000 }], processed: noTokens },
        { audioMs: 21_000, textTokens: 117 },
      ),
    );
  });

  it('of the response after it reads 238 text and 530 audio', async () => {
    const caller = await Caller.connect(simulator);
    await caller.configure(pushToTalk);
    await askByHand(caller);
    caller.send('response.create');
    const second = await caller.response(2);
    await caller.hangUp();
    expect(audioIn(second, 'text_tokens')).toBe(238);
    expect(audioIn(second, 'audio_tokens')).toBe(530);
  });

  it('of a conversation of spoken and typed turns follows the recurrence, response by response', async () => {
    const count = await loadTokenizer();
    const caller = await Caller.connect(simulator);
    await caller.configure(pushToTalk);
    const items: ContextItem[] = [];
    const typed = 'Is the second parcel on its way?';
    for (let turn = 1; turn <= 3; turn += 1) {
      if (turn === 2) {
        caller.send('conversation.item.create', textMessage(typed));
        caller.send('response.create');
        items.push({ kind: 'text', textTokens: count(typed) });
      } else {
        caller.speak(question('thank-you'));
        caller.send('input_audio_buffer.commit');
        caller.send('response.create');
        items.push({ kind: 'user-audio', audioMs: question('thank-you').length / 24 });
      }
      const response = await caller.response(turn);
      const id = response['id'];
      const deltas = caller.all('response.output_audio.delta').filter((event) => event['response_id'] === id);
      const audioMs = deltas.reduce((ms, { delta }) => ms + Buffer.from(delta as string, 'base64').length / 48, 0);
      const done = caller.all('response.output_audio_transcript.done').at(-1) as JsonObject;
      const output = { audioMs, textTokens: count(done['transcript'] as string) };
      expect(response['usage']).toEqual(
        expectedUsage({ promptTokens: defaultPromptTokens, items, processed: noTokens }, output),
      );
      items.push({ kind: 'assistant-audio', ...output });
    }
    await caller.hangUp();
  });

  it('takes the default instructions for 119 tokens, and others for as many as they have', async () => {
    const count = await loadTokenizer();
    expect(count(defaultInstructions) + tokensPerMessageOverhead).toBe(defaultPromptTokens);
    const instructions = 'Answer in one short sentence. <|endoftext|> is text like any other.';
    const caller = await Caller.connect(simulator);
    await caller.configure({ instructions, output_modalities: ['text'] });
    caller.send('response.create');
    const first = await caller.response(1);
    caller.send('response.create', { response: { instructions: '', conversation: 'none', input: [] } });
    const second = await caller.response(2);
    await caller.hangUp();
    expect(audioIn(first, 'text_tokens')).toBe(count(instructions) + tokensPerMessageOverhead);
    expect(audioIn(second, 'text_tokens')).toBe(tokensPerMessageOverhead);
  });

  it('shows a field that no version of the protocol knows, where that is asked for', async () => {
    const caller = await Caller.connect(simulator, { extra_usage_field: 1 });
    await caller.configure(pushToTalk);
    const response = await askByHand(caller);
    await caller.hangUp();
    expect(atPath(response, 'usage.output_token_details.unheard_of_tokens')).toBe(7);
  });

  it('is null for a failed response', async () => {
    const caller = await Caller.connect(simulator, { fail_response: 'rate_limit_exceeded' });
    caller.send('response.create');
    expect(await caller.response()).toMatchObject({
      status: 'failed',
      status_details: { type: 'failed', error: { code: 'rate_limit_exceeded' } },
      usage: null,
    });
    await caller.hangUp();
  });
});

describe('the prompt cache', () => {
  it('finds nothing the first time, and prompt and audio again in a new session: 64 and 64', async () => {
    const fresh = await startSimulator({ assetsFolder });
    const details: unknown[] = [];
    for (let session = 0; session < 2; session += 1) {
      const caller = await Caller.connect(fresh, { cache: 1 });
      await caller.configure(pushToTalk);
      details.push(audioIn(await askByHand(caller), 'cached_tokens_details'));
      await caller.hangUp();
    }
    await fresh.close();
    expect(details).toEqual([
      { text_tokens: 0, audio_tokens: 0, image_tokens: 0 },
      { text_tokens: 64, audio_tokens: 64, image_tokens: 0 },
    ]);
  });

  it('grows with the conversation and is lost from where an item was deleted', async () => {
    const fresh = await startSimulator({ assetsFolder });
    const caller = await Caller.connect(fresh, { cache: 1 });
    await caller.configure(pushToTalk);
    const first = await askByHand(caller, 1);
    const second = await askByHand(caller, 2);
    const third = await askByHand(caller, 3);
    const itemId = (first['output'] as JsonObject[])[0]?.['id'] ?? null;
    caller.send('conversation.item.delete', { item_id: itemId });
    const fourth = await askByHand(caller, 4);
    await caller.hangUp();
    await fresh.close();

    const cached = [first, second, third, fourth].map((response) =>
      audioIn(response, 'cached_tokens_details.audio_tokens'),
    );
    // Read before: nothing; 110; 110 + 420 + 110 = 640; after the deletion again only the first 110.
    expect(cached).toEqual([0, 64, 640, 64]);
  });

  it('knows nothing of other instructions or another model', async () => {
    const fresh = await startSimulator({ assetsFolder });
    const ask = async (model: string, session: JsonObject): Promise<unknown> => {
      const caller = await Caller.connect(fresh, { cache: 1, model });
      await caller.configure({ ...pushToTalk, ...session });
      const response = await askByHand(caller);
      await caller.hangUp();
      return audioIn(response, 'cached_tokens');
    };
    expect(await ask('gpt-realtime', {})).toBe(0);
    expect(await ask('gpt-realtime', {})).toBe(128);
    expect(await ask('gpt-realtime', { instructions: 'Be brief.' })).toBe(0);
    expect(await ask('gpt-realtime-mini', {})).toBe(0);
    await fresh.close();
  });
});

describe('the bill', () => {
  interface BilledSession {
    readonly inferences: readonly { responseId: string | null; reported: unknown; charged: JsonObject }[];
  }
  async function billOf(fresh: Simulator): Promise<BilledSession[]> {
    const answer = await fetch(`${fresh.url.replace('ws:', 'http:').replace('/v1/realtime', '')}/simulator/bill`);
    return ((await answer.json()) as { sessions: BilledSession[] }).sessions;
  }

  it('holds what was charged beside what was reported, a hidden inference included', async () => {
    const fresh = await startSimulator({ assetsFolder });
    const caller = await Caller.connect(fresh, { hidden_response: 1 });
    await caller.configure(pushToTalk);
    const response = await askByHand(caller);
    await caller.hangUp();
    const [session] = await billOf(fresh);
    await fresh.close();

    expect(caller.all('response.created')).toHaveLength(1);
    expect(session?.inferences).toHaveLength(2);
    expect(session?.inferences[0]).toMatchObject({ responseId: response['id'], reported: response['usage'] });
    expect(session?.inferences[1]).toMatchObject({ responseId: null, reported: null });
    expect(session?.inferences[1]?.charged['input_token_details']).toMatchObject({
      text_tokens: 238,
      audio_tokens: 530,
    });
  });

  it('charges a response whose line was cut, which reported nothing', async () => {
    const fresh = await startSimulator({ assetsFolder });
    const caller = await Caller.connect(fresh, { drop_mid_reply: 1 });
    caller.speak(joined(parcel, silence(1000)));
    await caller.closed;
    const [session] = await billOf(fresh);
    await fresh.close();

    expect(caller.all('response.done')).toEqual([]);
    expect(session?.inferences).toHaveLength(1);
    expect(session?.inferences[0]?.reported).toBeNull();
    expect(atPath(session?.inferences[0]?.charged, 'output_token_details.audio_tokens')).toBe(210);
  });

  it('can show the hidden inference as a response with zero usage', async () => {
    const caller = await Caller.connect(simulator, { hidden_response: 'zero' });
    await caller.configure(pushToTalk);
    await askByHand(caller);
    const second = await caller.response(2);
    await caller.hangUp();
    expect(second).toMatchObject({ status: 'completed', output: [], usage: { total_tokens: 0 } });
  });
});
