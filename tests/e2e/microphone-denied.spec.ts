import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import { startDeployment } from '../integration/support/deployment.ts';
import { startButton, startSession, stopSession } from './support/audio-page.ts';
import { assetsFolder, root } from './support/places.ts';
import { homeFor } from './support/prepare.ts';
import { eventsOf, linesOf, onlySession, sessionFolders } from './support/record.ts';
import { expect, test } from './support/test.ts';

const sounds = join(root, 'tests', 'fixtures', 'sound');

/** Drops a file of this computer onto the page, as a person does. */
async function dropFile(page: Page, path: string): Promise<void> {
  const base64 = await readFile(path, 'base64');
  const dataTransfer = await page.evaluateHandle(
    ([name, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0))], name));
      return transfer;
    },
    [basename(path), base64] as const,
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer });
}

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
  await page.getByLabel('Sound file').setInputFiles(join(sounds, 'voice-vorbis.ogg'));
  await expect(page.getByText('voice-vorbis.ogg')).toBeVisible();
  await expect(page.getByText(/^1\.2\d* s, .*48.*kHz, mono, PCM 16-bit\. Sent in real time/)).toBeVisible();
  await page.getByRole('button', { name: 'Use the microphone instead' }).click();
  // Containers and codecs that the window decodes: each says its length and shape, or is refused.
  const coded = ['short.m4a', 'short.aac', 'short.webm'];
  await page.getByLabel('Sound file').setInputFiles(coded.map((name) => join(sounds, name)));
  await expect(page.getByText(coded.join(', '))).toBeVisible();
  await expect(page.getByText(/^0\.\d+ s, .*48.*kHz, mono, PCM 16-bit, and 2 files more/)).toBeVisible();
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
  await dropFile(page, join(sounds, 'voice.flac'));
  // Whether the first still speaks by then or not: it has its turn.
  const spoke = async () => eventsOf(await linesOf(await onlySession(home)), 'bench.input.opened');
  await expect.poll(async () => (await spoke()).map(({ label }) => label)).toEqual(['thank-you.wav', 'voice.flac']);
  await stopSession(page);
  await deployment.close();
});
