import { asArray, atPath } from '../../../shared/kit/json.ts';
import { sessionObject, startDeployment } from '../../integration/support/deployment.ts';
import { endReply } from '../../integration/support/reply.ts';
import { startSession, stopSession } from '../support/audio-page.ts';
import { homeFor } from '../support/prepare.ts';
import { expect, test } from '../support/test.ts';

/** One pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const models = ['gpt-realtime-mini-2025-12-15', 'gpt-4o-mini-realtime-preview-2024-12-17'];

test('an image goes to a model that reads images; of one that does not it is said first, and its refusal is shown', async ({
  open,
}) => {
  const deployment = await startDeployment({
    onSession: (session) => {
      const model = models[deployment.sessions.length - 1] ?? '';
      session.send({ type: 'session.created', event_id: 'e0', session: sessionObject({ model }) });
    },
  });
  const { page } = await open({ home: await homeFor(deployment.url) });
  const message = page.getByRole('textbox', { name: 'Message', exact: true });
  const attach = async (name: string, mimeType: string, buffer: Buffer): Promise<void> =>
    page.getByLabel('Image file').setInputFiles({ name, mimeType, buffer });

  await startSession(page);
  const reads = await deployment.session(0);
  await page.keyboard.press('t');
  await attach('notes.pdf', 'application/pdf', Buffer.from('%PDF'));
  await expect(page.getByText('notes.pdf is application/pdf; the service takes PNG and JPEG.')).toBeVisible();
  await attach('meter.png', 'image/png', png);
  await expect(page.getByRole('button', { name: 'Take meter.png off' })).toBeVisible();
  await message.fill('What does it show?');
  await message.press('Enter');
  const sent = await reads.event('conversation.item.create');
  expect(asArray(atPath(sent, 'item.content'))).toEqual([
    { type: 'input_text', text: 'What does it show?' },
    expect.objectContaining({ type: 'input_image', image_url: `data:image/png;base64,${png.toString('base64')}` }),
  ]);
  await reads.event('response.create');
  reads.send({ type: 'conversation.item.added', item: { id: 'item_typed', ...(atPath(sent, 'item') as object) } });
  reads.send({ type: 'response.created', response: { id: 'resp_1', status: 'in_progress', usage: null } });
  endReply(reads, 'resp_1');
  await expect(page.getByRole('log', { name: 'Turns' }).getByText(/1 image/)).toBeVisible();
  await expect(message).toHaveValue('');
  await stopSession(page);

  await page.getByRole('button', { name: /^Start again/ }).click();
  await page.getByRole('button', { name: /^Stop safely/ }).waitFor();
  const blind = await deployment.session(1);
  // Before it knows the model the window cannot say what that takes.
  await expect(page.getByRole('option', { name: new RegExp(`session\\.created.*${models[1]}`) })).toBeVisible();
  if ((await message.count()) === 0) await page.keyboard.press('t');
  await attach('meter.png', 'image/png', png);
  await message.fill('And now?');
  await message.press('Enter');
  await expect(page.getByText(`${models[1]} takes no images, so the service refuses the message.`)).toBeVisible();
  await page.getByRole('button', { name: 'Do not send' }).click();
  expect(blind.events('conversation.item.create')).toEqual([]);
  await expect(message).toHaveValue('And now?');

  await message.press('Enter');
  await page.getByRole('button', { name: 'Send anyway' }).click();
  const { event_id: eventId } = await blind.event('conversation.item.create');
  const refusal = 'This model does not take image input.';
  const error = { type: 'invalid_request_error', code: 'invalid_value', message: refusal, event_id: eventId };
  blind.send({ type: 'error', event_id: 'e1', error });
  await expect(page.getByText(refusal).first()).toBeVisible();
  await stopSession(page);
  await deployment.close();
});
