import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../electron/simulator/server.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { atAzure, Caller, joined, question, silence, startForTests } from './harness.ts';

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

const type = 'conversation.item.input_audio_transcription';
const whisper = { model: 'gpt-realtime-whisper' };
const text =
  'I ordered two parcels last Monday, and only one of them has come. Could you check where the second one is, and tell me whether I can still change the delivery address?';
const vads: [string, JsonObject][] = [
  ['server VAD', { type: 'server_vad', create_response: false }],
  ['semantic VAD', { type: 'semantic_vad', create_response: false }],
];

interface Heard {
  readonly before: string[];
  readonly after: string[];
  /** The item of every event about the words, and of the commit. */
  readonly items: ReadonlySet<unknown>;
  readonly transcript: unknown;
}

/** The words that came before the commit and after it. */
async function heard(caller: Caller): Promise<Heard> {
  const done = await caller.next(`${type}.completed`);
  const types = caller.types();
  const commit = types.indexOf('input_audio_buffer.committed');
  const words = caller.events.flatMap((event, at) => (event.type === `${type}.delta` ? [{ event, at }] : []));
  const said = (of: typeof words): string[] => of.map(({ event }) => event['delta'] as string);
  return {
    before: said(words.filter(({ at }) => at < commit)),
    after: said(words.filter(({ at }) => at > commit)),
    items: new Set([
      ...words.map(({ event }) => event['item_id']),
      caller.events[commit]?.['item_id'],
      done['item_id'],
    ]),
    transcript: done['transcript'],
  };
}

describe('gpt-realtime-whisper beside a conversation', () => {
  it.each(vads)(
    'is taken by OpenAI and Azure under %s, and its words come while they are said',
    async (_name, detection) => {
      for (const of of [simulator, atAzure(simulator)]) {
        const caller = await connect(of);
        await caller.configure({ audio: { input: { transcription: whisper, turn_detection: detection } } });
        caller.speak(joined(question('where-is-my-parcel'), silence(2000)));
        const { before, after, items, transcript } = await heard(caller);
        expect([...before, ...after].join('')).toBe(text);
        expect(transcript).toBe(text);
        expect(before.length).toBeGreaterThan(20);
        expect(items.size).toBe(1);
        const first = caller.types().indexOf(`${type}.delta`);
        expect(first).toBeGreaterThan(caller.types().indexOf('input_audio_buffer.speech_started'));
        expect(first).toBeLessThan(caller.types().indexOf('input_audio_buffer.speech_stopped'));
      }
    },
  );

  it('keeps further behind the voice the longer its delay is', async () => {
    const counts: number[] = [];
    for (const delay of ['minimal', 'medium', 'xhigh']) {
      const caller = await connect(simulator);
      await caller.configure({ audio: { input: { transcription: { ...whisper, delay }, turn_detection: null } } });
      caller.speak(question('where-is-my-parcel').subarray(0, 24 * 4000));
      caller.send('input_audio_buffer.commit');
      await caller.next('input_audio_buffer.committed');
      counts.push(caller.all(`${type}.delta`).length);
    }
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(new Set(counts).size).toBe(3);
  });

  it('says of other speech that there is some, once that is clear', async () => {
    const caller = await connect(simulator);
    await caller.configure({ audio: { input: { transcription: whisper, turn_detection: null } } });
    caller.speak(joined(silence(900), question('where-is-my-parcel').toReversed()));
    caller.send('input_audio_buffer.commit');
    expect(await heard(caller)).toMatchObject({ before: ['[speech]'], after: [], transcript: '[speech]' });
  });

  it('waits with the words of others until the commit', async () => {
    const caller = await connect(simulator);
    const input = { transcription: { model: 'gpt-4o-transcribe' }, turn_detection: null };
    await caller.configure({ audio: { input } });
    caller.speak(question('thank-you'));
    caller.send('input_audio_buffer.commit');
    expect((await heard(caller)).before).toEqual([]);
  });

  it('begins anew with a buffer that was cleared', async () => {
    const caller = await connect(simulator);
    await caller.configure({ audio: { input: { transcription: whisper, turn_detection: null } } });
    caller.speak(question('where-is-my-parcel').subarray(0, 24 * 5000));
    caller.send('input_audio_buffer.clear');
    await caller.next('input_audio_buffer.cleared');
    const from = caller.events.length;
    caller.speak(question('thank-you'));
    caller.send('input_audio_buffer.commit');
    const done = await caller.next(`${type}.completed`);
    const words = caller.events.slice(from).filter((event) => event.type === `${type}.delta`);
    expect(words.map((event) => event['delta'] as string).join('')).toBe('Thank you, that is all.');
    expect(new Set(words.map((event) => event['item_id']))).toEqual(new Set([done['item_id']]));
  });
});

describe('a transcription session without turn detection', () => {
  it.each([
    ['OpenAI', () => simulator],
    ['Azure', () => atAzure(simulator)],
  ])('of %s writes down what is committed, answers nothing, and refuses to', async (_name, of) => {
    const caller = await connect(of(), { model: '', intent: 'transcription' });
    const update = (turnDetection: JsonObject | null): string =>
      caller.send('session.update', {
        session: { type: 'transcription', audio: { input: { transcription: whisper, turn_detection: turnDetection } } },
      });
    expect(await caller.refusal(update({ type: 'server_vad' }))).toMatchObject({
      code: 'invalid_parameter',
      param: 'session.audio.input.turn_detection',
    });
    update(null);
    await caller.next('session.updated');
    caller.speak(question('thank-you'));
    caller.send('input_audio_buffer.commit');
    const { before, transcript, items } = await heard(caller);
    expect(transcript).toBe('Thank you, that is all.');
    expect(before.length).toBeGreaterThan(0);
    expect(items.size).toBe(1);
    expect(await caller.refusal(caller.send('response.create'))).toMatchObject({ code: 'invalid_parameter' });
    expect(caller.all('response.created')).toEqual([]);
    expect(caller.all('input_audio_buffer.speech_started')).toEqual([]);
  });
});
