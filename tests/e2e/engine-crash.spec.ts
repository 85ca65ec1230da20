import { startDeployment } from '../integration/support/deployment.ts';
import { beginReply, endReply } from '../integration/support/reply.ts';
import { startSession, stopSession } from './support/audio-page.ts';
import { homeFor } from './support/prepare.ts';
import { eventsOf, onlySession, sessionFolders } from './support/record.ts';
import { expectSound, writerOf } from './support/soundness.ts';
import { expect, test } from './support/test.ts';

test('an engine that is killed comes back, its record is repaired, and the window says so', async ({ open }) => {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const bench = await open({ home });
  const { page } = bench;
  await startSession(page);
  const remote = await deployment.session();
  await remote.event('input_audio_buffer.append');
  beginReply(remote, 'resp_1', 3000);
  await expect(page.getByRole('table', { name: 'Usage by turn' })).toContainText('running');
  const folder = await onlySession(home);
  const second = await bench.anotherWindow();
  await expect(second.getByRole('table', { name: 'Usage by turn' })).toContainText('running');

  process.kill(await writerOf(folder), 'SIGKILL');
  await expect(page.getByText('The engine runs again').first()).toBeVisible();
  await expect(page.getByText(/^1 record was repaired/)).toBeVisible();
  for (const window of [page, second]) {
    await expect(window.getByText('Closed with usage outstanding').first()).toBeVisible();
  }

  const lines = await expectSound(folder);
  expect(eventsOf(lines, 'bench.closed')).toMatchObject([{ code: 1006, openResponses: ['resp_1'] }]);
  expect(eventsOf(lines, 'bench.repaired')).toHaveLength(1);

  await page.getByRole('button', { name: /^Start again/ }).click();
  await page.getByRole('button', { name: /^Stop safely/ }).waitFor();
  // The other window goes along, to the end.
  await second.getByRole('button', { name: /^Stop safely/ }).waitFor();
  const next = await deployment.session(1);
  await next.event('input_audio_buffer.append');
  beginReply(next, 'resp_2', 200);
  endReply(next, 'resp_2');
  for (const window of [page, second]) {
    await expect(window.getByRole('region', { name: 'Conversation' })).toContainText('Hello.');
  }
  await stopSession(second);
  await page.getByRole('button', { name: /^Start again/ }).waitFor();
  await expectSound((await sessionFolders(home)).at(-1) as string);
  await deployment.close();
});
