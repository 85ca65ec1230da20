import { afterEach, describe, expect, it } from 'vitest';
import { encodeFrame, decodeFrame } from '../../../shared/audio/frames.ts';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import { isJsonObject } from '../../../shared/kit/json.ts';
import type { BenchPort, PortMessage } from '../../../shared/contract/ports.ts';
import { startBench, startSession, type TestBench } from '../support/bench.ts';
import { sessionObject, startDeployment, type Deployment } from '../support/deployment.ts';
import { portPair } from '../support/ports.ts';
import { beginReply, endReply, sendAudio } from '../support/reply.ts';
import { until } from '../support/until.ts';

let bench: TestBench;
let deployment: Deployment;

afterEach(async () => {
  await bench.engine.shutdown(0);
  await deployment.close();
});

const speechStarted = { type: 'input_audio_buffer.speech_started', audio_start_ms: 100, item_id: 'item_user' };

const microphone = {
  sampleRateHz: 48_000,
  channels: 1,
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
};

describe('an interruption', () => {
  it('without a window truncates at what a loudspeaker would have played, and plays no late audio', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    await startSession(bench, deployment.url);
    const remote = await deployment.session();
    // Longer than any machine takes to say the rest, so that there is always something to cut off.
    beginReply(remote, 'resp_1', 60_000);
    await bench.client.event('bench.playback.started');
    await until(() => bench.client.view.output.receivedMs >= 60_000, 'all audio to arrive');
    // The player is never late by its own clock: 300 ms that have passed have been played.
    await new Promise((resolve) => setTimeout(resolve, 310));
    remote.send(speechStarted);
    const truncate = await remote.event('conversation.item.truncate');
    const stopped = await bench.client.event('bench.playback.stopped');
    expect(stopped).toMatchObject({ itemId: 'item_resp_1', why: 'interrupted', receivedMs: 60_000 });
    expect(truncate).toMatchObject({ item_id: 'item_resp_1', content_index: 0 });
    // The record has one decimal, rounded; the service gets the whole milliseconds that were played.
    expect(Math.abs((truncate['audio_end_ms'] as number) - (stopped['playedMs'] as number))).toBeLessThanOrEqual(1);
    expect(truncate['audio_end_ms']).toBeGreaterThanOrEqual(300);
    const loggedMs = (type: string): number =>
      bench.client.entries.find(({ event }) => isJsonObject(event) && event['type'] === type)?.t ?? NaN;
    const playingMs = loggedMs('bench.playback.stopped') - loggedMs('bench.playback.started');
    expect(truncate['audio_end_ms']).toBeLessThanOrEqual(playingMs + 100);

    const before = bench.client.view.output.receivedMs;
    sendAudio(remote, 'resp_1', 400);
    endReply(remote, 'resp_1', 'cancelled');
    await bench.client.event('response.done');
    expect(bench.client.view.output.receivedMs).toBe(before + 400);
    expect(bench.client.events('bench.playback.started')).toHaveLength(1);
    beginReply(remote, 'resp_2', 100);
    endReply(remote, 'resp_2');
    await bench.client.event('bench.playback.started', 2);
  });

  it('truncates at what the page’s player says it played', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    const [page, engine] = portPair();
    const heard = playerOf(page, 1234.5);
    bench.engine.attachPort('playback', engine, 7);
    await startSession(bench, deployment.url);
    const remote = await deployment.session();
    beginReply(remote, 'resp_1', 3000);
    await until(() => heard.audioMs() === 3000, 'the audio at the player');
    remote.send(speechStarted);
    expect(await remote.event('conversation.item.truncate')).toMatchObject({ audio_end_ms: 1234 });
  });

  it('does not stop the voice when the service was told not to be interrupted', async () => {
    const session = sessionObject();
    const audio = { input: { turn_detection: { type: 'server_vad', interrupt_response: false } } };
    deployment = await startDeployment({
      onSession: (remote) => remote.send({ type: 'session.created', session: { ...session, audio } }),
    });
    bench = await startBench();
    await startSession(bench, deployment.url);
    const remote = await deployment.session();
    beginReply(remote, 'resp_1', 400);
    await bench.client.event('bench.playback.started');
    remote.send(speechStarted);
    endReply(remote, 'resp_1');
    expect(await bench.client.event('bench.playback.stopped')).toMatchObject({ why: 'drained', playedMs: 400 });
    expect(remote.events('conversation.item.truncate')).toEqual([]);
  });

  it('by cancelling a response by hand cuts the voice too', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    await startSession(bench, deployment.url);
    const remote = await deployment.session();
    beginReply(remote, 'resp_1', 4000);
    await bench.client.event('bench.playback.started');
    await bench.client.api.call('session.send', { event: { type: 'response.cancel' } });
    expect(await remote.event('conversation.item.truncate')).toMatchObject({
      item_id: 'item_resp_1',
      content_index: 0,
    });
    expect(await bench.client.event('bench.playback.stopped')).toMatchObject({ itemId: 'item_resp_1' });
  });

  it('is no echo because it falls into an answer: a microphone that hears nothing of that raises no alarm', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    await bench.client.api.call('input.report', { what: 'opened', label: 'Desk mic', settings: microphone });
    await startSession(bench, deployment.url);
    const remote = await deployment.session();
    beginReply(remote, 'resp_1', 60_000);
    await bench.client.event('bench.playback.started');
    remote.send(speechStarted);
    expect(await bench.client.event('bench.playback.stopped')).toMatchObject({ why: 'interrupted' });
    expect(bench.client.events('bench.echo')).toEqual([]);
    expect(toArray(bench.client.view.alarms).map(({ kind }) => kind)).not.toContain('self-interruption');
    expect(bench.client.view.input.label).toBe('Desk mic');
  });
});

