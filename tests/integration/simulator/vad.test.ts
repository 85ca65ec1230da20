import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../electron/simulator/server.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { Caller, joined, louder, question, silence, startForTests } from './harness.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startForTests();
});
afterAll(() => simulator.close());

const twoSentences = joined(question('send-it-back'), silence(3000));
const oneSentence = joined(silence(1000), question('thank-you'), silence(3000));

/** What the VAD makes of some audio. A mark at the end shows that all of it has been heard. */
async function hear(pcm: Int16Array, detection: JsonObject): Promise<{ started: number[]; stopped: number[] }> {
  const caller = await Caller.connect(simulator);
  await caller.configure({ audio: { input: { turn_detection: { create_response: false, ...detection } } } });
  caller.speak(pcm);
  caller.send('input_audio_buffer.clear');
  await caller.next('input_audio_buffer.cleared');
  await caller.hangUp();
  return {
    started: caller.all('input_audio_buffer.speech_started').map((event) => event['audio_start_ms'] as number),
    stopped: caller.all('input_audio_buffer.speech_stopped').map((event) => event['audio_end_ms'] as number),
  };
}
const server = (more: JsonObject): JsonObject => ({ type: 'server_vad', ...more });

describe('silence_duration_ms', () => {
  it('splits a sentence pair at its pause of 0.9 s when shorter, and keeps it whole when longer', async () => {
    expect((await hear(twoSentences, server({ silence_duration_ms: 500 }))).stopped).toHaveLength(2);
    expect((await hear(twoSentences, server({ silence_duration_ms: 1200 }))).stopped).toHaveLength(1);
  });

  it('is part of audio_end_ms', async () => {
    const short = await hear(oneSentence, server({ silence_duration_ms: 300 }));
    const long = await hear(oneSentence, server({ silence_duration_ms: 1300 }));
    expect((long.stopped[0] ?? 0) - (short.stopped[0] ?? 0)).toBe(1000);
  });
});

describe('prefix_padding_ms', () => {
  it('moves audio_start_ms back by as much, not beyond the beginning of the audio', async () => {
    const starts = await Promise.all(
      [0, 300, 800, 5000].map(async (ms) => (await hear(oneSentence, server({ prefix_padding_ms: ms }))).started[0]),
    );
    const bare = starts[0] ?? 0;
    // The speech of the file begins 250 ms after the second of silence before it.
    expect(bare).toBeGreaterThan(1200);
    expect(bare).toBeLessThan(1400);
    expect(starts).toEqual([bare, bare - 300, bare - 800, 0]);
  });
});

describe('threshold', () => {
  it('decides whether quiet speech is heard', async () => {
    const quiet = louder(oneSentence, -30);
    expect((await hear(quiet, server({ threshold: 0.2 }))).started).toHaveLength(1);
    expect((await hear(quiet, server({ threshold: 0.8 }))).started).toHaveLength(0);
  });

  it('hears nothing at all at 1', async () => {
    expect((await hear(oneSentence, server({ threshold: 1 }))).started).toHaveLength(0);
  });
});

describe('the noise floor', () => {
  it('gets used to a steady noise and still hears speech over it', async () => {
    const noisy = new Int16Array(24 * 8000).map((_, index) => Math.sin(index * index) * 450);
    const spoken = question('thank-you');
    noisy.forEach((noise, index) => {
      noisy[index] = noise + (spoken[index - 24 * 5000] ?? 0) * 0.9;
    });
    const { started, stopped } = await hear(noisy, server({ threshold: 0.4, prefix_padding_ms: 0 }));
    expect(started.at(-1)).toBeGreaterThan(5000);
    expect(started.at(-1)).toBeLessThan(5600);
    expect(stopped.at(-1)).toBeLessThan(8000);
  });

  it('does not take a click for speech', async () => {
    const click = new Int16Array(24 * 40).fill(20_000);
    expect((await hear(joined(silence(500), click, silence(1000)), server({}))).started).toEqual([]);
  });
});

