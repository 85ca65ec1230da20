import { startDeployment } from '../../integration/engine/support/deployment.ts';
import { beginReply } from '../../integration/engine/support/reply.ts';
import { startSession, stopSession } from '../audio/support/page.ts';
import { homeFor } from '../audio/support/prepare.ts';
import { eventsOf, onlySession, sessionFolders } from '../support/record.ts';
import { expect, test } from '../support/test.ts';
import { expectSound, writerOf } from './support/soundness.ts';

test('an engine that is killed comes back, its record is repaired, and the window says so', async ({ open }) => {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const { page } = await open({ home });
  await startSession(page);
  const remote = await deployment.session();
  await remote.event('input_audio_buffer.append');
  beginReply(remote, 'resp_1', 3000);
  await expect(page.getByRole('table', { name: 'Usage by response' })).toContainText('streaming');
  const folder = await onlySession(home);

  process.kill(await writerOf(folder), 'SIGKILL');
  await expect(page.getByText('The engine runs again').first()).toBeVisible();
  await expect(page.getByText(/^Session .* was repaired\./).first()).toBeVisible();
  await expect(page.getByText('Closed with usage outstanding').first()).toBeVisible();

  const lines = await expectSound(folder);
  expect(eventsOf(lines, 'bench.closed')).toMatchObject([{ code: 1006, openResponses: ['resp_1'] }]);
  expect(eventsOf(lines, 'bench.repaired')).toHaveLength(1);

  await page.getByRole('button', { name: /^Start again/ }).click();
  await page.getByRole('button', { name: /^Stop safely/ }).waitFor();
  await (await deployment.session(1)).event('input_audio_buffer.append');
  await stopSession(page);
  await expectSound((await sessionFolders(home)).at(-1) as string);
  await deployment.close();
});
