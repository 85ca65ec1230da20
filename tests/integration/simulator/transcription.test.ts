import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../electron/simulator/server.ts';
import { loadTokenizer } from '../../../electron/simulator/model/tokens.ts';
import { atAzure, Caller, joined, louder, question, silence, startForTests, type ServerEvent } from './harness.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startForTests();
});
afterAll(() => simulator.close());

const asked =
  'I ordered two parcels last Monday, and only one of them has come. Could you check where the second one is, and tell me whether I can still change the delivery address?';
const type = 'conversation.item.input_audio_transcription';

interface Written {
  readonly deltas: string[];
  readonly end: ServerEvent;
}

/** What the transcription model makes of some audio committed by hand. */
async function transcribed(
  pcm: Int16Array,
  config: { [key: string]: string },
  query = {},
  of = simulator,
): Promise<Written> {
  const caller = await Caller.connect(of, query);
  await caller.configure({ audio: { input: { turn_detection: null, transcription: config } } });
  caller.speak(pcm);
  caller.send('input_audio_buffer.commit');
  const end = await caller.wait((event) => /\.(completed|failed)$/.test(event.type), 'the end of the transcription');
  await caller.hangUp();
  return { deltas: caller.all(`${type}.delta`).map((event) => event['delta'] as string), end };
}

describe('usage of a transcription', () => {
  it.each(['gpt-4o-transcribe', 'gpt-4o-mini-transcribe', 'gpt-4o-mini-transcribe-2025-12-15'])(
    'is in tokens for %s, whose words stream in',
    async (model) => {
      const count = await loadTokenizer();
      const { deltas, end } = await transcribed(question('where-is-my-parcel'), { model });
      expect(deltas.length).toBeGreaterThan(20);
      expect(deltas.join('')).toBe(asked);
      expect(end).toMatchObject({ transcript: asked, content_index: 0 });
      expect(end['usage']).toEqual({
        type: 'tokens',
        // (11 000 - 25) / 100, and 2 beside the words.
        total_tokens: 109 + count(asked) + 2,
        input_tokens: 109,
        input_token_details: { text_tokens: 0, audio_tokens: 109 },
        output_tokens: count(asked) + 2,
      });
    },
  );

  it.each(['whisper-1', 'gpt-transcribe'])('is the duration in seconds for %s', async (model) => {
    const { deltas, end } = await transcribed(question('where-is-my-parcel'), { model });
    expect(deltas).toEqual([asked]);
    expect(end['usage']).toEqual({ type: 'duration', seconds: 11 });
  });

  it.each([
    [1000, 1],
    [1010, 2],
    [1990, 2],
  ])('of %i ms is %i seconds', async (ms, seconds) => {
    const { end } = await transcribed(silence(ms), { model: 'whisper-1' });
    expect(end['usage']).toEqual({ type: 'duration', seconds });
  });

  it('counts a prompt as text', async () => {
    const count = await loadTokenizer();
    const prompt = 'Words about parcels.';
    const { end } = await transcribed(question('thank-you'), { model: 'gpt-4o-transcribe', prompt });
    expect(end['usage']).toMatchObject({ input_token_details: { text_tokens: count(prompt) } });
  });

  it('can be zero seconds, as some deployments report', async () => {
    const { end } = await transcribed(question('thank-you'), { model: 'whisper-1' }, { zero_seconds: 1 });
    expect(end['usage']).toEqual({ type: 'duration', seconds: 0 });
  });
});

const quiet = (): Int16Array => louder(joined(silence(700), question('change-address'), silence(400)), -20);
const noisy = (): Int16Array => question('thank-you').map((sample, index) => sample + Math.sin(index * index) * 200);

describe('the transcript', () => {
  it.each([
    ['a question as it is', () => question('send-it-back'), 'The lamp is broken. How do I send it back?'],
    ['the first of two sentences', () => question('send-it-back').subarray(0, 24 * 1500), 'The lamp is broken.'],
    ['a quiet question amid silence', quiet, 'Please change the delivery address to my office.'],
    ['a question in noise', noisy, 'Thank you, that is all.'],
  ])('is the text of %s', async (_what, pcm, text) => {
    expect((await transcribed(pcm(), { model: 'whisper-1' })).end['transcript']).toBe(text);
  });

  it.each([
    ['speech it does not know', () => question('where-is-my-parcel').subarray(0, 24 * 3200), '[speech, 3.2 s]'],
    ['a question backwards', () => question('change-address').toReversed(), '[speech, 3.1 s]'],
    ['silence', () => silence(1500), '[silence, 1.5 s]'],
  ])('says only that there was sound for %s', async (_what, pcm, text) => {
    expect((await transcribed(pcm(), { model: 'whisper-1' })).end['transcript']).toBe(text);
  });

  it.each<[string, () => Simulator, string, Record<string, string>, string]>([
    ['is told to', () => simulator, 'whisper-1', { fail_transcription: 'audio_too_short' }, 'audio_too_short'],
    ['does not exist', () => simulator, 'missing-deployment', {}, 'DeploymentNotFound'],
    ['is no deployment of the Azure resource', () => atAzure(simulator), 'my-whisper', {}, 'DeploymentNotFound'],
  ])(
    'fails with a code and a message that gives no reason, where its model %s',
    async (_why, of, model, query, code) => {
      const { end, deltas } = await transcribed(question('thank-you'), { model }, query, of());
      expect(end).toMatchObject({
        type: `${type}.failed`,
        error: {
          type: 'server_error',
          code,
          message: `Input transcription failed for item '${end['item_id'] as string}'.`,
        },
      });
      expect(end['usage']).toBeUndefined();
      expect(deltas).toEqual([]);
    },
  );

  it('is made by any name on OpenAI, and by a published one on Azure', async () => {
    expect((await transcribed(question('thank-you'), { model: 'my-whisper' })).end['type']).toBe(`${type}.completed`);
    const { end } = await transcribed(question('thank-you'), { model: 'whisper-1' }, {}, atAzure(simulator));
    expect(end['type']).toBe(`${type}.completed`);
  });

  it('is not made without a transcription model', async () => {
    const caller = await Caller.connect(simulator);
    caller.speak(joined(question('where-is-my-parcel'), silence(1000)));
    await caller.response();
    await caller.hangUp();
    expect(caller.types().filter((name) => name.startsWith(type))).toEqual([]);
  });

  it('joins the item, for whoever retrieves it', async () => {
    const caller = await Caller.connect(simulator);
    await caller.configure({ audio: { input: { transcription: { model: 'whisper-1' } } } });
    caller.speak(joined(question('thank-you'), silence(1000)));
    const { item_id: itemId } = await caller.next(`${type}.completed`);
    caller.send('conversation.item.retrieve', { item_id: itemId ?? null });
    const retrieved = await caller.next('conversation.item.retrieved');
    await caller.hangUp();
    expect(JSON.stringify(retrieved)).toContain('"transcript":"Thank you, that is all."');
  });
});
