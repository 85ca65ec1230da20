import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultInstructions } from '../../../electron/simulator/config/session-config.ts';
import { Script, type ScriptedAnswer } from '../../../electron/simulator/model/reply-plan.ts';
import { startSimulator, type Simulator } from '../../../electron/simulator/server.ts';
import type { BilledSession } from '../../../electron/simulator/model/bill.ts';
import { loadTokenizer } from '../../../electron/simulator/model/tokens.ts';
import { atPath, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import { assetsFolder, Caller, joined, question, silence, textMessage } from './harness.ts';

/*
 * Every number here is worked out by hand from docs/token-rules.md: text and audio as the model reads them, the default
 * instructions being 111 tokens.
 */

let simulator: Simulator;
let script: Script;
beforeEach(async () => {
  script = new Script();
  simulator = await startSimulator({ assetsFolder, seed: 1, script });
});
afterEach(() => simulator.close());

const pushToTalk = { audio: { input: { turn_detection: null } } };
const parcel = question('where-is-my-parcel');

/** A text of exactly so many tokens. */
const words = (tokens: number): string => ' hello'.repeat(tokens);
const spoken = (tokens: number, audioTokens: number, runs: number): ScriptedAnswer => ({
  parts: [{ kind: 'spoken', text: words(tokens), audioMs: audioTokens * 50, runs }],
});
const written = (tokens: number): ScriptedAnswer => ({ parts: [{ kind: 'written', text: words(tokens) }] });
/** The answer of the thread: 89 tokens in 12 runs, 21 s of audio. */
const threadsAnswer = spoken(89, 420, 12);

/** So much of nothing as one turn, committed and asked by hand. */
async function speakFor(caller: Caller, ms: number, n = 1): Promise<JsonObject> {
  caller.speak(silence(ms));
  caller.send('input_audio_buffer.commit');
  caller.send('response.create');
  return caller.response(n);
}

async function type(caller: Caller, text: string, n = 1): Promise<JsonObject> {
  caller.send('conversation.item.create', textMessage(text));
  caller.send('response.create');
  return caller.response(n);
}

async function connect(query: Record<string, string | number> = {}, session: JsonObject = {}): Promise<Caller> {
  const caller = await Caller.connect(simulator, query);
  await caller.configure({ ...pushToTalk, ...session });
  return caller;
}

/** Text and audio in, text and audio out. */
const countsOf = (response: JsonObject): unknown[] =>
  [
    'input_token_details.text_tokens',
    'input_token_details.audio_tokens',
    'output_token_details.text_tokens',
    'output_token_details.audio_tokens',
  ].map((path) => atPath(response, `usage.${path}`));
const at = (response: JsonObject, path: string): Json | undefined => atPath(response, `usage.${path}`);

/** Stretches of transcript between stretches of audio, as they came. */
function runsOf(caller: Caller, responseId: unknown): number {
  const kinds = caller.events
    .filter((event) => event['response_id'] === responseId && event.type.endsWith('.delta'))
    .map(({ type: name }) => name);
  return kinds.filter((name, index) => name.includes('transcript') && !(kinds[index - 1] ?? '').includes('transcript'))
    .length;
}

describe('reported usage', () => {
  it('of the thread is 119 text and 110 audio in, 117 text and 420 audio out, and the response after reads 238 and 530', async () => {
    script.tell(threadsAnswer, spoken(46, 211, 7));
    const caller = await connect();
    const first = await speakFor(caller, 11_060);
    caller.send('response.create');
    const second = await caller.response(2);
    await caller.hangUp();
    // 111 + 8; (11 060 - 25) / 100; 89 + 4 + 2 * 12; 21 000 / 50.
    expect(countsOf(first)).toEqual([119, 110, 117, 420]);
    // 119 + 117 + 2; 110 + 420; 46 + 4 + 2 * 7.
    expect(countsOf(second)).toEqual([238, 530, 64, 211]);
    expect(first['usage']).toEqual({
      total_tokens: 766,
      input_tokens: 229,
      output_tokens: 537,
      input_token_details: {
        text_tokens: 119,
        audio_tokens: 110,
        image_tokens: 0,
        cached_tokens: 0,
        cached_tokens_details: { text_tokens: 0, audio_tokens: 0, image_tokens: 0 },
      },
      output_token_details: { text_tokens: 117, audio_tokens: 420 },
    });
  });

  it('of a sample question counts the runs that its stream shows', async () => {
    const caller = await connect();
    caller.speak(parcel);
    caller.send('input_audio_buffer.commit');
    caller.send('response.create');
    const response = await caller.response();
    await caller.hangUp();
    expect(runsOf(caller, response['id'])).toBe(12);
    // The reply has 117 tokens of words: 117 + 4 + 2 * 12.
    expect(countsOf(response)).toEqual([119, 109, 145, 420]);
  });

  it.each([
    ['gpt-realtime', 12, 0],
    ['gpt-4o-realtime-preview', 18, 40],
    ['gpt-realtime-2.1', 12, 0],
  ])(
    'with %s reads older spoken answers as %i text and %i audio, and the last as it was',
    async (model, text, audio) => {
      script.tell(...[1, 2, 3].map(() => spoken(8, 40, 2)));
      const caller = await connect({ model }, {
        instructions: words(7),
        reasoning: undefined,
      } as unknown as JsonObject);
      const read = [];
      for (let turn = 1; turn <= 3; turn += 1) read.push(countsOf(await speakFor(caller, 2796, turn)).slice(0, 2));
      await caller.hangUp();
      // Each answer is 8 + 4 + 2 * 2 = 16 and read again as 18 text and 40 audio, an older one as 8 + 4; each turn as 8 and 27.
      expect(read).toEqual([
        [15, 27],
        [15 + 18 + 8, 27 + 40 + 27],
        [15 + text + 8 + 18 + 8, 27 + audio + 27 + 40 + 27],
      ]);
    },
  );

  it('of a written conversation adds 4 to a message and 2 to an answer, as it goes out and as it is read again', async () => {
    script.tell(written(50), written(9));
    const caller = await connect({}, { output_modalities: ['text'] });
    const first = await type(caller, words(16));
    const second = await type(caller, words(10), 2);
    await caller.hangUp();
    expect(countsOf(first)).toEqual([111 + 16 + 4, 0, 52, 0]);
    expect(countsOf(second)).toEqual([131 + 52 + 2 + 10 + 4, 0, 11, 0]);
  });

  it('of a model that thinks counts its thoughts once, its parts together, and 4 and 7 around them', async () => {
    script.tell(
      { ...written(14), parts: [...written(14).parts, ...written(23).parts], reasoningTokens: 120 },
      { ...written(30), reasoningTokens: 55 },
    );
    const caller = await connect(
      { model: 'gpt-realtime-2.1-mini' },
      { instructions: words(464), output_modalities: ['text'] },
    );
    const first = await type(caller, words(12));
    const second = await type(caller, words(2), 2);
    await caller.hangUp();
    expect(first['output']).toHaveLength(2);
    // 14 + 7 and 23 + 4, and what was thought.
    expect(countsOf(first)).toEqual([480, 0, 48 + 120, 0]);
    expect(at(first, 'output_token_details.reasoning_tokens')).toBe(120);
    expect(countsOf(second)).toEqual([480 + 48 + 2 + 6, 0, 34 + 55, 0]);
  });

  it.each([
    ['gpt-realtime', 4],
    ['gpt-realtime-2.1', 11],
  ])('with %s reads an answer that the client wrote with %i more', async (model, plus) => {
    script.tell(written(1));
    const caller = await connect({ model }, { output_modalities: ['text'] });
    caller.send('conversation.item.create', {
      item: { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: words(7) }] },
    });
    const response = await type(caller, words(8));
    await caller.hangUp();
    expect(countsOf(response)[0]).toBe(111 + 7 + plus + 8 + 4);
  });

  it('of a call counts its arguments, its name and 7, its result 5 more, and the tool as it is declared', async () => {
    const count = await loadTokenizer();
    script.tell({ parts: [{ kind: 'called', name: 'order_status', arguments: words(9) }] }, written(3));
    const tool = { type: 'function', name: 'order_status', description: 'Where an order is.', parameters: {} };
    const caller = await connect({}, { output_modalities: ['text'], tools: [tool] });
    const first = await type(caller, words(7));
    const callId = atPath((first['output'] as JsonObject[])[0], 'call_id') as string;
    caller.send('conversation.item.create', {
      item: { type: 'function_call_output', call_id: callId, output: words(11) },
    });
    caller.send('response.create');
    const second = await caller.response(2);
    await caller.hangUp();
    const declared = count('//Where an order is.\ntype functions.order_status = (_: {\n}) => any;');
    const prompt = 111 + 10 + declared;
    const called = 9 + count('functions.order_status') + 7;
    expect(countsOf(first)).toEqual([prompt + 11, 0, called, 0]);
    expect(countsOf(second)).toEqual([prompt + 11 + called + 2 + 11 + 5, 0, 5, 0]);
  });

  it.each([
    ['gpt-realtime', 65],
    ['gpt-realtime-2.1-mini', 194],
  ])('with %s reads an image as 1 text and %i image tokens, and again on every later turn', async (model, tokens) => {
    const caller = await connect({ model }, { output_modalities: ['text'] });
    script.tell(written(3), written(3));
    const image = { type: 'input_image', image_url: 'data:image/png;base64,iVBORw0KGgo=' };
    caller.send('conversation.item.create', {
      item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: words(12) }, image] },
    });
    caller.send('response.create');
    const first = await caller.response();
    const second = await type(caller, words(1), 2);
    await caller.hangUp();
    expect(countsOf(first)[0]).toBe(111 + 12 + 4 + 1);
    expect([first, second].map((response) => at(response, 'input_token_details.image_tokens'))).toEqual([
      tokens,
      tokens,
    ]);
    expect(at(first, 'input_tokens')).toBe(128 + tokens);
  });

  it('takes the default instructions for 111 tokens, and others for as many as they have', async () => {
    const count = await loadTokenizer();
    expect(count(defaultInstructions)).toBe(111);
    const instructions = 'Answer in one short sentence. <|endoftext|> is text like any other.';
    const caller = await connect({}, { instructions, output_modalities: ['text'] });
    caller.send('response.create');
    const first = await caller.response(1);
    caller.send('response.create', { response: { instructions: '\n', conversation: 'none', input: [] } });
    const second = await caller.response(2);
    await caller.hangUp();
    expect(countsOf(first)[0]).toBe(count(instructions));
    // Line ends around them are not read.
    expect(countsOf(second)[0]).toBe(0);
  });

  it('shows a field that no version of the protocol knows, where that is asked for', async () => {
    const caller = await connect({ extra_usage_field: 1 });
    const response = await speakFor(caller, 1000);
    await caller.hangUp();
    expect(at(response, 'output_token_details.unheard_of_tokens')).toBe(7);
  });

  it('is null for a failed response', async () => {
    const caller = await connect({ fail_response: 'rate_limit_exceeded' });
    caller.send('response.create');
    expect(await caller.response()).toMatchObject({
      status: 'failed',
      status_details: { type: 'failed', error: { code: 'rate_limit_exceeded' } },
      usage: null,
    });
    await caller.hangUp();
  });
});

