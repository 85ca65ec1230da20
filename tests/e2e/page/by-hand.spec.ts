import { startSimulator } from '../../../electron/simulator/server.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { startSession, stopSession } from '../support/audio-page.ts';
import { assetsFolder } from '../support/places.ts';
import { homeWith } from '../support/prepare.ts';
import { eventsOf, linesOf, onlySession } from '../support/record.ts';
import { expect, test } from '../support/test.ts';

const tool = {
  type: 'function',
  name: 'order_status',
  description: 'Where an order is.',
  parameters: { type: 'object' },
};

test('without a VAD a person commits, types, cancels, deletes, and the table answers calls of functions', async ({
  open,
}) => {
  const simulator = await startSimulator({ assetsFolder, seed: 1 });
  const home = await homeWith({
    endpoint: { kind: 'custom', url: `${simulator.url}?model=gpt-realtime-mini&speed=0.5`, auth: 'none' },
    options: { 'vad.type': null, tools: [tool] },
    toolAnswers: {
      on: true,
      rules: [{ name: 'order_status', when: null, output: '{"state":"sent"}' }],
      otherwise: null,
    },
  });
  const { page } = await open({ home, hears: [60_000] });
  await startSession(page);
  const events = async (type: string): Promise<JsonObject[]> => eventsOf(await linesOf(await onlySession(home)), type);
  await expect(page.locator('[data-option="vad.type"]')).toHaveAttribute('data-standing', 'accepted');

  // A touch is no turn: it is asked about, and nothing is sent.
  const talk = page.getByRole('button', { name: 'Hold to talk' });
  await talk.evaluate((button) => {
    // Within one task: a busy machine cannot turn a touch into a turn.
    for (const type of ['keydown', 'keyup'])
      button.dispatchEvent(new KeyboardEvent(type, { key: 'Enter', bubbles: true }));
  });
  await expect(page.getByText('Not sent yet')).toBeVisible();
  await expect(page.getByText(/the service refuses a commit of less than 100 ms/)).toBeVisible();
  await page.getByRole('button', { name: 'Do not send' }).click();
  expect(await events('input_audio_buffer.commit')).toEqual([]);

  await talk.hover();
  const sentBefore = (await events('input_audio_buffer.append')).length;
  await page.mouse.down();
  // Held for half a second of audio that has really gone out.
  await expect
    .poll(async () => (await events('input_audio_buffer.append')).length)
    .toBeGreaterThanOrEqual(sentBefore + 25);
  await page.mouse.up();
  await expect.poll(() => events('response.done')).toHaveLength(1);
  expect(await events('input_audio_buffer.commit')).toHaveLength(1);
  expect((await events('error')).map((event) => event['error'])).toEqual([]);

  // What is typed is about the order, so the model calls the function, and the answer comes from the table.
  await page.keyboard.press('t');
  const message = page.getByRole('textbox', { name: 'Message', exact: true });
  await message.fill('Where is my order?');
  await message.press('Enter');
  await expect(page.getByText('from the table')).toBeVisible();
  await expect.poll(() => events('response.created')).toHaveLength(3);

  // The answer to the result is being spoken: it is cancelled.
  // While it runs its cost has a width.
  await expect(page.getByRole('log', { name: 'Turns' }).getByText(/±/)).toBeVisible();
  await message.press('Escape');
  await page.keyboard.press('x');
  await expect.poll(() => events('response.done')).toHaveLength(3);
  expect((await events('response.done')).at(-1)).toMatchObject({ response: { status: 'cancelled' } });

  // Deleting costs the cache, which is said first; the item stays in view as deleted.
  await page.getByRole('log', { name: 'Turns' }).focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('[data-index]:focus')).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(page.getByText(/reads it at the full price/)).toBeVisible();
  await page.getByRole('button', { name: 'Send anyway' }).click();
  await expect(page.getByText(/deleted at 0:/)).toBeVisible();
  await stopSession(page);
  expect(await events('conversation.item.deleted')).toHaveLength(1);
  await simulator.close();
});
