import { startDeployment } from '../../integration/engine/support/deployment.ts';
import { eventsOf, linesOf, onlySession } from '../support/record.ts';
import { speakInRealTime } from './support/paced-voice.ts';
import { keepBusy, startSession, stopSession } from './support/page.ts';
import { homeFor } from './support/prepare.ts';
import { expect, test } from '../support/test.ts';

const spokenMs = 10_000;

test('an answer that comes no faster than it is spoken plays without a gap while the window is busy', async ({
  open,
}) => {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const { page } = await open({ home });
  await startSession(page);
  const remote = await deployment.session();
  const rest = await keepBusy(page, 200);
  await speakInRealTime(remote, 'resp_1', spokenMs);
  const stopped = async () => eventsOf(await linesOf(await onlySession(home)), 'bench.playback.stopped');
  await expect.poll(stopped).toHaveLength(1);
  await rest();
  await stopSession(page);
  expect(eventsOf(await linesOf(await onlySession(home)), 'bench.playback.underrun')).toEqual([]);
  expect((await stopped())[0]).toMatchObject({ why: 'drained', playedMs: spokenMs, receivedMs: spokenMs });
  await deployment.close();
});
