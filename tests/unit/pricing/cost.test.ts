import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { costOf, listedAs, shownPrice } from '../../../shared/pricing/cost.ts';
import { Exact, sumExact } from '../../../shared/kit/money.ts';
import { modelOfSession, pricedModel } from '../../../shared/pricing/model.ts';
import { priceBookSchema } from '../../../shared/pricing/price-book.ts';
import type { PriceUnit } from '../../../shared/pricing/price-terms.ts';
import { addReport, emptyLedger } from '../../../shared/usage/ledger.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';

const book = priceBookSchema.parse(
  JSON.parse(readFileSync(new URL('../../../assets/prices/2026-10-09.json', import.meta.url), 'utf8')),
);
const mini = pricedModel(book, 'gpt-realtime-mini-2025-12-15');

describe('a price beside others in a table', () => {
  it.each([
    [
      { price: '0.0352', unit: '1K tokens' },
      { price: '35.2', unit: '1M tokens' },
    ],
    [
      { price: '4.00', unit: '1M tokens' },
      { price: '4.00', unit: '1M tokens' },
    ],
    [
      { price: '0.0045', unit: 'minute' },
      { price: '0.0045', unit: 'minute' },
    ],
    [
      { price: '1.02', unit: 'hour' },
      { price: '1.02', unit: 'hour' },
    ],
  ] as const)('is of 1M tokens whatever block the list quotes, and of time as it is quoted: %o', (listed, shown) => {
    expect(shownPrice(listed)).toEqual(shown);
  });

  it('goes back to the unit of the list as it came, when a person gives it', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 18n }),
        fc.constantFrom<PriceUnit>('1K tokens', '1M tokens', 'minute', 'hour'),
        (digits, unit) => {
          const price = new Exact(digits.toString()).div(1e9).toFixed();
          expect(listedAs(shownPrice({ price, unit }).price, unit)).toBe(price);
        },
      ),
    );
  });
});

describe('the cost of what was reported', () => {
  it('prices the known turn to the seventh decimal, cached tokens once', () => {
    const ledger = addReport(emptyLedger, { source: 'response', id: 'r1', usage: threadUsage, model: null });
    const cost = costOf(ledger, mini, book);
    expect(Object.fromEntries(cost.lines.map((line) => [line.field, [line.quantity, line.cost]]))).toEqual({
      audio_in: [46, '0.00046'],
      audio_cached: [64, '0.0000192'],
      audio_out: [420, '0.0084'],
      text_in: [55, '0.000033'],
      text_cached: [64, '0.00000384'],
      text_out: [117, '0.0002808'],
    });
    expect(cost.total).toBe('0.00919684');
    expect(cost.unpriced).toEqual([]);
  });

  it('does not charge reasoning beside the text output it is part of', () => {
    const usage = { output_token_details: { text_tokens: 28, reasoning_tokens: 18, audio_tokens: 0 } };
    const ledger = addReport(emptyLedger, { source: 'response', id: 'r1', usage, model: null });
    expect(costOf(ledger, mini, book).lines.map((line) => [line.field, line.quantity])).toEqual([['text_out', 28]]);
  });

  it('prices transcription by its own model, in time or in tokens', () => {
    const byTime = addReport(emptyLedger, {
      source: 'transcription',
      id: 'u1',
      usage: { type: 'duration', seconds: 11 },
      model: 'whisper-1',
    });
    expect(costOf(byTime, mini, book).total).toBe('0.0011');
    const usage = {
      type: 'tokens',
      total_tokens: 66,
      input_tokens: 50,
      output_tokens: 16,
      input_token_details: { audio_tokens: 50, text_tokens: 0 },
    };
    const byTokens = addReport(emptyLedger, {
      source: 'transcription',
      id: 'u1',
      usage,
      model: 'gpt-4o-mini-transcribe',
    });
    expect(costOf(byTokens, mini, book).total).toBe('0.00023');
  });

  it('calls an unknown price unknown, never zero', () => {
    const ledger = addReport(emptyLedger, { source: 'response', id: 'r1', usage: threadUsage, model: null });
    const cost = costOf(ledger, null, book);
    expect(cost.lines.every((line) => line.cost === null)).toBe(true);
    expect(cost.unpriced).toHaveLength(6);
  });

  it('adds amounts exactly, whatever their order', () => {
    const cents = fc.array(fc.integer({ min: 0, max: 10 ** 9 }), { maxLength: 40 });
    fc.assert(
      fc.property(cents, (amounts) => {
        const texts = amounts.map((amount) => `0.${String(amount).padStart(10, '0')}`);
        const sum = sumExact(texts);
        expect(sumExact(texts.toReversed())).toBe(sum);
        const whole = amounts.reduce((total, amount) => total + BigInt(amount), 0n);
        const digits = String(whole).padStart(11, '0');
        expect(sum).toBe(`${digits.slice(0, -10)}.${digits.slice(-10)}`.replace(/\.?0+$/, ''));
      }),
    );
  });
});

describe('the model that prices a session', () => {
  it('is what the service named, else a guess from the deployment, else unknown', () => {
    expect(modelOfSession(book, 'gpt-realtime-mini-2025-12-15', 'voice')).toMatchObject({
      how: 'named',
      model: { model: 'gpt-realtime-mini' },
    });
    expect(modelOfSession(book, null, 'my-gpt-realtime-2.1-mini-eu')).toMatchObject({
      how: 'guessed',
      model: { model: 'gpt-realtime-2.1-mini' },
    });
    expect(modelOfSession(book, null, 'voice')).toBeNull();
  });

  it('never takes the price of a longer or shorter name', () => {
    expect(pricedModel(book, 'gpt-realtime')?.model).toBe('gpt-realtime');
    expect(pricedModel(book, 'gpt-realtime-2.1')?.model).toBe('gpt-realtime-2.1');
    expect(pricedModel(book, 'gpt-realtime-3')).toBeNull();
  });
});
