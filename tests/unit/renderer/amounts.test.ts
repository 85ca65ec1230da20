import { describe, expect, it } from 'vitest';
import { amountsOf, signedExact, signedHeadline } from '../../../renderer/pages/reconcile/case/report-money.ts';
import { cachedLine } from '../../../shared/reconcile/report/meter-parts.ts';
import type { WholeTokens } from '../../../shared/billing/meter-kind.ts';
import { Exact } from '../../../shared/kit/money.ts';
import { pricedModel } from '../../../shared/pricing/model.ts';
import type { ListPrices } from '../../../shared/reconcile/finding/list-money.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import { shipped } from '../pricing/books.ts';
import { threadBill, threadTurn } from '../reconcile/thread.ts';

const model = pricedModel(shipped('2026-10-09'), 'gpt-realtime-mini');
if (model === null) throw new Error('The book of that day lists the model.');
const prices: ListPrices = { model, currency: 'USD' };
const held = (bill: WholeTokens) => reconcile([threadTurn], bill, prices);

describe('the money of a bill', () => {
  it('is what was reported, what ran beyond it and the discount not given', () => {
    const amounts = amountsOf(held(threadBill));
    expect(amounts).toMatchObject({ lacking: null, beyond: '0.01047176' });
    if (amounts === null) throw new Error('The known case has prices.');
    const { reported, further, discount, billed } = amounts;
    expect(new Exact(reported).plus(further).plus(discount).toFixed()).toBe(billed);
  });

  it('is compared on the meters that have rows, with what has none beside it', () => {
    const amounts = amountsOf(held({ audio_in: 640, text_in: 357 }));
    if (amounts === null || amounts.lacking === null) throw new Error('Two meters have no row.');
    const { reported, further, discount, billed, beyond, lacking } = amounts;
    expect(new Exact(reported).plus(further).plus(discount).toFixed()).toBe(billed);
    expect(beyond.startsWith('-')).toBe(false);
    expect(new Exact(reported).plus(lacking).toFixed()).toBe(held(threadBill).money?.expected);
  });

  it('is not told without prices', () => {
    expect(amountsOf(reconcile([threadTurn], threadBill, null))).toBeNull();
  });

  it('that is equal is 0 without sign or decimals', () => {
    expect(signedHeadline({ cost: '0.0000000', currency: 'USD' })).toBe('0');
    expect(signedExact({ cost: '0', currency: 'USD' })).toEqual({ head: '0', tail: '' });
    expect(signedHeadline({ cost: '-0.5', currency: 'USD' })).toBe('\u2212$0.5000');
  });
});

describe('cached tokens', () => {
  it('are one line: reported, billed, and what the story takes for granted', () => {
    const { meters: compared, explanations } = held(threadBill);
    const line = cachedLine(compared, explanations[0]);
    expect(line?.billed).toBe('0');
    expect(line?.words).toMatch(/^reported 64 audio and 64 text, billed 0; assumed/);
    expect(line?.money?.cost).toBe('0.00065536');
  });

  it('have no line where none were reported or billed', () => {
    const none = { ...threadTurn, audioCached: 0, textCached: 0 };
    const { meters: compared, explanations } = reconcile([none], threadBill, null);
    expect(cachedLine(compared, explanations[0])).toBeNull();
  });

  it('without rows are said to have none', () => {
    const { meters: compared } = held({ audio_in: 640, text_in: 357 });
    expect(cachedLine(compared, undefined)).toMatchObject({
      billed: 'no row',
      words: 'reported 64 audio and 64 text, no row on the bill',
    });
  });
});
