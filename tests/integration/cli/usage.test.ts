import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLines } from '../support/cli.ts';
import { page, priceList, row } from '../support/price-list.ts';
import { writeSession } from '../support/session.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';

const { here: cli } = commandLines();
const list = priceList();
let folder = '';
let session = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-usage-'));
  session = await writeSession(
    join(folder, 'session'),
    [
      { id: 'r1', usage: threadUsage, heard: 'Where is my parcel?', said: 'On its way.' },
      { id: 'r2', usage: null },
    ],
    {
      endpoint: {
        kind: 'azure',
        label: 'contoso-voice, Azure GA',
        url: 'wss://contoso-voice.openai.azure.com/openai/v1/realtime?model=x',
        deployment: 'gpt-realtime-mini-2025-12-15',
        auth: 'api-key',
      },
    },
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('voxtally usage', () => {
  it('prints reported and expected, every response, and the bill to expect', async () => {
    const { code, out } = await cli(['usage', session]);
    expect(code).toBe(0);
    expect(out).toContain('as the service named it');
    expect(out).toMatch(/Reported\s+0\.00919684\s+at least/);
    expect(out).toMatch(/R1\s+completed\s+reported\s+229\s+128\s+537\s+0\.00919684/);
    expect(out).toMatch(/R2\s+cancelled\s+if billed\s+~?/);
    expect(out).toMatch(/Expected, low end\s+0\.00919684/);
    expect(out).toMatch(/May be billed on top, at most\s+0/);
    expect(out).toMatch(/Estimates here were off by, at most/);
    expect(out).toContain('gpt rt aud mn out gl 1215 1M Tokens');
  });

  it('prints the same numbers as JSON, CSV and Markdown', async () => {
    const json = JSON.parse((await cli(['usage', session, '--json'])).out) as {
      reported: { amount: string };
      expected: { amount: string; high: string; ifBilled: string; estimated: boolean };
    };
    expect(json.reported.amount).toBe('0.00919684');
    expect(json.expected.estimated).toBe(false);
    expect(Number(json.expected.ifBilled)).toBeGreaterThan(0);
    const csv = (await cli(['usage', session, '--csv'])).out;
    expect(csv).toContain(`Cost in USD,"Expected, low end",${json.expected.amount},at least\r\n`);
    expect(csv).toContain(`Cost in USD,"In all, at most",${json.expected.high},not all priced\r\n`);
    const markdown = (await cli(['usage', session, '--markdown'])).out;
    expect(markdown).toContain(`| Expected, low end | ${json.expected.amount} | at least |`);
    expect(markdown).toContain(`| May be billed on top, at most | ${json.expected.ifBilled} |`);
  });

  it('prices by the model, scope and book it is told', async () => {
    const zone = JSON.parse((await cli(['usage', session, '--json', '--scope', 'data-zone'])).out) as object;
    expect(zone).toMatchObject({
      prices: { scope: 'data-zone' },
      reported: { unpriced: ['Transcription: 11 seconds'] },
    });
    const older = await cli(['usage', session, '--json', '--book', 'list-2026-07-31', '--model', 'gpt-realtime 0828']);
    expect(JSON.parse(older.out)).toMatchObject({
      prices: { book: 'list-2026-07-31', model: 'gpt-realtime 0828', modelIs: 'chosen' },
    });
  });

  it('refuses what it does not understand with exit 2, and a session that is not there with exit 1', async () => {
    const refused = async (...args: string[]): Promise<[number | null, string]> => {
      const { code, err, out } = await cli(['usage', ...args]);
      expect(out).toBe('');
      return [code, err];
    };
    expect(await refused()).toEqual([2, expect.stringContaining('needs a session')]);
    expect(await refused(session, '--json', '--csv')).toEqual([2, expect.stringContaining('exclude one another')]);
    expect(await refused(session, '--book', 'none')).toEqual([2, expect.stringContaining('no price book none')]);
    expect(await refused(session, '--scope', 'moon')).toEqual([2, expect.stringContaining('not a scope')]);
    expect(await refused(session, '--model', 'gpt-9')).toEqual([2, expect.stringContaining('has no gpt-9')]);
    expect(await refused(join(folder, 'nowhere'))).toEqual([1, expect.stringContaining('no recorded session')]);
  });
});

describe('voxtally prices', () => {
  it('lists, exports, imports and removes books, and overwrites none', async () => {
    const listed = await cli(['prices']);
    expect(listed).toMatchObject({ code: 0 });
    expect(listed.out).toMatch(/list-2026-10-09\s+2026-10-09\s+USD\s+\d+ models, \d+ prices\s+shipped/);
    const { out } = await cli(['prices', 'export', 'list-2026-10-09']);
    const file = join(folder, 'mine.json');
    await writeFile(file, out.replace('"list-2026-10-09"', '"mine"').replace('"price": "32.00"', '"price": "31"'));
    expect(await cli(['prices', 'import', file])).toMatchObject({ code: 0, out: 'mine\n' });
    expect(await cli(['prices', 'import', file])).toMatchObject({
      code: 1,
      err: expect.stringContaining('never overwritten') as string,
    });
    expect(await cli(['prices', 'remove', 'mine'])).toMatchObject({ code: 0 });
    expect(await cli(['prices', 'remove', 'list-2026-10-09'])).toMatchObject({ code: 1 });
    await writeFile(file, '{"id":"x"}');
    const broken = await cli(['prices', 'import', file]);
    expect(broken).toMatchObject({ code: 1, err: expect.stringContaining('mine.json is not a price book') as string });
  });

  it('refreshes from a price list into a book of its own', async () => {
    list.answers = [page([row('gpt rt aud mn in gl 1215 1M Tokens', '1M', 9.5)])];
    const made = await cli(['prices', 'refresh', '--region', 'swedencentral', '--url', list.url]);
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^azure-swedencentral-usd-/) as string });
    expect((await cli(['prices'])).out).toContain(made.out.trim());
    expect(await cli(['prices', 'refresh'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--region') as string,
    });
    expect(await cli(['prices', 'burn'])).toMatchObject({ code: 2 });
  });
});
