import { join } from 'node:path';
import { startDeployment } from '../integration/support/deployment.ts';
import { startButton, startSession, stopSession } from './support/audio-page.ts';
import { assetsFolder, root } from './support/places.ts';
import { homeFor } from './support/prepare.ts';
import { sessionFolders } from './support/record.ts';
import { expect, test } from './support/test.ts';

test('without a microphone nothing is called or recorded, and a sound file speaks in its place', async ({ open }) => {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const { page, electron } = await open({ home, allowed: false });
  // The desktop allows its own page; what says no there is the system, which a test cannot ask to.
  await electron?.evaluate(({ session }) =>
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false)),
  );
  await startButton(page).click();
  await expect(page.getByText('The microphone could not be opened')).toBeVisible();
  await expect(page.getByText('The microphone was denied.')).toBeVisible();
  await expect(startButton(page)).toBeEnabled();
  expect(await sessionFolders(home)).toEqual([]);
  expect(deployment.sessions).toEqual([]);

  await page.getByLabel('Sound file').setInputFiles(join(root, 'package.json'));
  await expect(page.getByText('package.json is not a sound file of a kind the bench knows.')).toBeVisible();
  await page.getByLabel('Sound file').setInputFiles(join(root, 'tests', 'fixtures', 'sound', 'voice-vorbis.ogg'));
  await expect(page.getByText('voice-vorbis.ogg')).toBeVisible();
  await expect(page.getByText(/^1\.2\d* s, .*48.*kHz, mono, PCM 16-bit\. Sent in real time/)).toBeVisible();
  await page.getByRole('button', { name: 'Use the microphone instead' }).click();
  await page.getByLabel('Sound file').setInputFiles(join(assetsFolder, 'speech', 'questions', 'thank-you.wav'));
  await expect(page.getByText('thank-you.wav')).toBeVisible();
  // The button it was chosen by is gone; what one does next has the focus, also when the file is put aside again.
  await expect(startButton(page)).toBeFocused();
  await page.getByRole('button', { name: 'Use the microphone instead' }).press('Enter');
  await expect(page.getByText('thank-you.wav')).toBeHidden();
  await expect(startButton(page)).toBeFocused();
  await page.getByLabel('Sound file').setInputFiles(join(assetsFolder, 'speech', 'questions', 'thank-you.wav'));
  // At once: it waits until the file is read, and never takes the microphone instead.
  await startSession(page);
  await expect(page.getByText('The microphone could not be opened')).toBeHidden();
  await (await deployment.session()).event('input_audio_buffer.append');
  await stopSession(page);
  await deployment.close();
});