describe('semantic VAD', () => {
  it('waits longer the less eager it is', async () => {
    const ends = await Promise.all(
      ['high', 'medium', 'low'].map(
        async (eagerness) => (await hear(oneSentence, { type: 'semantic_vad', eagerness })).stopped[0] ?? 0,
      ),
    );
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    expect(new Set(ends).size).toBe(3);
  });

  it('takes auto for medium', async () => {
    const [auto, medium] = await Promise.all(
      ['auto', 'medium'].map(
        async (eagerness) => (await hear(oneSentence, { type: 'semantic_vad', eagerness })).stopped,
      ),
    );
    expect(auto).toEqual(medium);
  });
});

describe('create_response and interrupt_response', () => {
  it('leave only VAD events when both are off', async () => {
    const caller = await Caller.connect(simulator);
    await caller.configure({
      audio: { input: { turn_detection: server({ create_response: false, interrupt_response: false }) } },
    });
    caller.speak(oneSentence);
    await caller.next('conversation.item.done');
    caller.send('response.create');
    await caller.response();
    expect(caller.all('response.created')).toHaveLength(1);
    await caller.hangUp();
  });

  it('make the automatic response fail while another is active and may not be interrupted', async () => {
    const caller = await Caller.connect(simulator, { speed: 20 });
    await caller.configure({ audio: { input: { turn_detection: server({ interrupt_response: false }) } } });
    caller.speak(joined(question('where-is-my-parcel'), silence(1000)));
    await caller.next('response.output_audio.delta');
    caller.speak(oneSentence);
    expect(await caller.refusal(null)).toMatchObject({ code: 'conversation_already_has_active_response' });
    expect((await caller.response())['status']).toBe('completed');
    await caller.hangUp();
  });
});

describe('idle_timeout_ms', () => {
  it('commits the silence after a reply and answers it', async () => {
    const caller = await Caller.connect(simulator, { speed: 100 });
    await caller.configure({ audio: { input: { turn_detection: server({ idle_timeout_ms: 5000 }) } } });
    caller.speak(oneSentence);
    await caller.response(1);
    const timedOut = await caller.next('input_audio_buffer.timeout_triggered');
    const committed = await caller.wait(
      ({ type, item_id: id }) => type === 'input_audio_buffer.committed' && id === timedOut['item_id'],
      'the commit of the silence',
    );
    expect(timedOut['audio_end_ms']).toBeGreaterThanOrEqual(timedOut['audio_start_ms'] as number);
    expect((await caller.response(2))['status']).toBe('completed');
    expect(committed['previous_item_id']).not.toBeNull();
    const added = caller.all('conversation.item.added');
    const [quiet, told, answer] = added.slice(-3).map(({ item }) => item as JsonObject);
    expect(quiet).toMatchObject({ id: timedOut['item_id'], role: 'user' });
    expect(told).toMatchObject({
      role: 'system',
      content: [{ type: 'input_text', text: expect.stringContaining('Look at the last audio again') as unknown }],
    });
    expect(added.at(-2)?.['previous_item_id']).toBe(timedOut['item_id']);
    expect(answer).toMatchObject({ role: 'assistant' });
    await caller.hangUp();
  });

  it('does not fire while someone speaks', async () => {
    // Three seconds of the machine's time to begin to speak in.
    const [slow, idle] = [{ speed: 10 }, { audio: { input: { turn_detection: server({ idle_timeout_ms: 30_000 }) } } }];
    const caller = await Caller.connect(simulator, slow);
    await caller.configure(idle);
    caller.speak(oneSentence);
    await caller.response(1);
    caller.speak(question('where-is-my-parcel').subarray(0, 24 * 10_000));
    await caller.wait(({ type, audio_start_ms: ms }) => type.endsWith('speech_started') && Number(ms) > 3000, 'speech');
    const more = await Caller.connect(simulator, slow);
    await more.configure(idle);
    more.speak(oneSentence);
    // By the time another session has timed out, this one would have too.
    await more.next('input_audio_buffer.timeout_triggered');
    expect(caller.all('input_audio_buffer.timeout_triggered')).toEqual([]);
    await caller.hangUp();
    await more.hangUp();
  });
});
