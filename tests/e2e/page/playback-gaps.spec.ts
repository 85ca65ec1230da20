import { answering } from '../support/answering.ts';
import { keepBusy, stopSession } from '../support/audio-page.ts';
import { atWireRate, likenessOfPieces, startOf } from '../support/compare.ts';
import { splice } from '../support/gaps.ts';
import { heardWhole } from '../support/loudspeaker.ts';
import { answerOf, edgeMs } from '../support/made-answer.ts';
import { speakInRealTime } from '../support/paced-voice.ts';
import { expect, test } from '../support/test.ts';

/** A recorded silence has one decimal. */
const roundedMs = 0.06;

test('an answer that comes no faster than it is spoken is played whole, and every gap in it is in the record', async ({
  open,
}, info) => {
  const { page, deployment, remote, events } = await answering(open);
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