describe('usage of what was cut short', () => {
  /** Asks for an answer that never ends, and cancels it once all of it has come. */
  async function cancelled(caller: Caller, answer: ScriptedAnswer): Promise<JsonObject> {
    script.tell({ ...answer, staysOpen: true });
    caller.speak(silence(2796));
    caller.send('input_audio_buffer.commit');
    caller.send('response.create');
    const [part] = answer.parts;
    const deltas = part?.kind === 'spoken' ? part.audioMs / 100 : 0;
    await caller.wait(() => caller.all('response.output_audio.delta').length === deltas, 'the whole answer');
    caller.send('response.cancel');
    return caller.response();
  }

  it('is the whole input and the output so far, without the 2 tokens that would have closed it', async () => {
    const caller = await connect({}, { instructions: words(100) });
    const response = await cancelled(caller, spoken(10, 40, 3));
    await caller.hangUp();
    expect(response['status']).toBe('cancelled');
    // 10 + 4 + 2 * 3 - 2
    expect(countsOf(response)).toEqual([108, 27, 18, 40]);
  });

  it('truncated by the client is read as 8 text and the whole 50 ms that were heard', async () => {
    const caller = await connect({}, { instructions: words(100) });
    const response = await cancelled(caller, spoken(10, 40, 3));
    const itemId = (response['output'] as JsonObject[])[0]?.['id'] ?? null;
    caller.send('conversation.item.truncate', { item_id: itemId, content_index: 0, audio_end_ms: 1190 });
    script.tell(spoken(3, 10, 1), spoken(3, 10, 1));
    caller.send('response.create');
    const after = await caller.response(2);
    caller.send('conversation.item.delete', { item_id: itemId });
    caller.send('response.create');
    const without = await caller.response(3);
    await caller.hangUp();
    expect(countsOf(after).slice(0, 2)).toEqual([108 + 8, 27 + 23]);
    // The answer in between is 3 + 4 + 2 and 2 more.
    expect(countsOf(without).slice(0, 2)).toEqual([108 + 11, 27 + 10]);
  });

  it('before its first item is nothing at all', async () => {
    const caller = await connect({ speed: 0.1 });
    caller.send('response.create');
    await caller.next('response.created');
    caller.send('response.cancel');
    const response = await caller.response();
    await caller.hangUp();
    expect(response).toMatchObject({ status: 'cancelled', output: [], usage: { total_tokens: 0, input_tokens: 0 } });
    const [session] = await billOf(simulator);
    expect(session?.inferences[0]?.charged).toMatchObject({ total_tokens: 0 });
  });
});