describe('a page that goes away in the middle of a reply', () => {
  it('cuts the reply where it was heard: the rest is stopped, and the service told how much of it there was', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    const [page, engine] = portPair();
    const heard = playerOf(page, 0);
    bench.engine.attachPort('playback', engine, 7);
    await startSession(bench, deployment.url);
    const remote = await deployment.session();
    beginReply(remote, 'resp_1', 1000);
    await until(() => heard.audioMs() === 1000, 'the audio at the player');
    page.post({ type: 'progress', streamId: 1, playedMs: 400, bufferedMs: 600 });
    page.close();
    const truncate = await remote.event('conversation.item.truncate');
    expect(truncate).toMatchObject({ item_id: 'item_resp_1', content_index: 0, audio_end_ms: 400 });
    expect(remote.events('response.cancel')).toMatchObject([{ response_id: 'resp_1' }]);
    const stopped = await bench.client.event('bench.playback.stopped');
    expect(stopped).toMatchObject({ why: 'lost', playedMs: 400, receivedMs: 1000 });
    sendAudio(remote, 'resp_1', 200);
    endReply(remote, 'resp_1', 'cancelled');
    // The next reply finds the virtual player.
    beginReply(remote, 'resp_2', 100);
    endReply(remote, 'resp_2');
    const next = await bench.client.event('bench.playback.stopped', 2);
    expect(next).toMatchObject({ itemId: 'item_resp_2', why: 'drained', playedMs: 100 });
  });

  it('stops no response that is over, and says nothing of a reply that was heard', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    const [page, engine] = portPair();
    const heard = playerOf(page, 0);
    bench.engine.attachPort('playback', engine, 7);
    await startSession(bench, deployment.url);
    const remote = await deployment.session();
    beginReply(remote, 'resp_1', 1000);
    endReply(remote, 'resp_1');
    await until(() => heard.audioMs() === 1000, 'the audio at the player');
    page.post({ type: 'drained', streamId: 1, playedMs: 1000 });
    beginReply(remote, 'resp_2', 500);
    endReply(remote, 'resp_2');
    await until(() => heard.audioMs() === 1500, 'the second reply at the player');
    await bench.client.event('response.done', 2);
    page.close();
    const truncate = await remote.event('conversation.item.truncate');
    expect(truncate).toMatchObject({ item_id: 'item_resp_2', audio_end_ms: 0 });
    expect(remote.events('conversation.item.truncate')).toHaveLength(1);
    expect(remote.events('response.cancel')).toEqual([]);
  });
});

