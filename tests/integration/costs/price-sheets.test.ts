import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bookOnDay } from '../../../shared/pricing/choose-book.ts';
import { perMillion, priceOf } from '../../../shared/pricing/cost.ts';
import { pricedModel } from '../../../shared/pricing/model.ts';
import { type PriceBook } from '../../../shared/pricing/price-book.ts';
import type { PriceScope } from '../../../shared/pricing/price-terms.ts';
import type { PriceField } from '../../../shared/usage/fields.ts';
import { fixture } from '../support/cli.ts';
import { parquetBytes } from '../support/parquet.ts';
import {
  customerSheet,
  enterpriseSheet,
  olderSheet,
  retailPage,
  sheetAnswer,
  type SheetRow,
} from '../support/price-sheets.ts';
import { audioIn, audioOut, base, books, machine, regional, whisper, sheetFolder } from '../support/read-sheets.ts';

sheetFolder();

function price(
  book: PriceBook | undefined,
  model: string,
  field: PriceField,
  scope: PriceScope = 'global',
): string | null {
  const found = book === undefined ? null : priceOf(pricedModel(book, model, scope), field);
  return found === null ? null : `${found.price} per ${found.unit}`;
}

describe('a price sheet', () => {
  it('of an Enterprise Agreement gives a book of the prices that are paid, from the days of the sheet', async () => {
    const { books: made, notes } = await books({
      'Contoso EA.csv': enterpriseSheet([
        machine,
        { meter: audioIn, unit: '1M', price: '8.5' },
        { meter: audioOut, unit: '10M', price: '170.00' },
        { meter: whisper, unit: '100 Hours', price: '30.6' },
        { meter: 'gpt rt aud 0828 Inp DZone Tokens', unit: '1K', price: '0.02992' },
        { meter: audioIn, unit: '1M', price: '90000', type: 'ReservedInstance' },
        { meter: audioIn, unit: '1M', price: '4', type: 'SavingsPlan' },
      ]),
    });
    expect(made).toHaveLength(1);
    const [book] = made;
    expect(book).toMatchObject({
      id: 'own-contoso-ea-2026-10-01',
      kind: 'own',
      currency: 'USD',
      validFrom: '2026-10-01',
    });
    expect(price(book, 'gpt-realtime-mini', 'audio_in')).toBe('8.5 per 1M tokens');
    expect(price(book, 'gpt-realtime-mini-2025-12-15', 'audio_out')).toBe('17 per 1M tokens');
    expect(price(book, 'whisper-1', 'duration')).toBe('0.306 per hour');
    expect(price(book, 'gpt-realtime', 'audio_in', 'data-zone')).toBe('0.02992 per 1K tokens');
    // Nothing is filled up from the list: what the agreement does not name is not its price.
    expect(price(book, 'gpt-realtime-mini', 'text_in')).toBeNull();
    expect(notes).toEqual([
      'own-contoso-ea-2026-10-01: 4 prices of 3 models in USD, from 2026-10-01.',
      '7 rows were read. Passed over: 1 of other products; 1 of reservations; 1 of savings plans.',
      'The list says that its prices hold to 2026-10-31.',
    ]);
  });

  it('of the older form has its day in its title, units of ten and a hundred, and an offer for development', async () => {
    const { books: made, notes } = await books(
      {
        'sheet.csv': olderSheet('202304', [
          machine,
          { meter: audioIn, unit: '10M', price: '85.000000000000000', currency: 'EUR' },
          { meter: audioIn, unit: '10M', price: '50.000000000000000', currency: 'EUR', offer: 'MS-AZR-0148P' },
        ]),
      },
      { name: 'Contoso 2023' },
    );
    expect(made[0]).toMatchObject({ id: 'own-contoso-2023-2023-04-01', name: 'Contoso 2023', currency: 'EUR' });
    expect(price(made[0], 'gpt-realtime-mini', 'audio_in')).toBe('8.5 per 1M tokens');
    expect(notes[1]).toContain('1 for development and testing');
  });

  it('of a Customer Agreement is in the currency of the price, at the first tier, without its plan for development', async () => {
    const { books: made, notes } = await books({
      'mca.csv': customerSheet([
        { meter: audioIn, unit: '1M', price: '9.9' },
        { meter: audioIn, unit: '1M', price: '8', tier: '1000' },
        { meter: audioIn, unit: '1M', price: '5', offer: 'Azure plan for DevTest' },
        { meter: audioOut, unit: '1M', price: '20', currency: 'EUR' },
      ]),
    });
    expect(made.map(({ id, currency, name }) => [id, currency, name])).toEqual([
      ['own-mca-usd-2026-11-01', 'USD', 'mca, USD'],
      ['own-mca-eur-2026-11-01', 'EUR', 'mca, EUR'],
    ]);
    expect(price(made[0], 'gpt-realtime-mini', 'audio_in')).toBe('9.9 per 1M tokens');
    expect(price(made[1], 'gpt-realtime-mini', 'audio_out')).toBe('20 per 1M tokens');
    expect(notes.join(' ')).toContain('1 of later tiers, of which the first is taken; 1 for development and testing');
    expect(notes.join(' ')).not.toContain('9999');
  });

  it('that came in parts, packed, in UTF-16, as Parquet or as an answer of the Price Sheet API is the same book', async () => {
    const rows: SheetRow[] = [
      machine,
      { meter: audioIn, unit: '1M', price: '8.5' },
      { meter: audioOut, unit: '1M', price: '17' },
    ];
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(enterpriseSheet(rows).slice(1), 'utf16le')]);
    const text = (of: (row: SheetRow) => string): string[] => rows.map(of);
    const parquet = parquetBytes([
      [
        { name: 'MeterName', text: text(({ meter }) => meter) },
        { name: 'UnitOfMeasure', text: text(({ unit }) => unit) },
        { name: 'UnitPrice', numbers: rows.map((row) => Number(row.price)) },
        { name: 'CurrencyCode', text: text(() => 'USD') },
        { name: 'PriceType', text: text(() => 'Consumption') },
        { name: 'PartNumber', text: text(() => 'AAF') },
        { name: 'EffectiveStartDate', text: text(() => '2026-10-01') },
      ],
    ]);
    const forms: Readonly<Record<string, string | Uint8Array>>[] = [
      { 'part_1.csv': enterpriseSheet(rows.slice(0, 2)), 'part_2.csv': enterpriseSheet(rows.slice(2)) },
      { 'sheet.csv.gz': gzipSync(enterpriseSheet(rows)) },
      { 'sheet.csv': utf16 },
      { 'sheet.parquet': parquet },
      { 'sheet.csv': enterpriseSheet(rows.map((row) => ({ ...row, start: '10/01/2026' }))) },
      {
        'sheet.csv': enterpriseSheet(rows.map((row) => ({ ...row, start: '01.10.2026' })))
          .replaceAll(/,/g, ';')
          .replaceAll('8.5', '8,5'),
      },
      { 'sheet.json': sheetAnswer(rows.map((row) => ({ ...row, currency: 'USD' }))).replaceAll('202609', '202610') },
    ];
    for (const files of forms) {
      const [book] = (await books(files)).books;
      expect(book?.validFrom, Object.keys(files)[0]).toBe('2026-10-01');
      expect(price(book, 'gpt-realtime-mini', 'audio_in')).toBe('8.5 per 1M tokens');
      expect(price(book, 'gpt-realtime-mini', 'audio_out')).toBe('17 per 1M tokens');
    }
  });

  it('keeps the digits of its prices, exponents with them', async () => {
    const rows = [
      { meter: regional, unit: '1K', price: '7.744E-05' },
      { meter: audioIn, unit: '1M', price: '8.470000000000000000001' },
    ];
    const [book] = (await books({ 'answer.json': sheetAnswer(rows) })).books;
    expect(price(book, 'gpt-realtime', 'audio_out', 'regional')).toBe('0.00007744 per 1K tokens');
    expect(price(book, 'gpt-realtime-mini', 'audio_in')).toBe('8.470000000000000000001 per 1M tokens');
    expect(book).toMatchObject({ currency: 'EUR', validFrom: '2026-09-01' });
  });

  it('of several months prices each day by the month it lies in', async () => {
    const month = (start: string, amount: string): SheetRow => ({ meter: audioIn, unit: '1M', price: amount, start });
    const [book] = (
      await books({
        'oct.csv': enterpriseSheet([month('2026-10-01T00:00:00Z', '9')]),
        'nov.csv': enterpriseSheet([month('2026-11-01T00:00:00Z', '8')]),
      })
    ).books;
    const on = (day: string): string | null =>
      book === undefined ? null : price(bookOnDay(book, day), 'gpt-realtime-mini', 'audio_in');
    expect(on('2026-10-31')).toBe('9 per 1M tokens');
    expect(on('2026-11-01')).toBe('8 per 1M tokens');
    expect(book?.validFrom).toBe('2026-10-01');
  });

  it('whose prices differ by region leaves those out and says which, and takes them for one region', async () => {
    const rows = [
      { meter: regional, unit: '1K', price: '0.08448', region: 'SE Central' },
      { meter: regional, unit: '1K', price: '0.07744', region: 'US East 2' },
      { meter: audioIn, unit: '1M', price: '10', region: 'SE Central' },
      { meter: audioIn, unit: '1M', price: '10', region: 'US East 2' },
    ];
    const all = await books({ 'sheet.csv': enterpriseSheet(rows) });
    expect(price(all.books[0], 'gpt-realtime', 'audio_out', 'regional')).toBeNull();
    expect(price(all.books[0], 'gpt-realtime-mini', 'audio_in')).toBe('10 per 1M tokens');
    expect(all.notes.at(-1)).toBe(
      `1 meter has a price that differs by region and is left out: ${regional}. Regions: SE Central, US East 2. Give one of them (--region) to take its prices.`,
    );
    const one = await books({ 'sheet.csv': enterpriseSheet(rows) }, { region: 'se central' });
    expect(price(one.books[0], 'gpt-realtime', 'audio_out', 'regional')).toBe('0.08448 per 1K tokens');
    expect(one.notes[1]).toContain('1 of other regions');
    // A global meter may stand at one region alone and holds everywhere; of two prices that of the region counts.
    expect(price(one.books[0], 'gpt-realtime-mini', 'audio_in')).toBe('10 per 1M tokens');
    const elsewhere = rows.map((row) =>
      row.meter === audioIn && row.region === 'US East 2' ? { ...row, price: '12' } : row,
    );
    const apart = await books({ 'sheet.csv': enterpriseSheet(elsewhere) }, { region: 'US East 2' });
    expect(price(apart.books[0], 'gpt-realtime-mini', 'audio_in')).toBe('12 per 1M tokens');
    const without = await books({ 'sheet.csv': enterpriseSheet(elsewhere.slice(0, 3)) }, { region: 'US East 2' });
    expect(price(without.books[0], 'gpt-realtime-mini', 'audio_in')).toBe('10 per 1M tokens');
  });

  it('that contradicts itself gives neither price, names a meter of a new generation, and a price of 0', async () => {
    const { books: made, notes } = await books({
      'sheet.csv': enterpriseSheet([
        { meter: audioIn, unit: '1M', price: '10' },
        { meter: audioIn, unit: '1M', price: '11' },
        { meter: audioOut, unit: '1M', price: '0.00' },
        { meter: 'gpt-realtime-3 Audio inp Gl 1M Tokens', unit: '1M', price: '28' },
        { meter: 'gpt-realtime-3 Thought inp Gl 1M Tokens', unit: '1M', price: '28' },
        { meter: 'gpt rt txt mn in gl 1215 1M Tokens', unit: '1 GB', price: '28' },
      ]),
    });
    expect(price(made[0], 'gpt-realtime-mini', 'audio_in')).toBeNull();
    expect(price(made[0], 'gpt-realtime-3', 'audio_in')).toBe('28 per 1M tokens');
    const said = notes.join('\n');
    expect(said).toContain(`${audioIn} has two prices from 2026-10-01, 10 and 11; neither is taken.`);
    expect(said).toContain(`At a price of 0: ${audioOut}.`);
    expect(said).toContain('generation 3 is new to this version of Voxtally');
    expect(said).toContain('not understood: gpt-realtime-3 Thought inp Gl 1M Tokens.');
    expect(said).toContain('Units that are not understood: gpt rt txt mn in gl 1215 1M Tokens (1 GB).');
  });
});

