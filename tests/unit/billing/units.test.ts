import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Exact } from '../../../shared/kit/money.ts';
import { readTokens, readUnitOfMeasure, type ScaleAnswer } from '../../../shared/billing/quantity-to-tokens.ts';

const tokensOf = (answer: ScaleAnswer): number | string =>
  answer.kind === 'tokens' ? answer.reading.tokens : answer.sentence;

describe('a unit of measure', () => {
  it.each([
    ['1K', 1000, null],
    ['1M', 1_000_000, null],
    ['10K', 10_000, null],
    ['1 Hour', 1, 'Hour'],
    ['100 Hours', 100, 'Hours'],
    ['1M Tokens', 1_000_000, 'Tokens'],
    ['1,000,000', 1_000_000, null],
    ['1 Month', 1, 'Month'],
  ])('%s', (text, block, things) => expect(readUnitOfMeasure(text)).toEqual({ block, things }));

  it.each(['', 'Tokens', 'K', '0'])('"%s" is none', (text) => expect(readUnitOfMeasure(text)).toBeNull());
});

describe('tokens of a row', () => {
  it('are the quantity times the block where the cost says so, with the factor shown', () => {
    const answer = readTokens({ quantity: '0.00064', block: 1_000_000, price: '10', cost: '0.0064' });
    expect(answer).toEqual({
      kind: 'tokens',
      by: 'cost',
      reading: {
        tokens: 640,
        span: { low: 640, high: 640 },
        factor: 1_000_000,
        arithmetic: '0.00064 × 1,000,000 = 640',
      },
      span: { low: 640, high: 640 },
      doubt: null,
    });
  });

  it('are the quantity itself where the cost says it was multiplied out already', () => {
    expect(readTokens({ quantity: '640', block: 1_000_000, price: '10', cost: '0.0064' })).toMatchObject({
      by: 'cost',
      reading: { tokens: 640, factor: 1 },
    });
  });

  it('come from being whole when there is no cost', () => {
    expect(tokensOf(readTokens({ quantity: '0.64', block: 1000, price: '0.01', cost: '0' }))).toBe(640);
    expect(tokensOf(readTokens({ quantity: '0.00064', block: null, price: null, cost: null }))).toBe(640);
  });

  it('are said in every reading when nothing decides', () => {
    const answer = readTokens({ quantity: '640', block: 1000, price: null, cost: null });
    expect(answer).toMatchObject({ kind: 'ambiguous', readings: [{ tokens: 640_000 }, { tokens: 640 }] });
    expect(tokensOf(answer)).toBe('The quantity can be read in 2 ways: 640 × 1,000 = 640,000, or 640 × 1 = 640.');
  });

  it('stay whole where the quantity was cut at eight decimals, and are refused where it is no count', () => {
    expect(tokensOf(readTokens({ quantity: '0.00063999', block: 1_000_000, price: '10', cost: '0.0064' }))).toBe(640);
    expect(tokensOf(readTokens({ quantity: '0.00064123', block: 1_000_000, price: '10', cost: '0.0064123' }))).toBe(
      '0.00064123 × 1,000,000 = 641.23 is not a whole number of tokens.',
    );
    expect(tokensOf(readTokens({ quantity: 'many', block: 1000, price: null, cost: null }))).toBe(
      '"many" is not a number.',
    );
  });

  it('carry a doubt when a rounded quantity and the cost disagree', () => {
    const answer = readTokens({ quantity: '0.0006', block: 1_000_000, price: '10', cost: '0.0064' });
    expect(answer.kind === 'tokens' && answer.doubt).toBe(
      'The quantity 0.0006 says 600 tokens, the cost 0.0064 at 10 for 1,000,000 says 640.',
    );
  });

  it('are all that the rounding of quantity and cost leaves together', () => {
    const rounded = { quantity: '4.61', quantityHalf: '0.005', block: 1_000_000, price: '10' };
    const spanOf = (cost: string, costHalf: string): unknown => readTokens({ ...rounded, cost, costHalf });
    // 4.61 is 4,605,000 to just below 4,615,000; 46.12 at 10 for a million is 4,611,500 to just below 4,612,500.
    expect(spanOf('46.12', '0.005')).toMatchObject({
      span: { low: 4_611_500, high: 4_612_499 },
      reading: { span: { low: 4_605_000, high: 4_614_999 } },
      doubt: null,
    });
    expect(spanOf('46.12345', '0')).toMatchObject({ span: { low: 4_612_345, high: 4_612_345 } });
    expect(spanOf('52.00', '0.005')).toMatchObject({
      span: { low: 4_605_000, high: 4_614_999 },
      doubt:
        'The quantity 4.61 says 4,605,000 to 4,614,999 tokens, the cost 52 at 10 for 1,000,000 says 5,199,500 to 5,200,499.',
    });
  });

  it('of a quantity of 0.00 are less than its last decimal shows, and what the cost leaves of them', () => {
    const zero = { quantity: '0.00', quantityHalf: '0.005', block: 1_000_000 };
    expect(readTokens({ ...zero, price: null, cost: null })).toMatchObject({ span: { low: 0, high: 4999 } });
    expect(readTokens({ ...zero, price: '20', cost: '0.01', costHalf: '0.005' })).toMatchObject({
      span: { low: 250, high: 749 },
    });
    expect(readTokens({ ...zero, quantityHalf: '0.000000005', price: null, cost: null })).toMatchObject({
      span: { low: 0, high: 0 },
    });
  });

  it('of a quantity of 0.00 are all that the largest block would hide where none is named, and none where nothing is rounded', () => {
    const zero = { quantity: '0.00', block: null, price: null, cost: null };
    expect(readTokens({ ...zero, quantityHalf: '0.005' })).toMatchObject({
      kind: 'tokens',
      reading: { tokens: 0 },
      span: { low: 0, high: 4999 },
    });
    expect(readTokens(zero)).toMatchObject({ kind: 'tokens', span: { low: 0, high: 0 } });
  });

  it('below zero are the mirror of those above', () => {
    const spanOf = (sign: string): unknown => {
      const answer = readTokens({
        quantity: `${sign}0.42`,
        quantityHalf: '0.005',
        block: 1_000_000,
        price: '20',
        cost: `${sign}8.40`,
        costHalf: '0.005',
      });
      return answer.kind === 'tokens' ? answer.span : answer;
    };
    expect(spanOf('')).toEqual({ low: 419_750, high: 420_249 });
    expect(spanOf('-')).toEqual({ low: -420_249, high: -419_750 });
  });

  it('lie inside the span whatever was rounded, and are alone in it where nothing was', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000_000 }),
        fc.constantFrom('0.06', '0.3', '2.4', '10', '80'),
        fc.integer({ min: 2, max: 8 }),
        fc.integer({ min: 2, max: 10 }),
        (tokens, price, quantityDecimals, costDecimals) => {
          const half = (decimals: number): string => new Exact(10).pow(-decimals).div(2).toFixed();
          const answer = readTokens({
            quantity: new Exact(tokens).div(1_000_000).toFixed(quantityDecimals),
            quantityHalf: half(quantityDecimals),
            block: 1_000_000,
            price,
            cost: new Exact(tokens).times(price).div(1_000_000).toFixed(costDecimals),
            costHalf: half(costDecimals),
          });
          // Two decimals leave other scales open where quantity and cost are next to nothing.
          fc.pre(answer.kind === 'tokens' && answer.reading.factor === 1_000_000);
          if (answer.kind !== 'tokens') return;
          expect(answer.span.low).toBeLessThanOrEqual(tokens);
          expect(answer.span.high).toBeGreaterThanOrEqual(tokens);
          expect(answer.doubt).toBeNull();
          if (quantityDecimals === 8) expect(answer.span).toEqual({ low: tokens, high: tokens });
        },
      ),
    );
  });

  it('are below zero in a correction, and 0 for none', () => {
    expect(tokensOf(readTokens({ quantity: '-0.00064', block: 1_000_000, price: '10', cost: '-0.0064' }))).toBe(-640);
    expect(tokensOf(readTokens({ quantity: '0', block: null, price: null, cost: null }))).toBe(0);
  });

  it('are found again whatever the block, the price and the place where quantity was divided', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000_000 }),
        fc.constantFrom(1000, 1_000_000),
        fc.constantFrom('0.06', '0.3', '2.4', '10', '32', '80'),
        fc.boolean(),
        (tokens, block, perMillion, inBlocks) => {
          const price = new Exact(perMillion).times(block).div(1_000_000);
          const cost = price.times(tokens).div(block);
          const quantity = inBlocks ? new Exact(tokens).div(block) : new Exact(tokens);
          const answer = readTokens({
            quantity: quantity.toFixed(),
            block,
            price: price.toFixed(),
            cost: cost.toFixed(),
          });
          expect(answer).toMatchObject({ kind: 'tokens', by: 'cost', reading: { tokens }, doubt: null });
        },
      ),
    );
  });
});
