import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import { startDeployment } from '../../integration/support/deployment.ts';
import { beginReply, endReply, replyUsage } from '../../integration/support/reply.ts';
import { startSession, stopSession } from '../support/audio-page.ts';
import { homeFor, homeWith } from '../support/prepare.ts';
import {
  cachedByHand,
  costByHand,
  dollars,
  priceOf,
  rereadText,
  spokenByHand,
  writtenByHand,
} from '../support/count-by-hand.ts';
import { root } from '../support/places.ts';
import { eventsOf, linesOf, onlySession } from '../support/record.ts';
import { expect, test } from '../support/test.ts';
import { costOnScreen, fieldsOnScreen, showUsageBy } from '../support/usage-on-screen.ts';

const models = { response: 'gpt-realtime-mini 1215', transcription: 'gpt-4o-mini-transcribe' };
/** Text tokens that the first response reports and that nothing but its prompt can be, and its output. */
const first = { prompt: 119, textOut: 117, audioOut: 420 };
/** Tokens of the service's own instructions, of which nobody has said that they are in force: there may be none, or twice as many. */
const defaultPrompt = 111;
/** Four decimals, as the window shows money that is no sum of a table. */
const short = (amount: bigint): string => `$${(Number(amount) / 1e12).toFixed(4)}`;
/** How far an estimate may be off: cached tokens of each kind, an audio answer that was cut, its text. */
const off = { cached: 64, audioCut: 4, text: 2 };

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
  const head = page.getByRole('region', { name: 'Cost', exact: true });

  // While it streams the headline is the low end: a token of audio less, and a prompt that nobody has named yet.
  beginReply(remote, 'resp_1', 1000);
  const least = dollars(await priceOf(models.response, { audio_out: spokenByHand(1000) - 1 }));
  await expect.poll(() => costOnScreen(page, 'Expected')).toBe(least);
  const highest = await priceOf(models.response, { text_in: 2 * defaultPrompt, audio_out: spokenByHand(1000) + 1 });
  await expect(head).toContainText(`$0.0004 to ${short(highest)} in all`);
  await expect(head).toContainText('none to compare yet');
  await expect.poll(() => costOnScreen(page)).toBe('$0.0000000');
  endReply(remote, 'resp_1', 'completed', { ...replyUsage, thinking_tokens: 7 });
  await expect.poll(() => costOnScreen(page, 'Expected')).toBe('$0.0091968');
  await expect(head).not.toContainText('if billed');
  await showUsageBy(page, 'Fields');
  await expect(page.getByRole('row', { name: /^thinking_tokens/ })).toContainText('new');
  await showUsageBy(page, 'Turns');

  // A response that ends and reports nothing may be billed, or not: it changes the headline by nothing.
  beginReply(remote, 'resp_2', 2000);
  endReply(remote, 'resp_2', 'cancelled', null);
  const table = page.getByRole('table', { name: 'Usage by turn' });
  await table.getByRole('button', { name: /may be billed/ }).click();
  const evidence = page.getByRole('group', { name: 'Evidence for R2' });
  await expect(evidence).toContainText('2.00 s');
  await expect(evidence).toContainText(`prompt ${first.prompt}, as reports have it`);
  const folder = await onlySession(home);
  const counts = async (): Promise<unknown[]> =>
    eventsOf(await linesOf(folder), 'bench.tokens').map(({ itemId }) => itemId);
  await expect.poll(counts, { timeout: 30_000 }).toContain('item_resp_2');
  await stopSession(page);

  const lines = await linesOf(folder);
  const reported = await costByHand(lines, models);
  await expect.poll(() => costOnScreen(page)).toBe(reported);
  await expect.poll(() => costOnScreen(page, 'Expected')).toBe(reported);

  const words = eventsOf(lines, 'bench.tokens')
    .filter(({ itemId }) => itemId === 'item_resp_2')
    .at(-1)?.['tokens'] as number;
  expect(words).toBeGreaterThan(0);
  // What R2 read: the prompt, and the answer before it by its own report.
  const read = { text: first.prompt + first.textOut + rereadText, audio: first.audioOut };
  const cached = cachedByHand(read.text, read.audio);
  const most = {
    text_in: read.text - (cached.text - off.cached),
    text_cached: cached.text - off.cached,
    audio_in: read.audio - (cached.audio - off.cached),
    audio_cached: cached.audio - off.cached,
    audio_out: spokenByHand(2000) + off.audioCut,
    // Its transcript had ended, so nothing that closes it is missing.
    text_out: writtenByHand(words, 1) + off.text,
  };
  const onTop = await priceOf(models.response, most);
  await expect(head).toContainText(`+ up to ${short(onTop)} if billed`);
  await expect(head).toContainText(`in all`);
  await expect(table.getByRole('row', { name: /R2/ }).first()).toContainText(`0 to ${short(onTop)}`);
  await expect(table.getByRole('row', { name: 'All but R2' })).toContainText('$0.0091968');
  const fields = await fieldsOnScreen(page);
  expect(fields['Audio out']?.slice(0, 3)).toEqual(['420', '420', `${most.audio_out}`]);
  expect(fields['Text cached']?.slice(0, 3)).toEqual(['64', '64', `${most.text_cached}`]);
  expect(fields['Text out']?.slice(0, 3)).toEqual(['117', '117', `${most.text_out}`]);

  await page.evaluate(catchCopies);
  await page.getByRole('button', { name: 'Copy usage and cost' }).click();
  await page.getByRole('button', { name: 'Copy as JSON' }).click();
  await expect(page.getByRole('button', { name: 'Copied as JSON' })).toBeVisible();
  const copied = await page.evaluate<string>('window.copied');
  const args = [join(root, 'out/node/cli.js'), 'usage', '--json', folder];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  // The command reads a record and says how that stands; the window lived it.
  const printed = JSON.parse(stdout) as { record: unknown };
  expect(printed.record).toEqual({ digest: 'intact', problems: [] });
  expect(JSON.parse(copied)).toEqual({ ...printed, record: null });
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
  await expect(page.getByRole('columnheader', { name: 'EUR', exact: true })).toBeVisible();
  await showUsageBy(page, 'Fields');
  await expect(page.getByRole('columnheader', { name: 'expected EUR' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Cost', exact: true })).not.toContainText('$');
  expect(await page.getByRole('main').innerText()).not.toContain('$');
  await stopSession(page);
  await deployment.close();
});
