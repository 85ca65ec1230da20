import { startDeployment } from '../../integration/engine/support/deployment.ts';
import { beginReply, sendAudio } from '../../integration/engine/support/reply.ts';
import { eventsOf, linesOf, onlySession } from '../support/record.ts';
import { atWireRate } from './support/compare.ts';
import { heardFrom, listenIn } from './support/loudspeaker.ts';
import { seconds, startSession, stopSession } from './support/page.ts';
import { homeFor } from './support/prepare.ts';
import { expect, test } from '../support/test.ts';

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

test('an answer that came with a gap is cut at what was really played of it', async ({ open }) => {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const { page } = await open({ home });
  await listenIn(page);
  await startSession(page);
  const remote = await deployment.session();
  beginReply(remote, 'resp_1', 500);
  const events = async (type: string) => eventsOf(await linesOf(await onlySession(home)), type);
  await expect.poll(() => events('bench.playback.started')).toHaveLength(1);
  // Half a second of audio, then nothing for longer than it lasts, then more than will be played.
  await seconds(1.2);
  sendAudio(remote, 'resp_1', 5000);
  await expect.poll(() => events('bench.playback.underrun')).toHaveLength(1);
  await seconds(0.5);
  remote.send({ type: 'input_audio_buffer.speech_started', item_id: 'u1', audio_start_ms: 100 });
  await expect.poll(() => events('conversation.item.truncate')).toHaveLength(1);
  // What the ear was given comes after the cut on a busy machine; all of it is here once silence follows.
  const everything = async () => atWireRate(await heardFrom(page));
  await expect.poll(async () => soundedMs((await everything()).slice(-quietMs * 24))).toBe(0);
  const heard = await everything();
  const [truncate] = await events('conversation.item.truncate');
  const cutMs = truncate?.['audio_end_ms'] as number;
  expect(cutMs).toBeGreaterThan(600);
  expect(cutMs).toBeLessThan(5000);
  expect(Math.abs(cutMs - soundedMs(heard))).toBeLessThanOrEqual(20);
  remote.send({ type: 'response.done', response: { id: 'resp_1', status: 'cancelled', usage: null } });
  await stopSession(page);
  await deployment.close();
});
