import { startDeployment } from '../../integration/support/deployment.ts';
import { beginReply } from '../../integration/support/reply.ts';
import { startSession } from '../support/audio-page.ts';
import { homeFor } from '../support/prepare.ts';
import { eventsOf, onlySession } from '../support/record.ts';
import { expectSound } from '../support/soundness.ts';
import { expect, test } from '../support/test.ts';

test('a connection cut in the middle of an answer says what will never be reported, and the record is whole', async ({
  open,
}) => {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const { page } = await open({ home });
  await startSession(page);
  const remote = await deployment.session();
  beginReply(remote, 'resp_1', 2000);
  const responses = page.getByRole('table', { name: 'Usage by turn' });
  await expect(responses).toContainText('running');
  remote.drop();
  await page.getByRole('button', { name: /^Start again/ }).waitFor();
  await expect(responses).toContainText('report lost');
  await expect(page.getByText('Closed with usage outstanding').first()).toBeVisible();
  // The low end holds what surely came of it; its range is said beside.
  await expect(page.getByRole('region', { name: 'Cost', exact: true })).toContainText(/\$0\.\d+ to \$0\.\d+/);
  const lines = await expectSound(await onlySession(home));
  expect(eventsOf(lines, 'bench.closed')).toMatchObject([{ code: 1006, openResponses: ['resp_1'] }]);
  await deployment.close();
});
