import { tone } from '../../integration/support/audio.ts';
import { beginReply } from '../../integration/support/reply.ts';
import { answering } from '../support/answering.ts';
import { stopSession } from '../support/audio-page.ts';
import { atWireRate } from '../support/compare.ts';
import { heardFrom } from '../support/loudspeaker.ts';
import { sendPcm } from '../support/paced-voice.ts';
import { expect, test } from '../support/test.ts';

const firstMs = 500;
const windowMs = 5;
const quietMs = 300;

/** Milliseconds in which anything came out of the loudspeaker; the silence of a gap is not counted. */
function soundedMs(heard: Float32Array): number {
  const samples = windowMs * 24;
  let windows = 0;
  for (let at = 0; at + samples <= heard.length; at += samples) {
    if (heard.subarray(at, at + samples).some((sample) => Math.abs(sample) > 600)) windows += 1;
  }
  return windows * windowMs;
}

/** Milliseconds of silence after the last sound; none where nothing has sounded yet. */
function tailMs(heard: Float32Array): number {
  const last = heard.findLastIndex((sample) => Math.abs(sample) > 600);
  return last < 0 ? 0 : (heard.length - last) / 24;
}

const toneOf = (ms: number): Int16Array => new Int16Array(Uint8Array.from(tone(ms)).buffer);

test('an answer that came with a gap is cut at what was really played of it', async ({ open }) => {
  const { page, deployment, remote, events } = await answering(open);
  // One message each: inside neither piece there can be a gap.
  beginReply(remote, 'resp_1', 0);
  sendPcm(remote, 'resp_1', toneOf(firstMs));
  await expect.poll(() => events('bench.playback.started')).toHaveLength(1);
  // Half a second of audio, then nothing until the loudspeaker has been silent, then far more than will be played.
  const sounded = async () => soundedMs(atWireRate(await heardFrom(page)));
  await expect.poll(async () => tailMs(atWireRate(await heardFrom(page)))).toBeGreaterThan(quietMs);
  expect(await sounded()).toBeGreaterThan(firstMs - 20);
  sendPcm(remote, 'resp_1', toneOf(40_000));
  await expect.poll(() => events('bench.playback.underrun')).toHaveLength(1);
  await expect.poll(sounded).toBeGreaterThan(firstMs + 300);
  remote.send({ type: 'input_audio_buffer.speech_started', item_id: 'u1', audio_start_ms: 100 });
  await expect.poll(() => events('conversation.item.truncate')).toHaveLength(1);
  // What the ear was given comes after the cut on a busy machine; all of it is here once silence follows.
  const everything = async () => atWireRate(await heardFrom(page));
  await expect.poll(async () => soundedMs((await everything()).slice(-quietMs * 24))).toBe(0);
  const heard = await everything();
  const [truncate] = await events('conversation.item.truncate');
  const cutMs = truncate?.['audio_end_ms'] as number;
  expect(cutMs).toBeGreaterThan(firstMs);
  expect(cutMs).toBeLessThan(firstMs + 40_000);
  // The ear hears what the output was given; a person hears it when the output has held it for its latency.
  // That latency changes while it plays: the record has the one by which it was cut.
  const [stopped] = await events('bench.playback.stopped');
  const personMs = soundedMs(heard) - (stopped?.['latencyMs'] as number);
  expect(cutMs - personMs).toBeLessThanOrEqual(20);
  // Where it did not say in time how far it came, more was heard than it had said before.
  if (stopped?.['unanswered'] !== true) expect(personMs - cutMs).toBeLessThanOrEqual(20);
  const endOf = (id: string): void =>
    remote.send({ type: 'response.done', response: { id, status: 'cancelled', usage: null } });
  endOf('resp_1');
  // On a busy machine it may be late once, and is not each time.
  let last = stopped;
  for (let cut = 2; last?.['unanswered'] === true && cut <= 6; cut += 1) {
    const id = `resp_${cut}`;
    beginReply(remote, id, 0);
    sendPcm(remote, id, toneOf(20_000));
    await expect.poll(() => events('bench.playback.started')).toHaveLength(cut);
    remote.send({ type: 'input_audio_buffer.speech_started', item_id: `u${cut}`, audio_start_ms: 100 });
    await expect.poll(() => events('bench.playback.stopped')).toHaveLength(cut);
    last = (await events('bench.playback.stopped')).at(-1);
    endOf(id);
  }
  expect(last).not.toHaveProperty('unanswered', true);
  await stopSession(page);
  await deployment.close();
});
