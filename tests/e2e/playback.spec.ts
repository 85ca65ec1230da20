import { startDeployment } from '../integration/support/deployment.ts';
import { beginReply, endReply } from '../integration/support/reply.ts';
import { mixed, room } from '../unit/audio/made-voice.ts';
import { keepBusy, startSession, stopSession } from './support/audio-page.ts';
import { atWireRate, likeness, likenessOfPieces, startOf } from './support/compare.ts';
import { splice } from './support/gaps.ts';
import { heardWhole, holdWindow, listenIn, listening } from './support/loudspeaker.ts';
import { sendPcm, speakInRealTime } from './support/paced-voice.ts';
import { homeFor } from './support/prepare.ts';
import { eventsOf, linesOf, onlySession } from './support/record.ts';
import { expect, test } from './support/test.ts';

/*
 * What came out of the loudspeaker is judged by its samples, against those that were sent and by the loudspeaker's own
 * clock, never by when anything happened. How few gaps there are on a machine with time to spare, the benchmarks say.
 */

/** An answer without any silence of its own, unlike itself at every other moment, and dull: no converter changes it. */
function answerOf(ms: number): Int16Array {
  const noise = room(ms, -20);
  const taps = 12;
  const dull = noise.map((_, at) => noise.subarray(at, at + taps).reduce((sum, sample) => sum + sample, 0) / taps);
  return mixed(ms, [0, dull]);
}

/** A converter fades in and out at the two ends of a sound. */
const edgeMs = 10;

/** A recorded silence has one decimal, and where a fade is next to silence its samples are rounded to none. */
const roundedMs = 0.3;

test('an answer that is there plays to its end without a gap while the window is held', async ({ open }) => {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const { page } = await open({ home });
  await listenIn(page);
  await startSession(page);
  await listening(page);
  const remote = await deployment.session();
  const events = async (type: string) => eventsOf(await linesOf(await onlySession(home)), type);
  const spokenMs = 2000;
  const said = answerOf(spokenMs);
  let held = true;
  const holding = holdWindow(page, 12).then(() => (held = false));
  beginReply(remote, 'resp_1', 0);
  sendPcm(remote, 'resp_1', said);
  endReply(remote, 'resp_1');
  await expect.poll(() => events('bench.playback.stopped'), { timeout: 60_000 }).toHaveLength(1);
  expect(held, 'The answer ended before the window was free again.').toBe(true);
  await holding;
  expect(await events('bench.playback.underrun')).toEqual([]);
  const [stopped] = await events('bench.playback.stopped');
  expect(stopped).toMatchObject({ itemId: 'item_resp_1', why: 'drained', playedMs: spokenMs, receivedMs: spokenMs });
  const { gapsMs, sound } = splice(await heardWhole(page, spokenMs - edgeMs));
  expect(gapsMs).toEqual([]);
  const heard = atWireRate(sound);
  expect(likeness(heard, said, startOf(heard, said), spokenMs - edgeMs)).toBeGreaterThan(0.99);
  await stopSession(page);
  await deployment.close();
});

test('an answer that comes no faster than it is spoken is played whole, and every gap in it is in the record', async ({
  open,
}, info) => {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const { page } = await open({ home });
  await listenIn(page);
  await startSession(page);
  await listening(page);
  const remote = await deployment.session();
  const events = async (type: string) => eventsOf(await linesOf(await onlySession(home)), type);
  const spokenMs = 8000;
  const said = answerOf(spokenMs);
  const rest = await keepBusy(page, 200);
  await speakInRealTime(remote, 'resp_1', said);
  await expect.poll(() => events('bench.playback.stopped'), { timeout: 60_000 }).toHaveLength(1);
  await rest();
  const [stopped] = await events('bench.playback.stopped');
  expect(stopped).toMatchObject({ itemId: 'item_resp_1', why: 'drained', playedMs: spokenMs, receivedMs: spokenMs });
  const told = (await events('bench.playback.underrun')).map(({ silenceMs }) => silenceMs as number);
  const { gapsMs, sound } = splice(await heardWhole(page, spokenMs - edgeMs), told);
  info.annotations.push({ type: 'gaps', description: told.map((ms) => `${ms} ms`).join(', ') || 'none' });
  expect(gapsMs).toHaveLength(told.length);
  gapsMs.forEach((ms, index) => expect(Math.abs(ms - (told[index] ?? NaN))).toBeLessThanOrEqual(roundedMs));
  const heard = atWireRate(sound);
  expect(likenessOfPieces(heard, said, startOf(heard, said), spokenMs - edgeMs)).toBeGreaterThan(0.98);
  await stopSession(page);
  await deployment.close();
});
