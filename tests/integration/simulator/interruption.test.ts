import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../electron/simulator/server.ts';
import { atPath, type JsonObject } from '../../../shared/kit/json.ts';
import { Caller, joined, question, silence, startForTests } from './harness.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startForTests();
});
afterAll(() => simulator.close());

const longQuestion = joined(question('where-is-my-parcel'), silence(1000));
const bargeIn = joined(silence(200), question('thank-you'), silence(1000));

/** A session in the middle of its 21 s reply. */
async function midReply(query: Record<string, string | number> = {}): Promise<Caller> {
  const caller = await Caller.connect(simulator, { speed: 20, ...query });
  caller.speak(longQuestion);
  await caller.next('response.output_audio.delta');
  return caller;
}

const audioMsOf = (caller: Caller, responseId: string): number =>
  caller
    .all('response.output_audio.delta')
    .filter((event) => event['response_id'] === responseId)
    .reduce((sum, event) => sum + Buffer.from(event['delta'] as string, 'base64').length / 48, 0);

describe('speaking over a reply', () => {
  it('cancels it as turn_detected, reports what had been produced, and answers the new turn', async () => {
    const caller = await midReply();
    caller.speak(bargeIn);
    const first = await caller.response(1);
    const second = await caller.response(2);
    await caller.hangUp();

    expect(first).toMatchObject({
      status: 'cancelled',
      status_details: { type: 'cancelled', reason: 'turn_detected' },
    });
    const heardMs = audioMsOf(caller, first['id'] as string);
    expect(heardMs).toBeLessThan(21_000);
    expect(atPath(first, 'usage.output_token_details.audio_tokens')).toBe(Math.ceil(heardMs / 50));
    expect(atPath(first, 'output')).toMatchObject([{ status: 'incomplete' }]);
    expect(second['status']).toBe('completed');
    const types = caller.types();
    expect(types.indexOf('response.done')).toBeGreaterThan(types.lastIndexOf('input_audio_buffer.speech_started'));
  });

  it('sends no audio of a response after its response.done', async () => {
    const caller = await midReply();
    caller.speak(bargeIn);
    const first = await caller.response(1);
    await caller.response(2);
    await caller.hangUp();
    const doneAt = caller.events.findIndex(({ type }) => type === 'response.done');
    const late = caller.events.slice(doneAt).filter((event) => event['response_id'] === first['id']);
    expect(late).toEqual([]);
  });

  it('reports zero usage for the cancelled response where that is asked for', async () => {
    const caller = await midReply({ zero_usage_on_cancel: 1 });
    caller.speak(bargeIn);
    const first = await caller.response(1);
    await caller.hangUp();
    expect(first['usage']).toMatchObject({ total_tokens: 0, input_tokens: 0, output_tokens: 0 });
  });
});

describe('response.cancel', () => {
  it('ends the running response as client_cancelled', async () => {
    const caller = await midReply();
    caller.send('response.cancel');
    expect(await caller.response()).toMatchObject({
      status: 'cancelled',
      status_details: { reason: 'client_cancelled' },
    });
    await caller.hangUp();
  });

  it('before any output leaves a response without output, and nothing of it is charged', async () => {
    const caller = await Caller.connect(simulator, { speed: 4 });
    caller.speak(longQuestion);
    await caller.next('response.created');
    caller.send('response.cancel');
    const response = await caller.response();
    expect(response).toMatchObject({ status: 'cancelled', output: [], usage: { total_tokens: 0 } });
    await caller.hangUp();
  });

  it('is refused when nothing runs, naming the client event', async () => {
    const caller = await Caller.connect(simulator);
    const eventId = caller.send('response.cancel');
    expect(await caller.refusal(eventId)).toMatchObject({
      type: 'invalid_request_error',
      code: 'response_cancel_not_active',
      message: 'Cancellation failed: no active response found',
    });
    await caller.hangUp();
  });

  it('leaves an out-of-band response running unless it is named', async () => {
    const caller = await Caller.connect(simulator);
    caller.send('response.create', { response: { conversation: 'none' } });
    const created = await caller.next('response.created');
    const unnamed = caller.send('response.cancel');
    expect(await caller.refusal(unnamed)).toMatchObject({ code: 'response_cancel_not_active' });
    caller.send('response.cancel', { response_id: atPath(created, 'response.id') ?? null });
    expect(await caller.response()).toMatchObject({ status: 'cancelled', conversation_id: null });
    await caller.hangUp();
  });
});

/** A session whose reply was cut short, and what is left of it. */
async function interrupted(): Promise<{ caller: Caller; itemId: string; haveMs: number }> {
  const caller = await midReply();
  caller.send('response.cancel');
  const response = await caller.response();
  const itemId = (response['output'] as JsonObject[])[0]?.['id'] as string;
  return { caller, itemId, haveMs: audioMsOf(caller, response['id'] as string) };
}

describe('conversation.item.truncate', () => {
  it('keeps what was heard, deletes the transcript, and the next response reads that', async () => {
    const { caller, itemId } = await interrupted();
    caller.send('conversation.item.truncate', { item_id: itemId, content_index: 0, audio_end_ms: 70 });
    expect(await caller.next('conversation.item.truncated')).toMatchObject({
      item_id: itemId,
      content_index: 0,
      audio_end_ms: 70,
    });
    caller.send('conversation.item.retrieve', { item_id: itemId });
    const retrieved = await caller.next('conversation.item.retrieved');
    const audio = atPath((atPath(retrieved, 'item.content') as JsonObject[])[0] ?? null, 'audio') as string;
    expect(Buffer.from(audio, 'base64').length).toBe(70 * 48);
    expect(JSON.stringify(retrieved)).toContain('"transcript":""');

    const before = atPath(await caller.response(1), 'usage.input_token_details') as JsonObject;
    caller.send('response.create');
    const after = atPath(await caller.response(2), 'usage.input_token_details') as JsonObject;
    // 70 ms of the assistant hold 1 token; of its text only the frame of a message is left.
    expect(after['audio_tokens']).toBe((before['audio_tokens'] as number) + 1);
    expect(after['text_tokens']).toBe((before['text_tokens'] as number) + 8);
    await caller.hangUp();
  });

  it('is refused beyond the audio there is', async () => {
    const { caller, itemId, haveMs } = await interrupted();
    const eventId = caller.send('conversation.item.truncate', {
      item_id: itemId,
      content_index: 0,
      audio_end_ms: 57_340,
    });
    expect(await caller.refusal(eventId)).toMatchObject({
      message: `Audio content of ${haveMs}ms is already shorter than 57340ms`,
      param: 'audio_end_ms',
    });
    await caller.hangUp();
  });

  it('is refused for an item that is not there and for one that is no answer', async () => {
    const { caller } = await interrupted();
    const missing = caller.send('conversation.item.truncate', { item_id: 'item_x', content_index: 0, audio_end_ms: 0 });
    expect(await caller.refusal(missing)).toMatchObject({ code: 'item_truncate_invalid_item_id', param: 'item_id' });
    const committed = await caller.next('input_audio_buffer.committed');
    const users = caller.send('conversation.item.truncate', {
      item_id: committed['item_id'] ?? null,
      content_index: 0,
      audio_end_ms: 0,
    });
    expect(await caller.refusal(users)).toMatchObject({
      message: 'Only model output audio messages can be truncated',
    });
    await caller.hangUp();
  });
});