describe('the prompt cache', () => {
  const cachedOf = (response: JsonObject): Json | undefined =>
    at(response, 'input_token_details.cached_tokens_details');

  it('finds nothing the first time, and prompt and audio again in a new session: 64 and 64', async () => {
    const details: unknown[] = [];
    script.tell(threadsAnswer, threadsAnswer);
    for (let session = 0; session < 2; session += 1) {
      const caller = await connect({ cache: 1 });
      details.push(cachedOf(await speakFor(caller, 11_060)));
      await caller.hangUp();
    }
    // 22 + 119 are two blocks, but the text that is read has only one whole one.
    expect(details).toEqual([
      { text_tokens: 0, audio_tokens: 0, image_tokens: 0 },
      { text_tokens: 64, audio_tokens: 64, image_tokens: 0 },
    ]);
  });

  it('grows with the conversation, breaks where an older answer is read without its audio, and where an item was deleted', async () => {
    const caller = await connect({ cache: 1 });
    const responses: JsonObject[] = [];
    for (let turn = 1; turn <= 4; turn += 1) {
      script.tell(threadsAnswer);
      if (turn === 4) {
        const [first] = caller.all('conversation.item.added');
        caller.send('conversation.item.delete', { item_id: atPath(first, 'item.id') ?? null });
      }
      responses.push(await speakFor(caller, 11_060, turn));
    }
    await caller.hangUp();
    const cached = responses.map((response) => [
      at(response, 'input_token_details.cached_tokens_details.text_tokens'),
      at(response, 'input_token_details.cached_tokens_details.audio_tokens'),
    ]);
    expect(cached).toEqual([
      [0, 0],
      // 119 + 119 shared: 260 are four blocks, of 246 three. 110 + 420: eight blocks.
      [192, 512],
      // The first answer is read as its words alone now: 111 + 8 are shared, and 110.
      [128, 64],
      // The instructions are all that is left: 22 + 111.
      [128, 0],
    ]);
  });

  it('does not know an answer that was thought about until it has been read', async () => {
    const caller = await connect({ cache: 1, model: 'gpt-realtime-2.1-mini' }, { output_modalities: ['text'] });
    script.tell({ ...written(200), reasoningTokens: 11 }, { ...written(200), reasoningTokens: 0 }, written(1));
    const cached = [];
    for (let turn = 1; turn <= 3; turn += 1) {
      cached.push(at(await type(caller, words(60), turn), 'input_token_details.cached_tokens'));
    }
    await caller.hangUp();
    // 22 + 111 + 64 = 197; then 206 for the answer read, 64, and 206 for the one just given: 673.
    expect(cached).toEqual([0, 192, 640]);
  });

  it('finds nothing for the preview models, where hits are luck', async () => {
    const caller = await connect({ cache: 1, model: 'gpt-4o-realtime-preview' }, { output_modalities: ['text'] });
    script.tell(written(200), written(200));
    await type(caller, words(60), 1);
    expect(at(await type(caller, words(60), 2), 'input_token_details.cached_tokens')).toBe(0);
    await caller.hangUp();
  });

  it('knows nothing of other instructions or another model', async () => {
    const ask = async (model: string, session: JsonObject): Promise<unknown> => {
      const caller = await connect({ cache: 1, model }, session);
      const response = await speakFor(caller, 11_060);
      await caller.hangUp();
      return at(response, 'input_token_details.cached_tokens');
    };
    expect(await ask('gpt-realtime', {})).toBe(0);
    expect(await ask('gpt-realtime', {})).toBe(128);
    expect(await ask('gpt-realtime', { instructions: 'Be brief.' })).toBe(0);
    expect(await ask('gpt-realtime-mini', {})).toBe(0);
  });
});

