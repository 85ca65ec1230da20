import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLines } from '../support/cli.ts';
import { customerSheet, enterpriseSheet, retailPage } from '../support/price-sheets.ts';
import { openWindow, reconcilingBenches, upload } from '../support/reconcile-bench.ts';
import { writeSession } from '../support/session.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';

const audioIn = { meter: 'gpt rt aud mn in gl 1215 1M Tokens', unit: '1M', price: '8.5' };
const textOut = { meter: 'gpt rt txt mn Out gl 1215 1M Tokens', unit: '10M', price: '20.4' };
const zone = { meter: 'gpt rt txt mn out DZ 1215 1M Tokens', unit: '1M', price: '2.24' };
const others = { meter: 'DC96as_v4', unit: '10 Hours', price: '105.05' };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-price-import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

describe('voxtally prices import', () => {
  const { here: cli } = commandLines();

  it('makes a book of a price sheet, says what it holds, and prices a session by it', async () => {
    const sheet = await file('Contoso EA.csv', enterpriseSheet([others, audioIn, textOut]));
    const made = await cli(['prices', 'import', sheet]);
    expect(made).toMatchObject({ code: 0, out: 'own-contoso-ea-2026-10-01\n' });
    expect(made.err).toContain('2 prices of 1 model in USD, from 2026-10-01.');
    expect(made.err).toContain('3 rows were read. Passed over: 1 of other products.');
    expect((await cli(['prices'])).out).toMatch(
      /own-contoso-ea-2026-10-01\s+2026-10-01\s+USD\s+1 models, 2 prices\s+own\s+Contoso EA/,
    );

    const session = await writeSession(
      join(folder, 'session'),
      [{ id: 'r1', usage: threadUsage, heard: 'Hello.', said: 'Hello.' }],
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
    const priced = await cli(['usage', session, '--book', 'own-contoso-ea-2026-10-01', '--json']);
    const report = JSON.parse(priced.out) as {
      fields: { field: string; reported: number; reportedCost: string | null }[];
    };
    const line = (field: string) => report.fields.find((one) => one.field === field);
    const { reported = 0, reportedCost } = line('audio_in') ?? {};
    expect(reported).toBeGreaterThan(0);
    // 8.5 for 1M tokens is 85 for 10M: counted in whole numbers.
    expect(Number(reportedCost) * 1e7).toBeCloseTo(reported * 85, 6);
    expect(line('text_in')).toMatchObject({ reportedCost: null });
  });

  it('takes parts of a sheet, a name, a day and a region, and gives a book a currency', async () => {
    const parts = [
      await file('part_1.csv', customerSheet([audioIn, { ...audioIn, currency: 'EUR' }])),
      await file('part_2.csv', customerSheet([{ ...zone, region: 'US East 2' }, zone])),
    ];
    const made = await cli(['prices', 'import', ...parts, '--name', 'Contoso MCA', '--region', 'secentral']);
    expect(made).toMatchObject({ code: 0, out: 'own-contoso-mca-usd-2026-11-01\nown-contoso-mca-eur-2026-11-01\n' });
    expect(made.err).toContain('1 of other regions');
    const again = await cli(['prices', 'import', ...parts, '--name', 'Contoso MCA 2', '--region', 'SE Central']);
    expect(again.out).toBe(made.out);
    expect(again.err).toContain('own-contoso-mca-usd-2026-11-01 holds the same prices already');
    const page = await file('page.json', JSON.stringify(retailPage([audioIn])));
    expect(await cli(['prices', 'import', page, '--date', '2026-11-29'])).toMatchObject({
      out: 'azure-list-usd-2026-11-29\n',
    });
  });

  it('keeps a price book as it is written, and refuses what is asked of one beside that', async () => {
    const home = join(folder, 'books');
    const { out } = await cli(['prices', 'export', 'list-2026-10-09']);
    const text = out.replace('"list-2026-10-09"', '"mine"');
    const path = await file('mine.json', text);
    for (const [flag, value, words] of [
      ['--name', 'Contoso', 'a name'],
      ['--date', '2026-11-01', 'a day'],
      ['--region', 'swedencentral', 'a region'],
    ] as const) {
      for (const [source, name] of [
        ['-', 'standard input'],
        [path, 'mine.json'],
      ] as const) {
        const { code, err } = await cli(['prices', 'import', source, flag, value], text, home);
        expect(code).toBe(1);
        expect(err).toContain(
          `${name} is a price book, which is kept as it is written, so ${words} cannot be given for it.`,
        );
        expect(err).toContain('Import it without that');
      }
    }
    expect((await cli(['prices'], '', home)).out).not.toContain('mine');
    expect(await cli(['prices', 'import', '-'], text, home)).toMatchObject({ code: 0, out: 'mine\n' });
  });

  it('refuses a day that is none, a file that is not there, and a sheet without a voice meter, and keeps nothing', async () => {
    const sheet = await file('none.csv', enterpriseSheet([others]));
    const home = join(folder, 'home');
    const refused = async (...words: string[]): Promise<string> => {
      const { code, out, err } = await cli(['prices', 'import', ...words], undefined, home);
      expect([code, out]).toEqual([1, '']);
      return err;
    };
    expect(await refused(sheet, '--date', '2026-02-30')).toContain('"2026-02-30" is not a day.');
    expect(await refused(sheet, join(folder, 'missing.csv'))).toContain(
      'missing.csv cannot be read: there is no such file.',
    );
    expect(await refused(sheet)).toContain('none.csv holds no price of a Realtime or transcription meter');
    expect(await readdir(join(home, 'prices')).catch(() => [])).toEqual([]);
    expect(await cli(['prices', 'import'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('needs a file') as string,
    });
  });
});

describe('a price sheet that a window hands over', () => {
  const bench = reconcilingBenches();

  it('is read in a thread of its own, kept, listed and deleted again', async () => {
    const one = await bench();
    const window = openWindow(one);
    const bytes = Buffer.from(enterpriseSheet([others, audioIn, textOut]));
    const sent = await upload(one, { path: 'EA.csv', bytes, writtenAt: '2026-11-30T00:00:00Z' });
    const from = { kind: 'upload' as const, uploadId: sent.uploadId };
    const wish = { name: 'Contoso', day: null, region: null };
    expect(await window.call('prices.import', { from, ...wish })).toMatchObject({
      ok: true,
      ids: ['own-contoso-2026-10-01'],
      notes: [
        expect.stringContaining('2 prices of 1 model'),
        expect.stringContaining('3 rows'),
        expect.any(String) as string,
        expect.stringMatching(/^Its prices of gpt-realtime-mini are used only where the book is chosen/),
      ],
    });
    const listed = await window.call('prices.list', {});
    expect(listed.ok && listed.books.find(({ id }) => id === 'own-contoso-2026-10-01')).toMatchObject({
      kind: 'own',
      prices: 2,
    });
    expect(await window.call('prices.import', { from, ...wish })).toMatchObject({
      ok: false,
      error: { message: 'The bench no longer has those files.' },
    });
    window.close();
    sent.port.close();
  });

  it('is refused by its thread in the words of the command line', async () => {
    const one = await bench();
    const window = openWindow(one);
    const paths = [await file('vm.csv', enterpriseSheet([others]))];
    const answer = await window.call('prices.import', {
      from: { kind: 'paths', paths },
      name: null,
      day: null,
      region: null,
    });
    expect(answer).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('vm.csv holds no price') as string },
    });
    window.close();
  });
});
