import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { billedModels } from '../../../../shared/billing/billed-models.ts';
import type { ListPrice } from '../../../../shared/billing/day-usage.ts';
import { type PastedTable, readPastedTable } from '../../../../shared/billing/pasted-table.ts';

/** OpenAI's list prices of 1M tokens, audio in, cached, out and text in, cached, out. */
const prices: Readonly<Record<string, readonly string[]>> = {
  'gpt-realtime-mini': ['10', '0.30', '20', '0.60', '0.06', '2.40'],
  'gpt-4o-realtime-preview': ['40', '2.5', '80', '5', '2.5', '20'],
};
const listPrice: ListPrice = ({ model, modality, cached, direction }, currency) =>
  currency === 'USD'
    ? (prices[model ?? '']?.[(modality === 'text' ? 3 : 0) + (cached ? 1 : direction === 'input' ? 0 : 2)] ?? null)
    : null;

function table(text: string): PastedTable {
  const read = readPastedTable(text, listPrice);
  if (!read.ok) throw new Error(read.error.message);
  return read;
}
const refusal = (text: string): string => {
  const read = readPastedTable(text, listPrice);
  return read.ok ? 'read' : `${read.error.message} ${read.error.nextStep ?? ''}`;
};

describe('line items of OpenAI’s dashboard, pasted', () => {
  it('have their cost on the next line, and give as many tokens as its cents leave open', () => {
    const text = readFileSync(new URL('../../../fixtures/billing/openai-dashboard-paste.txt', import.meta.url), 'utf8');
    const { rows, notes } = table(text);
    expect(rows.map(({ line, cost, currency, tokens, range }) => [line, cost, currency, tokens, range])).toEqual([
      // 5.28 / 40, half a cent is 125 tokens; 0.57 / 2.5, half a cent is 2,000; 0.65 / 80, half a cent is 62.5.
      [1, '5.28', 'USD', null, { low: 131_875, high: 132_125 }],
      [3, '0.57', 'USD', null, { low: 226_000, high: 230_000 }],
      [5, '0.65', 'USD', null, { low: 8062, high: 8188 }],
    ]);
    expect(notes).toHaveLength(3);
    expect(notes[0]).toContain('132,000 tokens give or take 125');
    expect(billedModels(rows)).toMatchObject([
      {
        label: 'gpt-4o-realtime-preview 1217, global',
        charges: { audio_in: { billed: [{ cost: '5.28', currency: 'USD' }] } },
      },
    ]);
  });

  it.each([
    ['gpt-realtime-mini-2025-12-15 audio, input 640', 640],
    ['gpt-realtime-mini-2025-12-15, audio input, 640', 640],
    ['gpt-realtime-mini-2025-12-15 audio, input: 640 tokens', 640],
    ['gpt-realtime-mini-2025-12-15 audio, input\t640', 640],
    ['- gpt-realtime-mini-2025-12-15, audio input = 1,640', 1640],
    ['| gpt-realtime-mini-2025-12-15, audio input | 640 |', 640],
    ['gpt-realtime-mini-2025-12-15, audio input 0.64K', 640],
    ['gpt-realtime-mini-2025-12-15, cached audio input   $0.0384', null],
    ['gpt-realtime-mini-2025-12-15, audio input   0.006400 USD', 640],
    ['gpt-realtime-mini-2025-12-15, audio input   $0.006400', 640],
    ['realtime api | gpt-realtime-mini-2025-12-15 audio, input 640', 640],
  ])('%s is %s tokens', (line, tokens) => {
    expect(table(line).rows.map((row) => row.tokens)).toEqual([tokens]);
  });

  it('that hold tokens and cost keep both', () => {
    expect(table('gpt-realtime-mini-2025-12-15, audio input\t46\t$0.00046').rows).toMatchObject([
      { tokens: 46, cost: '0.00046', currency: 'USD' },
    ]);
  });

  it('under a header that says what the amounts are', () => {
    const { rows } = table('Line item\tCost\ngpt-realtime-mini-2025-12-15, audio input\t0.000460');
    expect(rows).toMatchObject([{ tokens: 46, cost: '0.000460' }]);
  });

  it('give a range where the dashboard says less than a cent', () => {
    const { rows, notes } = table('gpt-realtime-mini-2025-12-15, audio input\nCost: <$0.01');
    expect(rows).toMatchObject([{ tokens: null, range: { low: 0, high: 1000 } }]);
    expect(rows[0]?.cost).toBeUndefined();
    expect(notes[0]).toContain('fewer than 1,000 tokens');
  });

  it('of other models are passed over, and sums too, and that is said', () => {
    const { rows, notes } = table(
      'gpt-realtime-mini-2025-12-15, audio input $0.00046\ngpt-5-nano, input_tokens $1.20\ntext-embedding-3-small $0.01\ngpt-realtime-mini-2025-12-15, input $1\nTotal $2.22',
    );
    expect(rows.map(({ line }) => line)).toEqual([1]);
    expect(notes.slice(1)).toEqual([
      'Line 2, "gpt-5-nano, input_tokens", is not compared: it is no line item of a model that hears or speaks.',
      'Line 3, "text-embedding-3-small", is not compared: it is no line item of a model that hears or speaks.',
      'Line 4, "gpt-realtime-mini-2025-12-15, input", is not compared: it names neither audio, text nor image.',
      'Line 5 is a sum and is left out.',
    ]);
  });

  it('are refused where an amount may be money or not', () => {
    expect(refusal('gpt-realtime-mini-2025-12-15, audio input 0.0384')).toBe(
      'Line 1 holds 0.0384, which is no whole number of tokens and not said to be money: "gpt-realtime-mini-2025-12-15, audio input 0.0384". Write $ before costs.',
    );
  });

  it('in a currency without a list price keep their cost, and say why there are no tokens', () => {
    const { rows, notes } = table('gpt-realtime-mini-2025-12-15, audio input 1.20 EUR');
    expect(rows).toMatchObject([{ tokens: null, range: null, cost: '1.20', currency: 'EUR' }]);
    expect(notes[0]).toContain('no list price in EUR');
  });

  it('leave tables of Azure to their own reader', () => {
    expect(table('gpt rt aud mn in gl 1215, 640').rows).toMatchObject([{ tokens: 640 }]);
    expect(refusal('gpt-realtime-mini-2025-12-15')).not.toBe('read');
  });
});