async function billOf({ url }: Simulator): Promise<BilledSession[]> {
  const answer = await fetch(`${url.replace('ws:', 'http:').replace('/v1/realtime', '')}/simulator/bill`);
  return ((await answer.json()) as { sessions: BilledSession[] }).sessions;
}

describe('the bill', () => {
  it('holds what was charged beside what was reported, a hidden inference over the finished conversation included', async () => {
    script.tell(threadsAnswer);
    const caller = await connect({ hidden_response: 1 });
    const response = await speakFor(caller, 11_060);
    await caller.hangUp();
    const [session] = await billOf(simulator);

    expect(caller.all('response.created')).toHaveLength(1);
    expect(session?.inferences).toHaveLength(2);
    expect(session?.inferences[0]).toMatchObject({ responseId: response['id'], reported: response['usage'] });
    expect(session?.inferences[1]).toMatchObject({ responseId: null, reported: null });
    expect(session?.inferences[1]?.charged).toMatchObject({
      input_token_details: { text_tokens: 238, audio_tokens: 530 },
      output_token_details: { text_tokens: 64, audio_tokens: 211 },
    });
  });

  it('charges a response whose line was cut, which reported nothing', async () => {
    const caller = await Caller.connect(simulator, { drop_mid_reply: 1 });
    caller.speak(joined(parcel, silence(1000)));
    await caller.closed;
    const [session] = await billOf(simulator);

    expect(caller.all('response.done')).toEqual([]);
    expect(session?.inferences).toHaveLength(1);
    expect(session?.inferences[0]?.reported).toBeNull();
    expect(atPath(session?.inferences[0]?.charged, 'output_token_details.audio_tokens')).toBe(210);
  });

  it('can show the hidden inference as a response with zero usage', async () => {
    const caller = await connect({ hidden_response: 'zero' });
    await speakFor(caller, 1000);
    const second = await caller.response(2);
    await caller.hangUp();
    expect(second).toMatchObject({ status: 'completed', output: [], usage: { total_tokens: 0 } });
  });
});
