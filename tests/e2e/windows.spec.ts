import { startDeployment } from '../integration/support/deployment.ts';
import { beginReply, endReply } from '../integration/support/reply.ts';
import { startSession, stopSession } from './support/audio-page.ts';
import { homeFor } from './support/prepare.ts';
import { eventsOf, onlySession } from './support/record.ts';
import { expectSound } from './support/soundness.ts';
import { expect, test } from './support/test.ts';

test('a reload and a second window find the running session; the microphone stays with the first window', async ({
  open,
}) => {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const bench = await open({ home });
  const { page } = bench;
  await startSession(page);
  const remote = await deployment.session();
  const sent = (): number => remote.events('input_audio_buffer.append').length;
  beginReply(remote, 'resp_1', 200);
  endReply(remote, 'resp_1');
  const conversation = page.getByRole('region', { name: 'Conversation' });
  await expect(conversation).toContainText('Hello.');

  await page.reload();
  await page.getByRole('button', { name: /^Stop safely/ }).waitFor();
  await expect(conversation).toContainText('Hello.');
  const afterReload = sent();
  await expect.poll(sent).toBeGreaterThan(afterReload + 20);

  const second = await bench.anotherWindow();
  await expect(second.getByRole('region', { name: 'Conversation' })).toContainText('Hello.');
  beginReply(remote, 'resp_2', 200);
  endReply(remote, 'resp_2');
  for (const window of [page, second]) {
    // Names, two responses and their sum.
    await expect(window.getByRole('table', { name: 'Usage by turn' }).getByRole('row')).toHaveCount(4);
  }
  await stopSession(second);
  await page.getByRole('button', { name: /^Start again/ }).waitFor();

  expect(deployment.sessions).toHaveLength(1);
  const lines = await expectSound(await onlySession(home));
  expect(eventsOf(lines, 'bench.input.gap')).toEqual([]);
  await deployment.close();
});
