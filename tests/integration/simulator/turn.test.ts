import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../electron/simulator/server.ts';
import { atPath, type JsonObject } from '../../../shared/kit/json.ts';
import { Caller, joined, question, silence, startForTests } from './harness.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startForTests();
});
afterAll(() => simulator.close());

const asked = joined(question('where-is-my-parcel'), silence(1500));

describe('a spoken turn under server VAD', () => {
  it('is detected, committed, answered aloud and reported', async () => {
    const caller = await Caller.connect(simulator);
    caller.speak(asked);
    const response = await caller.response();
    await caller.next('rate_limits.updated');
    await caller.hangUp();

    expect(response['status']).toBe('completed');
    const order = caller.types().filter((type) => !type.endsWith('.delta'));
    expect(order).toEqual([
      'session.created',
      'input_audio_buffer.speech_started',
      'input_audio_buffer.speech_stopped',
      'input_audio_buffer.committed',
      'conversation.item.added',
      'conversation.item.done',
      'response.created',
      'response.output_item.added',
      'conversation.item.added',
      'response.content_part.added',
      'response.output_audio.done',
      'response.output_audio_transcript.done',
      'response.content_part.done',
      'conversation.item.done',
      'response.output_item.done',
      'response.done',
      'rate_limits.updated',
    ]);
  });

  it('delivers the whole reply: 21.0 s of audio and the transcript that goes with it', async () => {
    const caller = await Caller.connect(simulator);
    caller.speak(asked);
    const response = await caller.response();
    await caller.hangUp();

    const bytes = caller
      .all('response.output_audio.delta')
      .reduce((sum, event) => sum + Buffer.from(event['delta'] as string, 'base64').length, 0);
    expect(bytes).toBe(21_000 * 48);
    const spoken = caller.all('response.output_audio_transcript.delta').map((event) => event['delta'] as string);
    const done = await caller.next('response.output_audio_transcript.done');
    expect(spoken.join('')).toBe(done['transcript']);
    expect(atPath((response['output'] as JsonObject[])[0], 'content')).toEqual([
      { type: 'output_audio', transcript: done['transcript'] },
    ]);
  });

  it('names the same item from speech_started to the conversation, and counts its place in the audio', async () => {
    const caller = await Caller.connect(simulator);
    caller.speak(asked);
    const committed = await caller.next('input_audio_buffer.committed');
    const started = await caller.next('input_audio_buffer.speech_started');
    const stopped = await caller.next('input_audio_buffer.speech_stopped');
    await caller.hangUp();

    expect([started['item_id'], stopped['item_id']]).toEqual([committed['item_id'], committed['item_id']]);
    expect(committed['previous_item_id']).toBeNull();
    // The speech of the file begins after 250 ms and ends 250 ms before its end.
    expect(started['audio_start_ms']).toBe(0);
    expect(stopped['audio_end_ms']).toBeGreaterThan(11_100);
    expect(stopped['audio_end_ms']).toBeLessThan(11_350);
  });

  it('finds the same turn whatever the size of the pieces', async () => {
    const marks = await Promise.all(
      [7, 20, 333, 5000].map(async (pieceMs) => {
        const caller = await Caller.connect(simulator);
        caller.speak(asked, pieceMs);
        const stopped = await caller.next('input_audio_buffer.speech_stopped');
        const started = await caller.next('input_audio_buffer.speech_started');
        await caller.hangUp();
        return [started['audio_start_ms'], stopped['audio_end_ms']];
      }),
    );
    expect(new Set(marks.map(String)).size).toBe(1);
  });

  it('goes on from the first turn in a second one', async () => {
    const caller = await Caller.connect(simulator);
    caller.speak(asked);
    const first = await caller.response(1);
    const from = caller.events.length;
    caller.speak(joined(question('thank-you'), silence(1000)));
    const second = await caller.response(2);
    const committed = await caller.next('input_audio_buffer.committed', from);
    const started = await caller.next('input_audio_buffer.speech_started', from);
    await caller.hangUp();

    expect(committed['previous_item_id']).toBe((first['output'] as JsonObject[])[0]?.['id']);
    expect(started['audio_start_ms']).toBeGreaterThan(12_000);
    expect(JSON.stringify(second['output'])).toContain('You are welcome.');
  });
});
