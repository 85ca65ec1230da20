import { describe, expect, it } from 'vitest';
import { readPastedTable } from '../../../shared/billing/pasted-table.ts';
import type { ListPrice } from '../../../shared/billing/day-usage.ts';

/** List prices of 1M tokens, as the meters of the public case had them. */
const prices: Readonly<Record<string, string>> = { 'audio input': '10', 'text input': '0.6', 'text output': '2.4' };
const listPrice: ListPrice = ({ modality, direction, cached }, currency) =>
  currency === 'USD' && !cached ? (prices[`${modality} ${direction}`] ?? null) : null;

const read = (text: string): readonly (number | null)[] | string => {
  const table = readPastedTable(text, listPrice);
  return table.ok ? table.rows.map(({ tokens }) => tokens) : table.error.message;
};

describe('a pasted table of costs', () => {
  it.each([
    ['under a header', 'Meter\tCost\ngpt rt aud mn in gl 1215\t0.0064\ngpt rt txt mn in gl 1215\t0.0002142'],
    ['with a header that names the currency', 'Meter,Cost (USD)\naud rt mn in gl 1215,0.0064\ntext in rt,0.0002142'],
    ['with dollar signs', 'gpt rt aud mn in gl 1215\t$0.0064000\ngpt rt txt mn in gl 1215\t$0.0002142'],
    ['with the currency after it', 'gpt rt aud mn in gl 1215\t0.0064000 USD\ngpt rt txt mn in gl 1215\t0.0002142 USD'],
    ['beside a price', 'Meter\tPrice\tCost\naud in rt mn\t10\t$0.0064\ntxt in rt mn\t0.60\t$0.0002142'],
  ])('is worked back to tokens at list price: %s', (_, text) => expect(read(text)).toEqual([640, 357]));

  it('says that its tokens are worked out', () => {
    const table = readPastedTable('Meter\tCost\ngpt rt aud mn in gl 1215\t0.0064000', listPrice);
    expect(table).toMatchObject({
      ok: true,
      rows: [{ tokens: 640, arithmetic: '0.0064000 × 1,000,000 / 10 = 640' }],
      notes: ['Tokens are worked out from the costs at list price, for the table has no quantity.'],
    });
  });

  it('is never read where quantities stand beside it', () => {
    expect(read('Meter\tQuantity\tCost\ngpt rt aud mn in gl 1215\t641\t$0.0064')).toEqual([641]);
  });

  it.each([
    [
      'Meter\tCost\ngpt rt aud mn in gl 1215\t$0.01',
      'Line 2 holds a cost and no quantity, and 0.01 at 10 for 1M tokens is 1,000 tokens give or take 500: "gpt rt aud mn in gl 1215 $0.01".',
    ],
    [
      'Meter\tCost\ngpt rt aud mn in gl 1215\t<$0.01',
      'Line 2 holds a cost and no quantity, and less than an amount could be any number of tokens: "gpt rt aud mn in gl 1215 <$0.01".',
    ],
    [
      'Meter\tCost\ngpt rt aud mn in gl 1215\t€0.0064000',
      'Line 2 holds a cost and no quantity, and there is no list price to work its tokens out by: "gpt rt aud mn in gl 1215 €0.0064000".',
    ],
    [
      'Meter\tCost\ngpt rt txt mn in gl 1215\t$0.000214500',
      'Line 2 holds a cost and no quantity, and 0.000214500 at the list price of 0.6 for 1M tokens is no whole number of them: "gpt rt txt mn in gl 1215 $0.000214500".',
    ],
  ])('is refused where it does not say how many tokens: %s', (text, message) => expect(read(text)).toBe(message));
});

describe('a quantity with a point', () => {
  it.each(['640.123', '1.640'])('%s alone is thousands or units, which a person has to say', (quantity) => {
    const text = `gpt rt aud mn in gl 1215\t${quantity}\ngpt rt aud mn out gl 1215\t631`;
    expect(read(text)).toMatch(/^Line 1 can be read in two ways/);
  });

  it('is units where the table names them or another number shows it', () => {
    expect(read('aud in rt mn\t1.640K\ntxt in rt mn\t0.357K')).toEqual([1640, 357]);
    expect(read('Meter\tQuantity\tUnit\naud in rt mn\t1.640\t1K\ntxt in rt mn\t2.357\t1K')).toEqual([1640, 2357]);
    expect(read('gpt rt aud mn in gl 1215\t1.640\ngpt rt txt mn in gl 1215\t0.000357')).toEqual([1_640_000, 357]);
  });
});

describe('a table from a spreadsheet', () => {
  it('has its unit in the column of units, whatever its dates begin with', () => {
    const text =
      'Date\tMeter\tCategory\tQuantity\tUnitOfMeasure\tCost\n3/31/2026\tgpt rt aud mn in gl 1215 1M Tokens\tFoundry Models\t0.00064\t1M\t0.0064';
    expect(read(text)).toEqual([640]);
  });

  it('says which meter was meant where one word has slipped', () => {
    const table = readPastedTable(
      'gpt rt aud mn in gl 1215\t640\ngtp rt aud mn out gl 1215\t631\ngpt rt aud mn qqq gl\t1',
    );
    expect(table.ok && table.notes).toEqual([
      'Line 2, "gtp rt aud mn out gl 1215", is not compared: "gtp" is not a word of a token meter; gpt rt aud mn out gl 1215 is a meter.',
      'Line 3, "gpt rt aud mn qqq gl", is not compared: "qqq" is not a word of a token meter.',
    ]);
  });

  it('adds up a meter that stands on two lines, and says so', () => {
    const table = readPastedTable(
      'gpt rt aud mn in gl 1215\t640\ngpt rt aud mn out gl 1215\t631\ngpt rt aud mn in gl 1215\t110',
    );
    expect(table.ok && table.notes).toEqual([
      'Lines 1 and 3 are the same meter, gpt rt aud mn in gl 1215, and are added up: 640 + 110.',
    ]);
  });
});
