import { startDeployment } from '../../integration/support/deployment.ts';
import { startButton } from '../support/audio-page.ts';
import { homeFor } from '../support/prepare.ts';
import { eventsOf, linesOf, onlySession } from '../support/record.ts';
import { expect, test } from '../support/test.ts';

test('a start whose deployment does not answer says for how long, and is called off by a person', async ({ open }) => {
  // It takes the call and says nothing.
  const deployment = await startDeployment({ refuse: () => undefined });
  const home = await homeFor(deployment.url);
  const { page } = await open({ home });
  await startButton(page).click();
  const head = page.getByRole('banner');
  await expect(head).toContainText('Connecting');
  await expect(head).toContainText('0:01');
  await page.getByRole('button', { name: 'Cancel the start' }).click();
  await expect(head).toContainText('Not connected');
  await expect(page.getByRole('heading', { level: 1, name: 'Speak to a deployment.' })).toBeVisible();
  await expect(startButton(page)).toBeEnabled();
  await expect(page.getByRole('heading', { name: 'The deployment refused the session.' })).toHaveCount(0);
  const lines = await linesOf(await onlySession(home));
  expect(eventsOf(lines, 'bench.closing')).toMatchObject([{ by: 'person' }]);
  await deployment.close();
});
