import { startDeployment } from '../../integration/support/deployment.ts';
import { beginReply, endReply } from '../../integration/support/reply.ts';
import { startButton } from '../support/audio-page.ts';
import { homeFor } from '../support/prepare.ts';
import { seriousFaultsInBothThemes } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

test('every screen is free of serious faults in both themes, and a session starts and stops by keyboard alone', async ({
  open,
}) => {
  const deployment = await startDeployment();
  const { page } = await open({ home: await homeFor(deployment.url) });
  await expect(startButton(page)).toBeFocused();
  expect(await seriousFaultsInBothThemes(page), 'start').toEqual([]);

  // A dialog takes the focus in and gives it back; single keys are commands until they are switched off.
  const settings = page.getByRole('button', { name: 'Settings' });
  await settings.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  expect(await seriousFaultsInBothThemes(page), 'settings').toEqual([]);
  await page.getByRole('switch', { name: 'Single keys' }).press('Space');
  await expect(page.getByRole('switch', { name: 'Single keys' })).not.toBeChecked();
  await page.keyboard.press('Escape');
  await expect(settings).toBeFocused();
  await page.keyboard.press('2');
  await page.keyboard.press('?');
  await expect(page.getByRole('button', { name: 'Live', exact: true })).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('Enter');
  await page.getByRole('switch', { name: 'Single keys' }).press('Space');
  await page.keyboard.press('Escape');
  await expect(settings).toBeFocused();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  expect(await seriousFaultsInBothThemes(page), 'keys').toEqual([]);
  await page.keyboard.press('Escape');
  await expect(settings).toBeFocused();

  // The commands lead to every page, with no session too; what needs one says that it has nothing to act on.
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Commands' }).waitFor();
  await expect(page.getByRole('option', { name: /^Mute or unmute/ })).toHaveAttribute('aria-disabled', 'true');
  expect(await seriousFaultsInBothThemes(page), 'commands').toEqual([]);
  await page.keyboard.type('sessions');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Sessions' })).toBeVisible();
  await page.getByRole('button', { name: 'Live', exact: true }).click();

  await startButton(page).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Stop safely/ }).waitFor();
  const remote = await deployment.session();
  beginReply(remote, 'resp_1', 200);
  endReply(remote, 'resp_1');
  remote.send({ type: 'error', error: { type: 'server_error', code: 'x', message: 'Something is wrong.' } });
  await expect(page.getByRole('region', { name: 'Conversation' })).toContainText('Hello.');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Live session, /);
  await expect(page.locator('[aria-live=assertive]')).toContainText('Something is wrong.');
  expect(await seriousFaultsInBothThemes(page), 'live').toEqual([]);

  // What opens by a key gives the focus back when Escape closes it, in a narrow window too.
  const mute = page.getByRole('button', { name: 'Mute' });
  await mute.focus();
  await page.keyboard.press('t');
  await expect(page.getByRole('textbox', { name: 'Message', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(mute).toBeFocused();
  await page.keyboard.press('x');
  await expect(page.getByRole('button', { name: 'Do not send' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(mute).toBeFocused();
  const size = page.viewportSize() ?? { width: 1440, height: 900 };
  await page.setViewportSize({ width: 1024, height: 700 });
  await page.keyboard.press('o');
  await expect(page.getByRole('region', { name: 'Options' })).toBeFocused();
  expect(await seriousFaultsInBothThemes(page), 'narrow').toEqual([]);
  await page.keyboard.press('Escape');
  await expect(mute).toBeFocused();
  await page.setViewportSize(size);

  await page.keyboard.press('Control+.');
  await page.getByRole('button', { name: /^Start again/ }).waitFor();
  await page.keyboard.press('2');
  await page.getByRole('heading', { name: 'Sessions' }).waitFor();
  await expect(page.getByRole('grid', { name: 'Sessions' }).getByRole('row')).toHaveCount(3);
  expect(await seriousFaultsInBothThemes(page), 'sessions').toEqual([]);
  await page.keyboard.press('3');
  await page.getByRole('button', { name: 'Reconcile', exact: true }).and(page.locator('[aria-current]')).waitFor();
  expect(await seriousFaultsInBothThemes(page), 'reconcile').toEqual([]);

  await deployment.close();
  await page.keyboard.press('1');
  await page.getByRole('button', { name: /^Start again/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'What went wrong' }).waitFor();
  expect(await seriousFaultsInBothThemes(page), 'error').toEqual([]);
});
