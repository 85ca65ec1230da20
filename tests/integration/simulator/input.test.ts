import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../electron/simulator/server.ts';
import { atPath, type JsonObject } from '../../../shared/kit/json.ts';
import { base64, Caller, joined, question, silence, startForTests } from './harness.ts';

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

const pushToTalk = { audio: { input: { turn_detection: null } } };

describe('input_audio_buffer.commit', () => {
  it('without VAD makes one item of everything since the last commit, and no response', async () => {
    await caller.configure(pushToTalk);
    caller.speak(joined(silence(500), question('thank-you')));
    caller.send('input_audio_buffer.commit');
    const committed = await caller.next('input_audio_buffer.committed');
    const added = await caller.next('conversation.item.added');
    expect(added).toMatchObject({
      previous_item_id: null,
      item: { id: committed['item_id'], role: 'user', status: 'completed', content: [{ type: 'input_audio' }] },
    });
    caller.send('conversation.item.retrieve', { item_id: committed['item_id'] ?? null });
    const retrieved = await caller.next('conversation.item.retrieved');
    const audio = (atPath(retrieved, 'item.content') as JsonObject[])[0]?.['audio'] as string;
    expect(audio).toBe(base64(joined(silence(500), question('thank-you'))));
    expect(caller.all('response.created')).toEqual([]);
  });

  it('is refused under 100 ms, and the audio stays', async () => {
    await caller.configure(pushToTalk);
    caller.append(silence(99));
    const first = caller.send('input_audio_buffer.commit');
    expect(await caller.refusal(first)).toMatchObject({
      code: 'input_audio_buffer_commit_empty',
      message:
        'Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has 99.00ms of audio.',
    });
    caller.append(silence(1));
    caller.send('input_audio_buffer.commit');
    await caller.next('input_audio_buffer.committed');
  });

  it('after the VAD has committed is refused: the buffer has 0.00 ms', async () => {
    caller.speak(joined(question('thank-you'), silence(1000)));
    await caller.next('input_audio_buffer.committed');
    const eventId = caller.send('input_audio_buffer.commit');
    expect(await caller.refusal(eventId)).toMatchObject({
      code: 'input_audio_buffer_commit_empty',
      message: expect.stringContaining('only has 0.00ms of audio') as unknown,
    });
  });

  it('in the middle of a turn takes the turn so far', async () => {
    caller.speak(question('where-is-my-parcel').subarray(0, 24 * 5000));
    const started = await caller.next('input_audio_buffer.speech_started');
    caller.send('input_audio_buffer.commit');
    expect(await caller.next('input_audio_buffer.committed')).toMatchObject({ item_id: started['item_id'] });
    caller.speak(silence(1000));
    caller.send('input_audio_buffer.clear');
    await caller.next('input_audio_buffer.cleared');
    expect(caller.all('input_audio_buffer.speech_stopped')).toEqual([]);
  });
});

describe('input_audio_buffer.clear', () => {
  it('forgets what was buffered, and positions go on counting', async () => {
    await caller.configure({ audio: { input: { turn_detection: { type: 'server_vad', prefix_padding_ms: 5000 } } } });
    caller.speak(question('where-is-my-parcel').subarray(0, 24 * 3000));
    await caller.next('input_audio_buffer.speech_started');
    caller.send('input_audio_buffer.clear');
    await caller.next('input_audio_buffer.cleared');
    caller.speak(joined(silence(1000), question('thank-you'), silence(1000)));
    const committed = await caller.next('input_audio_buffer.committed');
    const starts = caller.all('input_audio_buffer.speech_started');
    expect(starts).toHaveLength(2);
    expect(starts[1]).toMatchObject({ item_id: committed['item_id'], audio_start_ms: 3000 });
  });
});

describe('input_audio_buffer.append', () => {
  it.each([
    ['is not base64', 'not base64!', 'audio'],
    ['holds half a sample', Buffer.from([1, 2, 3]).toString('base64'), 'audio'],
  ])('is refused when the audio %s', async (_why, audio, param) => {
    const eventId = caller.send('input_audio_buffer.append', { audio });
    expect(await caller.refusal(eventId)).toMatchObject({ code: 'invalid_value', param });
  });

  it('is refused above 15 MiB in one event, and taken at 15 MiB', async () => {
    await caller.configure(pushToTalk);
    const most = new Int16Array((15 * 1024 * 1024) / 2);
    const eventId = caller.send('input_audio_buffer.append', { audio: base64(new Int16Array(most.length + 1)) });
    expect(await caller.refusal(eventId)).toMatchObject({ code: 'invalid_value', param: 'audio' });
    caller.append(most);
    caller.send('input_audio_buffer.commit');
    await caller.next('input_audio_buffer.committed');
  });

  it('is refused without audio', async () => {
    const eventId = caller.send('input_audio_buffer.append');
    expect(await caller.refusal(eventId)).toMatchObject({ code: 'missing_required_parameter', param: 'audio' });
  });
});

describe('switching turn detection off and on', () => {
  it('starts push to talk with an empty buffer when nobody was speaking', async () => {
    caller.speak(silence(2000));
    await caller.configure(pushToTalk);
    const eventId = caller.send('input_audio_buffer.commit');
    expect(await caller.refusal(eventId)).toMatchObject({ code: 'input_audio_buffer_commit_empty' });
  });

  it('hears the next turn after it is on again', async () => {
    await caller.configure(pushToTalk);
    caller.speak(question('change-address'));
    await caller.configure({ audio: { input: { turn_detection: { type: 'server_vad' } } } });
    caller.speak(joined(silence(500), question('thank-you'), silence(1000)));
    await caller.next('input_audio_buffer.speech_stopped');
    expect(caller.all('input_audio_buffer.speech_started')).toHaveLength(1);
  });
});

describe('G.711', () => {
  it.each(['audio/pcmu', 'audio/pcma'])('%s is heard and spoken at 8 bytes a millisecond', async (type) => {
    await caller.configure({ audio: { input: { format: { type } }, output: { format: { type } } } });
    const { createEncoder } = await import('../../../electron/simulator/wire/audio.ts');
    const encode = createEncoder({ type } as { type: 'audio/pcmu' | 'audio/pcma' });
    const bytes = encode(joined(question('thank-you'), silence(1000)));
    caller.send('input_audio_buffer.append', { audio: Buffer.from(bytes).toString('base64') });
    const stopped = await caller.next('input_audio_buffer.speech_stopped');
    expect(stopped['audio_end_ms']).toBeGreaterThan(2100);
    expect(stopped['audio_end_ms']).toBeLessThan(2500);
    const response = await caller.response();
    expect(JSON.stringify(response['output'])).toContain('You are welcome.');
    const spoken = caller
      .all('response.output_audio.delta')
      .reduce((sum, { delta }) => sum + Buffer.from(delta as string, 'base64').length, 0);
    const tokens = atPath(response, 'usage.output_token_details.audio_tokens') as number;
    expect(Math.ceil(spoken / 8 / 50)).toBe(tokens);
  });
});
