import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PriceBook } from '../../shared/pricing/price-book.ts';
import { startDeployment } from '../integration/engine/support/deployment.ts';
import { beginReply, endReply, replyUsage } from '../integration/engine/support/reply.ts';
import { startSession, stopSession } from './audio/support/page.ts';
import { homeFor, homeWith } from './audio/support/prepare.ts';
import { costByHand, dollars, priceOf } from './support/count-by-hand.ts';
import { root } from './support/places.ts';
import { eventsOf, linesOf, onlySession } from './support/record.ts';
import { expect, test } from './support/test.ts';
import { costOnScreen, fieldsOnScreen } from './support/usage-on-screen.ts';

const models = { response: 'gpt-realtime-mini 1215', transcription: 'gpt-4o-mini-transcribe' };
/** Tokens of the default prompt, and of what a message costs beside its content, as the protocol's worked example has them. */
const promptTokens = 119;
const messageTokens = 2;

/** What the window copies, kept in the page: the clipboard of the machine is not asked. */
const catchCopies =
  'Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.copied = text; } } })';

test('reported and expected cost on screen are what the log adds up to, and what the command line prints', async ({
  open,
}) => {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const { page } = await open({ home });
  await startSession(page);
  const remote = await deployment.session();
  const expected = page.getByRole('status', { name: 'Expected cost' });

  // While it streams, the cost is an estimate; its report takes the estimate's place.
  beginReply(remote, 'resp_1', 1000);
  await expect.poll(() => costOnScreen(page, 'Expected')).toBe('$0.0004714');
  await expect(expected).toContainText('~');
  await expect.poll(() => costOnScreen(page)).toBe('$0.0000000');
  endReply(remote, 'resp_1', 'completed', { ...replyUsage, thinking_tokens: 7 });
  await expect.poll(() => costOnScreen(page, 'Expected')).toBe('$0.0091968');
  await expect(expected).not.toContainText('~');
  await expect(page.getByRole('row', { name: /^thinking_tokens/ })).toContainText('new');

  // A response that reports nothing costs what the evidence says.
  beginReply(remote, 'resp_2', 2000);
  endReply(remote, 'resp_2', 'cancelled', null);
  await page.getByRole('button', { name: 'not reported' }).click();
  await expect(page.getByRole('group', { name: 'Evidence for R2' })).toContainText('2.00 s');
  await stopSession(page);

  const folder = await onlySession(home);
  const lines = await linesOf(folder);
  const reported = await costByHand(lines, models);
  await expect.poll(() => costOnScreen(page)).toBe(reported);

  const bytes = (id: string): number =>
    eventsOf(lines, 'response.output_audio.delta')
      .filter((event) => event['response_id'] === id)
      .reduce((sum, { delta }) => sum + (delta as { $audio: { length: number } }).$audio.length, 0);
  const heard = (id: string): number => Math.ceil(bytes(id) / 48 / 50);
  const words = eventsOf(lines, 'bench.tokens')
    .filter(({ itemId }) => itemId === 'item_resp_1')
    .at(-1);
  const said = words?.['tokens'] as number;
  expect(said).toBeGreaterThan(0);
  const silent = {
    text_in: promptTokens - 64 + said + messageTokens,
    text_cached: 64,
    audio_in: heard('resp_1'),
    text_out: said,
    audio_out: heard('resp_2'),
  };
  const first = { audio_in: 46, audio_cached: 64, audio_out: 420, text_in: 55, text_cached: 64, text_out: 117 };
  const sum = (await priceOf(models.response, first)) + (await priceOf(models.response, silent));
  await expect.poll(() => costOnScreen(page, 'Expected')).toBe(dollars(sum));
  const fields = await fieldsOnScreen(page);
  expect(fields['Audio out']?.slice(0, 2)).toEqual(['420', `~${420 + silent.audio_out}`]);
  expect(fields['Text cached']?.slice(0, 2)).toEqual(['64', '~128']);

  await page.evaluate(catchCopies);
  await page.getByRole('button', { name: 'Copy usage and cost' }).click();
  await page.getByRole('button', { name: 'Copy as JSON' }).click();
  await expect(page.getByRole('button', { name: 'Copied as JSON' })).toBeVisible();
  const copied = await page.evaluate<string>('window.copied');
  const args = [join(root, 'out/node/cli.js'), 'usage', '--json', folder];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(JSON.parse(copied)).toEqual(JSON.parse(stdout));
  await deployment.close();
});

test('a session that is priced by a book in euros shows euros everywhere', async ({ open }) => {
  const deployment = await startDeployment();
  const home = await homeWith({
    endpoint: { kind: 'custom', url: deployment.url, auth: 'none' },
    options: {},
    pricing: { bookId: 'own-euro', models: {} },
  });
  const list = JSON.parse(await readFile(join(root, 'assets/prices/2026-10-09.json'), 'utf8')) as PriceBook;
  await mkdir(join(home, 'prices'));
  const book = { ...list, id: 'own-euro', name: 'Agreement', kind: 'own', currency: 'EUR' };
  await writeFile(join(home, 'prices', 'own-euro.json'), JSON.stringify(book));
  const { page } = await open({ home });
  await startSession(page);
  await expect.poll(() => costOnScreen(page)).toBe('€0.0000000');
  const remote = await deployment.session();
  beginReply(remote, 'resp_1', 1000);
  endReply(remote, 'resp_1', 'completed', replyUsage);
  await expect.poll(() => costOnScreen(page, 'Expected')).toBe('€0.0091968');
  await expect(page.getByRole('columnheader', { name: 'expected EUR' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Cost', exact: true })).not.toContainText('$');
  expect(await page.getByRole('main').innerText()).not.toContain('$');
  await stopSession(page);
  await deployment.close();
});