describe('the microphone', () => {
  it('that delivered only zeros before the session was open is recorded so, once; one that has sound again is not', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    const report = async (forMs: number): Promise<unknown> =>
      bench.client.api.call('input.report', { what: 'zeros', label: 'Desk mic', forMs });
    await bench.client.api.call('input.report', { what: 'opened', label: 'Desk mic', settings: microphone });
    await report(1020);
    await startSession(bench, deployment.url);
    expect(await bench.client.event('bench.input.zeros')).toMatchObject({ label: 'Desk mic', forMs: 1020 });
    await report(0);
    // Opened anew it is told anew: by now it delivers sound.
    await bench.client.api.call('input.report', { what: 'opened', label: 'Desk mic', settings: microphone });
    await bench.client.event('bench.input.opened', 2);
    expect(bench.client.events('bench.input.zeros')).toHaveLength(1);
    await report(1500);
    await bench.client.event('bench.input.zeros', 2);
  });

  it('whose channels cancelled each other before the session was open is recorded so; one that was mended is not', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    const report = async (channels: number): Promise<unknown> =>
      bench.client.api.call('input.report', { what: 'cancelling', label: 'Desk mic', channels });
    await bench.client.api.call('input.report', { what: 'opened', label: 'Desk mic', settings: microphone });
    await report(2);
    await startSession(bench, deployment.url);
    expect(await bench.client.event('bench.input.cancelling')).toMatchObject({ label: 'Desk mic', channels: 2 });
    await report(0);
    await report(4);
    await bench.client.event('bench.input.cancelling', 2);
    expect(bench.client.events('bench.input.cancelling').map((event) => event['channels'])).toEqual([2, 4]);
  });

  const frame = (number: number, more: Partial<Parameters<typeof encodeFrame>[0]> = {}): ArrayBuffer =>
    encodeFrame({
      number,
      clipped: 0,
      firstAtMs: 0,
      streamId: 1,
      muted: false,
      pcm24k: new Int16Array(480).fill(number),
      ...more,
    });

  it('is one event a frame; holes, clipping and muting are told', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    await startSession(bench, deployment.url);
    const remote = await deployment.session();
    const [page, engine] = portPair();
    bench.engine.attachPort('capture', engine, 7);
    for (const number of [1, 2, 3, 7, 8]) page.post(frame(number));
    page.post(frame(9, { clipped: 12 }));
    page.post(frame(10, { muted: true }));
    page.post({ not: 'a frame' });
    page.post(new Uint8Array(3));
    await until(() => remote.events('input_audio_buffer.append').length === 7, 'seven frames');
    const third = remote.events('input_audio_buffer.append')[2]?.['audio'] as string;
    expect(new Int16Array(Uint8Array.from(Buffer.from(third, 'base64')).buffer)).toEqual(new Int16Array(480).fill(3));
    await bench.client.api.call('session.stop', { graceMs: 0 });
    expect(bench.client.events('bench.input.gap')).toEqual([{ type: 'bench.input.gap', missingFrames: 3 }]);
    expect(bench.client.events('bench.input.clipped')).toEqual([{ type: 'bench.input.clipped', count: 12 }]);
    expect(bench.client.events('bench.input.muted')).toEqual([{ type: 'bench.input.muted', muted: true }]);
    expect(bench.client.view.input).toMatchObject({ sentMs: 140, missingFrames: 3, clips: 12 });
  });

  it('muted in the engine sends silence', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    await startSession(bench, deployment.url);
    const remote = await deployment.session();
    const [page, engine] = portPair();
    bench.engine.attachPort('capture', engine, 7);
    await bench.client.api.call('session.mute', { muted: true });
    page.post(frame(5));
    const sent = await remote.event('input_audio_buffer.append');
    expect(Buffer.from(sent['audio'] as string, 'base64').every((byte) => byte === 0)).toBe(true);
  });

  it('of a second window is not mixed in', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    await startSession(bench, deployment.url);
    const remote = await deployment.session();
    const [first, firstEngine] = portPair();
    const [second, secondEngine] = portPair();
    bench.engine.attachPort('capture', firstEngine, 7);
    bench.engine.attachPort('capture', secondEngine, 8);
    first.post(frame(1));
    await remote.event('input_audio_buffer.append');
    second.post(frame(100));
    first.post(frame(2));
    await until(() => remote.events('input_audio_buffer.append').length === 2, 'the second frame');
    // By then the window has heard of all of it.
    await bench.client.api.call('session.stop', { graceMs: 0 });
    expect(bench.client.view.input).toMatchObject({ missingFrames: 0 });
  });

  it('over a connection that takes nothing drops audio, counted, and still sends every other event', async () => {
    deployment = await startDeployment();
    bench = await startBench();
    await startSession(bench, deployment.url);
    const remote = await deployment.session();
    const [page, engine] = portPair();
    bench.engine.attachPort('capture', engine, 7);
    remote.stopReading();
    let number = 0;
    const speak = (frames: number): void => {
      for (let n = 0; n < frames; n += 1) page.post(frame((number += 1)));
    };
    while (bench.client.events('bench.send.paused').length === 0) {
      speak(500);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await bench.client.api.call('session.send', { event: { type: 'response.cancel' } });
    remote.resumeReading();
    await remote.event('response.cancel');
    await bench.client.api.call('session.stop', { graceMs: 0 });
    const sumOf = (type: string, member: string): number =>
      bench.client.events(type).reduce((sum, event) => sum + ((event[member] as number | undefined) ?? 0), 0);
    const dropped = sumOf('bench.send.paused', 'droppedFrames');
    // On a busy machine the page can be late, and silence stands in its place.
    const silenceMs = sumOf('bench.input.filled', 'silenceMs') + sumOf('bench.input.filled', 'droppedMs');
    const filled = silenceMs / 20 - sumOf('bench.input.filled', 'lateFrames');
    expect(remote.events('input_audio_buffer.append').length + dropped).toBe(number + filled);
    expect(bench.client.view.input.sentMs).toBe((number + filled - dropped) * 20);
  });
});

/** A page's player that plays nothing until it is flushed and then says `playedMs`. */
function playerOf(port: BenchPort, playedMs: number): { audioMs(): number } {
  let samples = 0;
  port.onMessage((message: PortMessage) => {
    if (message instanceof ArrayBuffer || message instanceof Uint8Array) {
      const bytes = message instanceof ArrayBuffer ? new Uint8Array(message) : message;
      const got = decodeFrame(bytes);
      if (got?.number === 1) port.post({ type: 'started', streamId: got.streamId });
      samples += got?.pcm24k.length ?? 0;
      return;
    }
    if (message['type'] === 'flush') port.post({ type: 'flushed', streamId: 1, playedMs });
  });
  return { audioMs: () => samples / 24 };
}
