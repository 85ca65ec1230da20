import { startDeployment } from '../../integration/engine/support/deployment.ts';
import { eventsOf, linesOf, onlySession } from '../support/record.ts';
import { speakInRealTime } from './support/paced-voice.ts';
import { keepBusy, startSession, stopSession } from './support/page.ts';
import { homeFor } from './support/prepare.ts';
import { expect, test } from '../support/test.ts';

const spokenMs = 10_000;

/** A speaker that was itself later than this says nothing about the bench, and speaks again. */
const punctualMs = 20;
const answers = 3;

test('an answer that comes no faster than it is spoken plays without a gap while the window is busy', async ({
  open,
}, info) => {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const { page } = await open({ home });
  await startSession(page);
  const remote = await deployment.session();
  const rest = await keepBusy(page, 200);
  const of = async (type: string) => eventsOf(await linesOf(await onlySession(home)), type);
  let judged = '';
  for (let n = 1; n <= answers && judged === ''; n += 1) {
    const id = `resp_${n}`;
    const lateMs = await speakInRealTime(remote, id, spokenMs);
    await expect.poll(() => of('bench.playback.stopped')).toHaveLength(n);
    if (lateMs <= punctualMs) judged = `item_${id}`;
    info.annotations.push({ type: 'speaker', description: `answer ${n} left ${lateMs.toFixed(1)} ms late at most` });
  }
  await rest();
  await stopSession(page);
  expect(judged, 'The machine never let the speaker keep time.').not.toBe('');
  const [stopped, underruns] = [await of('bench.playback.stopped'), await of('bench.playback.underrun')];
  expect(underruns.filter((event) => event['itemId'] === judged)).toEqual([]);
  expect(stopped.at(-1)).toMatchObject({ itemId: judged, why: 'drained', playedMs: spokenMs, receivedMs: spokenMs });
  await deployment.close();
});
