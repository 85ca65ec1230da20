import type { Page } from '@playwright/test';
import { answering } from '../support/answering.ts';
import { stopSession } from '../support/audio-page.ts';
import { atWireRate, likenessOfMost, startOf } from '../support/compare.ts';
import { heardFrom, setEar } from '../support/loudspeaker.ts';
import { answerOf, edgeMs } from '../support/made-answer.ts';
import { beginReply, endReply } from '../../integration/support/reply.ts';
import { sendPcm } from '../support/paced-voice.ts';
import { expect, test } from '../support/test.ts';

/** The waves of three seconds have many more, and spans, words and edges fewer. */
const wavePixels = 300;

/** How many pixels of the time axis have the colour of what the answer sounds like. */
async function answerPixels(page: Page): Promise<number> {
  const picture = await page.getByRole('region', { name: 'Time axis' }).screenshot();
  return await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This page has no canvas.');
    context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--out-fill');
    context.fillRect(0, 0, 1, 1);
    const wanted = [...context.getImageData(0, 0, 1, 1).data];
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) if (wanted.every((part, i) => data[at + i] === part)) count += 1;
    return count;
  }, picture.toString('base64'));
}

test('a session that runs shows what was before a reload, and an answer of it is heard again while the microphone is silent', async ({
  open,
}) => {
  const { page, deployment, remote, events } = await answering(open);
  const said = answerOf(3000);
  beginReply(remote, 'resp_1', 0);
  sendPcm(remote, 'resp_1', said);
  endReply(remote, 'resp_1');
  await expect.poll(() => events('bench.playback.stopped'), { timeout: 30_000 }).toHaveLength(1);
  await expect.poll(() => answerPixels(page)).toBeGreaterThan(wavePixels);

  await page.reload();
  await page.getByRole('button', { name: /^Stop safely/ }).waitFor();
  await setEar(page);
  await expect.poll(() => answerPixels(page)).toBeGreaterThan(wavePixels);

  const conversation = page.getByRole('region', { name: 'Conversation' });
  await conversation.getByText('Hello.').click();
  await conversation.getByRole('button', { name: 'Hear this again' }).press('Enter');
  await expect(conversation.getByText('The microphone is silent meanwhile.')).toBeVisible();
  await expect.poll(async () => (await events('bench.input.muted')).map(({ muted }) => muted)).toEqual([true, false]);
  await expect(conversation.getByText('The microphone is silent meanwhile.')).toBeHidden();
  const heard = atWireRate(await heardFrom(page));
  expect(likenessOfMost(heard, said, startOf(heard, said), 3000 - 2 * edgeMs)).toBeGreaterThan(0.98);

  // The service speaks: what is heard again gives way, and the microphone is open.
  await conversation.getByRole('button', { name: 'Hear this again' }).press('Enter');
  await expect.poll(() => events('bench.input.muted')).toHaveLength(3);
  beginReply(remote, 'resp_2', 2000);
  await expect.poll(() => events('bench.input.muted')).toHaveLength(4);
  await expect(conversation.getByText('The microphone is silent meanwhile.')).toBeHidden();
  endReply(remote, 'resp_2');
  await stopSession(page);
  await deployment.close();
});
