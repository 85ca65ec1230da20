import { spansOf } from '../../../shared/billing/meter-kind.ts';
import { describe, expect, it } from 'vitest';
import type { ChargedMoney } from '../../../shared/kit/money.ts';
import { pricedModel } from '../../../shared/pricing/model.ts';
import { compareCharge } from '../../../shared/reconcile/finding/comparison.ts';
import { type ListPrices, type MeterCharges } from '../../../shared/reconcile/finding/list-money.ts';
import { shipped } from '../pricing/books.ts';

const entry = pricedModel(shipped('2026-10-09'), 'gpt-realtime-mini');
if (entry === null) throw new Error('The book does not list the model.');
const prices: ListPrices = { model: entry, currency: 'USD' };
const audioAlone: ListPrices = {
  model: { ...entry, prices: entry.prices.filter(({ field }) => field === 'audio_in') },
  currency: 'USD',
};

const charged = (cost: string, currency: string): ChargedMoney => ({
  billed: [{ cost, currency }],
  stated: currency === '' ? [] : [{ cost, currency, by: null }],
});

describe('what a bill charges', () => {
  it('is held against list prices of its own currency', () => {
    const answer = compareCharge(spansOf({ audio_in: 640 }), { audio_in: charged('0.0060', 'USD') }, prices);
    expect(answer).toMatchObject({ priceVariance: { cost: '-0.0004', currency: 'USD' }, notComparable: null });
  });

  it('needs no price for a meter of nothing', () => {
    const charges = { audio_in: charged('0.0064', 'USD'), text_cached: charged('0', 'USD') };
    expect(compareCharge(spansOf({ audio_in: 640, text_cached: 0 }), charges, audioAlone).priceVariance).toEqual({
      cost: '0',
      currency: 'USD',
    });
    expect(compareCharge(spansOf({ audio_in: 640, text_cached: 5 }), charges, audioAlone)).toMatchObject({
      priceVariance: null,
      notComparable: expect.stringContaining('not all of its meters have whole tokens and a list price') as string,
    });
  });

  it('is not compared where its currency is not named, where there is no list, or where a meter has no cost', () => {
    const why = (charges: MeterCharges, list: ListPrices | null): string =>
      compareCharge(spansOf({ audio_in: 640, audio_out: 631 }), charges, list).notComparable ?? 'compared';
    const euros = { audio_in: charged('0.006', 'EUR'), audio_out: charged('0.01', 'EUR') };
    expect(why({ audio_in: charged('0.006', ''), audio_out: charged('0.01', '') }, prices)).toContain(
      'names no currency',
    );
    expect(why(euros, null)).toContain('There is no list price for this model');
    expect(why(euros, prices)).toContain('Add a price book in EUR');
    expect(why({ audio_in: charged('0.006', 'USD') }, prices)).toContain('have no readable cost');
    expect(compareCharge(spansOf({ audio_in: 640 }), {}, prices)).toEqual({
      costs: [],
      compared: null,
      priceVariance: null,
      notComparable: null,
    });
  });
});
