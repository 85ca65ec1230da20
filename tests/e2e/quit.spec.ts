import { startDeployment } from '../integration/support/deployment.ts';
import { beginReply } from '../integration/support/reply.ts';
import { startSession } from './support/audio-page.ts';
import { homeFor } from './support/prepare.ts';
import { eventsOf, onlySession } from './support/record.ts';
import { expectSound, writerOf } from './support/soundness.ts';
import { expect, test } from './support/test.ts';

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('SIGTERM in the middle of an answer closes session and record in order', async ({ open }) => {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const bench = await open({ home });
  await startSession(bench.page);
  const remote = await deployment.session();
  await remote.event('input_audio_buffer.append');
  beginReply(remote, 'resp_1', 3000);
  await expect(bench.page.getByRole('table', { name: 'Usage by turn' })).toContainText('running');
  const folder = await onlySession(home);
  const engine = await writerOf(folder);

  process.kill(bench.pid, 'SIGTERM');
  expect(await bench.ended).toBe(0);
  await expect.poll(() => lives(engine)).toBe(false);
  if (bench.host === 'chromium') {
    await expect(bench.page.getByText('The bench does not answer any more').first()).toBeVisible();
  }
  // A page whose host has gone cannot but complain of it.
  bench.problems.splice(0);

  expect(remote.closed?.code).toBe(1000);
  const lines = await expectSound(folder);
  expect(eventsOf(lines, 'bench.closing')).toMatchObject([{ by: 'quit' }]);
  expect(eventsOf(lines, 'bench.closed')).toMatchObject([{ code: 1000, openResponses: ['resp_1'] }]);
  expect(eventsOf(lines, 'bench.playback.stopped')).toMatchObject([{ why: 'closed', receivedMs: 3000 }]);
  expect(eventsOf(lines, 'input_audio_buffer.append')).toHaveLength(remote.events('input_audio_buffer.append').length);
  await deployment.close();
});
