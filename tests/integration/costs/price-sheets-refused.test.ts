import { describe, expect, it } from 'vitest';
import { enterpriseSheet, retailPage, sheetAnswer } from '../support/price-sheets.ts';
import { audioIn, books, machine, read, regional, sentence, sheetFolder } from '../support/read-sheets.ts';

sheetFolder();

describe('a file that makes no book', () => {
  it.each<[string, string, string, RegExp]>([
    [
      'has no voice meter',
      'vm.csv',
      enterpriseSheet([machine, { ...machine, type: 'ReservedInstance' }]),
      /^vm\.csv holds no price of a Realtime or transcription meter: it has 2 rows, 2 of other products\. Download/,
    ],
    [
      'bills something',
      'costs.csv',
      'Date,MeterName,Quantity,UnitOfMeasure,CostInBillingCurrency\n1,2,3,4,5\n',
      /^costs\.csv is a file of costs, and no price list\. Import it in Reconcile/,
    ],
    [
      'names no currency column',
      'a.csv',
      'MeterName,UnitOfMeasure,UnitPrice\nx,1M,1\n',
      /^a\.csv is no price list: no column names the currency; the columns are MeterName, UnitOfMeasure, UnitPrice\. /,
    ],
    [
      'lists only what others pay',
      'b.csv',
      'MeterName,UnitOfMeasure,MarketPrice,CurrencyCode\nx,1M,1,USD\n',
      /no column holds the price that is paid \(UnitPrice\)/,
    ],
    [
      'is another table',
      'c.csv',
      'totally,unrelated\n1,2\n',
      /no column names the meters, none holds the unit of measure, none holds the price that is paid \(UnitPrice\) and none names the currency; the columns are totally, unrelated/,
    ],
    [
      'names no meters',
      'd.json',
      sheetAnswer([{ meter: 'x', unit: '1M', price: '1' }]).replaceAll(/,"meterDetails":\{[^}]*\}/g, ''),
      /^d\.json is no price list: no column names the meters.*\$expand=properties\/meterDetails/,
    ],
    [
      'says no day',
      'e.csv',
      `MeterName,UnitOfMeasure,UnitPrice,Currency\n${audioIn},1M,10,USD\n`,
      /^e\.csv says nowhere from which day its prices hold\. Give that day/,
    ],
    [
      'has a price that is none',
      'f.csv',
      enterpriseSheet([{ meter: audioIn, unit: '1M', price: 'n/a' }]),
      /^f\.csv, row 2: gpt rt aud mn in gl 1215 1M Tokens has a price that is none: "n\/a"\./,
    ],
    [
      'has a price below nothing',
      'g.csv',
      enterpriseSheet([{ meter: audioIn, unit: '1M', price: '-3' }]),
      /row 2: .* has a price that is none: "-3"/,
    ],
    [
      'has no price in a row',
      'h.csv',
      enterpriseSheet([machine, { meter: audioIn, unit: '1M', price: '' }]),
      /^h\.csv, row 3: .* has no price\./,
    ],
    [
      'has no currency in a row',
      'i.csv',
      enterpriseSheet([{ meter: audioIn, unit: '1M', price: '1', currency: ' ' }]),
      /row 2: .* names no currency\./,
    ],
    [
      'has a day that is none',
      'j.csv',
      enterpriseSheet([{ meter: audioIn, unit: '1M', price: '1', start: 'soon' }]),
      /row 2: "soon" is not a date\./,
    ],
    [
      'contradicts itself alone',
      'k.csv',
      enterpriseSheet(['1', '2'].map((one) => ({ meter: audioIn, unit: '1M', price: one }))),
      /^k\.csv: .* has two prices/,
    ],
    [
      'ends in the middle',
      'l.json',
      JSON.stringify(retailPage([{ meter: audioIn, unit: '1M', price: '1' }])).slice(0, -30),
      /^l\.json is JSON that ends in the middle: it did not come whole\. /,
    ],
    [
      'is torn in a row',
      'm.json',
      '{"Items": [{"meterName": x}]}',
      /^m\.json cannot be read at its row 1: it is not JSON/,
    ],
    [
      'holds a refusal',
      'n.json',
      '{"error":{"code":"Unauthorized","message":"No right to read prices."}}',
      /^n\.json holds no prices but the service's refusal: Unauthorized, No right to read prices\. /,
    ],
    ['holds no rows', 'o.json', '{"Items": []}', /^o\.json is JSON that holds no rows of prices\. /],
    [
      'is a ZIP archive',
      'p.zip',
      'PK\u0003\u0004 something',
      /^p\.zip is a ZIP archive, which is not read\. Unpack it/,
    ],
    ['is empty', 'q.csv', '', /^q\.csv is empty\./],
  ])('is refused in a sentence: it %s', async (_what, name, text, said) => {
    expect(sentence(await read({ [name]: text }))).toMatch(said);
  });

  it('is refused where published prices stand beside those of an agreement, and where no row is of the region', async () => {
    const rows = [{ meter: audioIn, unit: '1M', price: '1' }];
    const both = { 'a.csv': enterpriseSheet(rows), 'b.json': JSON.stringify(retailPage(rows)) };
    expect(sentence(await read(both))).toContain(
      'Published prices and those of an agreement are no one list. Import each',
    );
    const zones = ['SE Central', 'US East 2'].map((region) => ({ meter: regional, unit: '1K', price: '0.08', region }));
    expect(sentence(await read({ 'a.csv': enterpriseSheet([...rows, ...zones]) }, { region: 'mars' }))).toBe(
      'a.csv has no price of the region "mars". It has prices of SE Central, US East 2.',
    );
  });

  it('takes the day that was given where the list names none', async () => {
    const text = `MeterName,UnitOfMeasure,UnitPrice,Currency\n${audioIn},1M,10,USD\n`;
    expect((await books({ 'r.csv': text }, { day: '2026-11-05' })).books[0]?.validFrom).toBe('2026-11-05');
    const dated = await books(
      { 's.csv': enterpriseSheet([{ meter: audioIn, unit: '1M', price: '1' }]) },
      { day: '2026-11-05' },
    );
    expect(dated.books[0]?.validFrom).toBe('2026-10-01');
    expect(dated.notes).toContain('The list names its own days, so 2026-11-05 is not used.');
  });
});