describe('saved answers of the Retail Prices API', () => {
  const first = [{ meter: audioIn, unit: '1M', price: '9.5' }, machine];
  const second = [{ meter: regional, unit: '1K', price: '0.07744', start: '2026-09-01T00:00:00Z' }];

  it.each<[string, Readonly<Record<string, string>>]>([
    [
      'a file a page',
      { 'page1.json': JSON.stringify(retailPage(first, 'more')), 'page2.json': JSON.stringify(retailPage(second)) },
    ],
    [
      'pages one after the other',
      {
        'all.json': [retailPage(first, 'more'), retailPage(second)]
          .map((one) => JSON.stringify(one, null, 2))
          .join('\n'),
      },
    ],
    ['pages in a list', { 'all.json': JSON.stringify([retailPage(first, 'more'), retailPage(second)]) }],
    [
      'an item a line',
      {
        'items.ndjson': [retailPage(first), retailPage(second)]
          .flatMap((one) => (one as { Items: object[] }).Items.map((item) => JSON.stringify(item)))
          .join('\n'),
      },
    ],
    [
      'items in a list',
      {
        'items.json': JSON.stringify(
          [retailPage(first), retailPage(second)].flatMap((one) => (one as { Items: object[] }).Items),
        ),
      },
    ],
  ])('are the published list of their newest day, completed by the one in use: %s', async (_name, files) => {
    const { books: made, notes } = await books(files);
    expect(made[0]).toMatchObject({ id: 'azure-list-usd-2026-09-01', kind: 'list', validFrom: '2026-09-01' });
    expect(price(made[0], 'gpt-realtime-mini', 'audio_in')).toBe('9.5 per 1M tokens');
    expect(price(made[0], 'gpt-realtime', 'audio_out', 'regional')).toBe('0.07744 per 1K tokens');
    expect(price(made[0], 'gpt-realtime-mini', 'audio_out')).toBe('20.00 per 1M tokens');
    expect(notes[0]).toMatch(
      /2 prices of 2 models in USD, from 2026-09-01\. \d+ prices that it does not list are from list-2026-10-09\./,
    );
    expect(notes.join(' ')).not.toContain('further page');
  });

  it('that end before their last page say so, and begin with the day that was given', async () => {
    const { books: made, notes } = await books(
      { 'page1.json': JSON.stringify(retailPage(first, 'more')) },
      { day: '2026-11-30', region: 'swedencentral' },
    );
    expect(made[0]?.id).toBe('azure-swedencentral-usd-2026-11-30');
    expect(notes.at(-1)).toContain('goes on in a further page that is not among the files');
  });

  it('give every price of the snapshot of 2026-07-31 that a list easily lacks', async () => {
    const { readFile } = await import('node:fs/promises');
    const [, ...lines] = (await readFile(fixture('price-holes.csv'), 'utf8')).trim().split('\n');
    const wanted = lines.map((line) => line.split(','));
    const rows = wanted.map(([, , , , usd = '', meter = '']) => {
      const block = / 1M /.test(meter) ? '1M' : '1K';
      // What the service sends for 1K is the price of 1M less three places.
      return { meter, unit: block, price: block === '1M' ? usd : String(Number((Number(usd) / 1000).toPrecision(6))) };
    });
    const [book] = (
      await books(
        { 'holes.json': JSON.stringify(retailPage(rows)) },
        { base: { ...base, models: base.models.slice(0, 1), currency: 'XTS' } },
      )
    ).books;
    const found = wanted.map(([model, version, scope, field]) => {
      const entry = book?.models.find(
        (one) => one.model === model && (one.version ?? '') === version && one.scope === scope,
      );
      const one = entry?.prices.find((other) => other.field === field);
      return one === undefined ? null : perMillion(one);
    });
    expect(found).toEqual(wanted.map(([, , , , usd]) => usd));
  });
});
