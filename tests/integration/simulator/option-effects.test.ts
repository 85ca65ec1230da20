import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../electron/simulator/server.ts';
import { asArray, atPath, type JsonObject } from '../../../shared/kit/json.ts';
import { Caller, joined, question, silence, startForTests, textMessage } from './harness.ts';

let simulator: Simulator;
const callers: Caller[] = [];
beforeAll(async () => {
  simulator = await startForTests();
});
afterAll(() => simulator.close());
afterEach(async () => {
  for (const caller of callers.splice(0)) await caller.hangUp();
});

async function connect(query: Record<string, string | number> = {}): Promise<Caller> {
  const caller = await Caller.connect(simulator, query);
  callers.push(caller);
  return caller;
}

async function ask(caller: Caller, text: string, n: number): Promise<JsonObject> {
  caller.send('conversation.item.create', textMessage(text));
  caller.send('response.create');
  return caller.response(n);
}

const spokenMs = (caller: Caller): number =>
  caller
    .all('response.output_audio.delta')
    .reduce((sum, { delta }) => sum + Buffer.from(delta as string, 'base64').length / 48, 0);

describe('what an option does', () => {
  it('speed: the same words take less time', async () => {
    const [usual, fast] = [await connect(), await connect()];
    await fast.configure({ audio: { output: { speed: 1.5 } } });
    await ask(usual, 'Thank you, that is all.', 1);
    await ask(fast, 'Thank you, that is all.', 1);
    expect(spokenMs(usual) / spokenMs(fast)).toBeCloseTo(1.5, 1);
  });

  it('speed: is refused while a response runs', async () => {
    const caller = await connect({ speed: 4 });
    caller.send('response.create');
    await caller.next('response.created');
    const refusal = await caller.refusal(caller.update({ audio: { output: { speed: 1.2 } } }));
    expect(refusal).toMatchObject({ code: 'invalid_parameter', param: 'session.audio.output.speed' });
    caller.send('response.cancel');
    await caller.response();
    await caller.configure({ audio: { output: { speed: 1.2 } } });
  });

  it('reasoning effort: thoughts are counted in the text of models that think, and in no other', async () => {
    const [plain, thinking] = [await connect(), await connect({ model: 'gpt-realtime-2.1-mini' })];
    const quiet = await ask(plain, 'Thank you, that is all.', 1);
    expect(atPath(quiet, 'usage.output_token_details.reasoning_tokens')).toBeUndefined();
    const low = await ask(thinking, 'Thank you, that is all.', 1);
    await thinking.configure({ reasoning: { effort: 'high' } });
    const high = await ask(thinking, 'Thank you, that is all.', 2);
    const details = [quiet, low, high].map((response) => atPath(response, 'usage.output_token_details') as JsonObject);
    const [without, little, much] = details.map((detail) => [detail['text_tokens'], detail['reasoning_tokens']]);
    // Audio mode, 9 tokens of words in 2 runs: 9 + 4 + 2 * 3.
    expect(without?.[0]).toBe(19);
    expect(little).toEqual([19 + 32, 32]);
    expect(much).toEqual([19 + 256, 256]);
  });

  it('noise reduction: what is too quiet for speech reaches the model quieter still', async () => {
    const hiss = Int16Array.from({ length: 24_000 }, (_, i) => Math.round(60 * Math.sin(i * 12.9898)));
    const levels: number[] = [];
    for (const noise of [null, { type: 'far_field', strength: 1 }]) {
      const caller = await connect();
      await caller.configure({ audio: { input: { turn_detection: null, noise_reduction: noise } } });
      caller.speak(hiss);
      caller.send('input_audio_buffer.commit');
      const item = (await caller.next('conversation.item.done'))['item'] as JsonObject;
      caller.send('conversation.item.retrieve', { item_id: item['id'] ?? '' });
      const got = await caller.next('conversation.item.retrieved');
      const audio = atPath(asArray(atPath(got, 'item.content'))[0], 'audio') as string;
      const bytes = Buffer.from(audio, 'base64');
      levels.push(Math.max(...new Int16Array(Uint8Array.from(bytes).buffer)));
    }
    expect(levels[0]).toBeGreaterThan(50);
    expect(levels[1]).toBeLessThan(10);
  });

  it('truncation by ratio: the oldest turns go, further than needed, and the next turns read as much again', async () => {
    const caller = await connect();
    const truncation = { type: 'retention_ratio', retention_ratio: 0.5, token_limits: { post_instructions: 60 } };
    await caller.configure({ output_modalities: ['text'], truncation });
    const read: number[] = [];
    for (let n = 1; n <= 6; n += 1) {
      const done = await ask(caller, 'Something else that takes a few words to say.', n);
      read.push((atPath(done, 'usage.input_tokens') as number) - 111);
    }
    expect(Math.max(...read)).toBeLessThanOrEqual(60);
    expect(read.some((tokens, n) => n > 0 && tokens < (read[n - 1] as number))).toBe(true);
  });

  it('truncation disabled: a conversation that is too long is refused, with its tokens', async () => {
    const caller = await connect();
    await caller.configure({ output_modalities: ['text'], truncation: 'disabled' });
    caller.send('conversation.item.create', textMessage('word '.repeat(30_000)));
    const eventId = caller.send('response.create');
    expect(await caller.refusal(eventId)).toMatchObject({ code: 'input_tokens_exceeded' });
  });

  it('log probabilities: come with every piece of a transcript', async () => {
    const caller = await connect();
    await caller.configure({
      include: ['item.input_audio_transcription.logprobs'],
      audio: { input: { transcription: { model: 'gpt-4o-transcribe' }, turn_detection: null } },
    });
    caller.speak(question('thank-you'));
    caller.send('input_audio_buffer.commit');
    const done = await caller.next('conversation.item.input_audio_transcription.completed');
    expect(asArray(done['logprobs']).length).toBeGreaterThan(3);
    expect(asArray((await caller.next('conversation.item.input_audio_transcription.delta'))['logprobs'])).toHaveLength(
      1,
    );
  });

  it.each([
    ['languages', 'whisper-1', ['en']],
    ['keywords', 'gpt-4o-transcribe', ['Voxtally']],
    ['delay', 'whisper-1', 'low'],
    ['prompt', 'gpt-4o-transcribe-diarize', 'Names.'],
  ])('transcription %s: is refused with %s', async (member, model, value) => {
    const caller = await connect();
    const eventId = caller.update({ audio: { input: { transcription: { model, [member]: value } } } });
    expect(await caller.refusal(eventId)).toMatchObject({
      code: 'invalid_parameter',
      param: `session.audio.input.transcription.${member}`,
    });
  });
});

describe('a transcription session', () => {
  it('writes down what it hears, answers nothing, and refuses to', async () => {
    const caller = await connect({ model: '', intent: 'transcription' });
    const created = (await caller.next('session.created'))['session'] as JsonObject;
    expect(created).toMatchObject({ type: 'transcription', object: 'realtime.transcription_session' });
    caller.send('session.update', {
      session: { type: 'transcription', audio: { input: { transcription: { model: 'gpt-4o-transcribe' } } } },
    });
    expect((await caller.next('session.updated'))['session']).toMatchObject({ type: 'transcription' });
    caller.speak(joined(question('thank-you'), silence(1200)));
    await caller.next('conversation.item.input_audio_transcription.completed');
    expect(await caller.refusal(caller.send('response.create'))).toMatchObject({ code: 'invalid_parameter' });
    expect(await caller.refusal(caller.update({ instructions: 'Talk.' }))).toMatchObject({ param: 'session.type' });
    const voice = caller.send('session.update', { session: { type: 'transcription', voice: 'marin' } });
    expect(await caller.refusal(voice)).toMatchObject({ code: 'unknown_parameter', param: 'session.voice' });
    expect(caller.all('response.created')).toEqual([]);
  });
});
