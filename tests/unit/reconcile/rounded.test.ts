import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meterKinds, type WholeTokens } from '../../../shared/billing/meter-kind.ts';
import type { ChargedMoney } from '../../../shared/kit/money.ts';
import { around, type Span } from '../../../shared/kit/span.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import { pricedModel } from '../../../shared/pricing/model.ts';
import { shipped } from '../pricing/books.ts';
import { plainTurn, threadBill, threadTurn } from './thread.ts';

const book = shipped('2026-10-09');
const entry = pricedModel(book, 'gpt-realtime-mini');
if (entry === null) throw new Error('The book does not list the model.');
const mini = { model: entry, currency: book.currency };

/** The thread's usage as its meters would show it. */
const asReported: WholeTokens = {
  audio_in: 46,
  audio_cached: 64,
  audio_out: 420,
  text_in: 55,
  text_cached: 64,
  text_out: 117,
};

const rounded = (bill: WholeTokens, width: number): Record<string, Span> =>
  Object.fromEntries(meterKinds.map((meter) => [meter, around(bill[meter] ?? 0, width)]));

const charge = (cost: string): ChargedMoney => ({
  billed: [{ cost, currency: 'USD' }],
  stated: [{ cost, currency: 'USD', by: null }],
});

describe('a rounded bill', () => {
  it('is what was reported where every range holds it, and says no single number', () => {
    const { finding, meters } = reconcile([threadTurn], rounded(asReported, 5000), mini);
    expect(finding.claim.kind).toBe('as reported');
    expect(meters.map(({ status }) => status)).toEqual(meterKinds.map(() => 'within rounding'));
    expect(meters[0]).toMatchObject({ billed: null, range: { low: 0, high: 5046 }, difference: null });
    expect(finding.lead).toContain('rounding');
  });

  it('is told by the simplest story that every range holds', () => {
    const few = reconcile([threadTurn], rounded(threadBill, 2), mini);
    expect(few.explanations[0]?.inferences.filter(({ kind }) => kind === 'further')).toHaveLength(1);
    expect(few.meters.map(({ status }) => status)).not.toContain('match');
  });

  it('is not what was reported where one range has no room for it', () => {
    const off = { ...rounded(asReported, 3), text_in: around(55 + 40, 3) };
    expect(reconcile([threadTurn], off, mini).finding.claim.kind).not.toBe('as reported');
  });

  it('of one number each is the same bill', () => {
    const points = Object.fromEntries(Object.entries(threadBill).map(([meter, value]) => [meter, around(value, 0)]));
    expect(reconcile([threadTurn], points, mini)).toEqual(reconcile([threadTurn], threadBill, mini));
  });

  it('is held by whatever a bill inside it is held by, at no more inferences', () => {
    const size = fc.nat(6);
    fc.assert(
      fc.property(size, fc.tuple(size, size, size, size), (width, [a, b, c, d]) => {
        const bill = { audio_in: 46 + a, audio_out: 420 + b, text_in: 55 + c, text_out: 117 + d };
        const exact = reconcile([threadTurn], bill, null).explanations.filter((one) => one.exact);
        const wide = reconcile(
          [threadTurn],
          Object.fromEntries(Object.entries(bill).map(([meter, value]) => [meter, around(value, width)])),
          null,
        ).explanations.filter((one) => one.exact);
        const least = (all: typeof exact): number => Math.min(...all.map(({ inferences }) => inferences.length));
        if (exact.length > 0) expect(least(wide)).toBeLessThanOrEqual(least(exact));
      }),
      { numRuns: 40 },
    );
  });

  it('takes cached tokens for billed apart where their row may just be as large as was reported', () => {
    const bill = { ...asReported, audio_cached: { low: 0, high: 64 }, text_cached: { low: 0, high: 64 } };
    const [first] = reconcile([threadTurn], bill, mini).explanations;
    expect(first?.cached).toEqual({ audio: 'apart', text: 'apart' });
    const short = { ...bill, audio_cached: { low: 0, high: 63 }, text_cached: { low: 0, high: 63 } };
    expect(reconcile([threadTurn], short, mini).explanations.map(({ cached }) => cached.audio)).not.toContain('apart');
  });
});

describe('one factor over every meter', () => {
  /** A published figure made by hand: what the thread's usage costs at list price, each meter times a factor, in cents of a cent. */
  const list = {
    audio_in: 0.00046,
    audio_cached: 0.0000192,
    audio_out: 0.0084,
    text_in: 0.000033,
    text_cached: 0.00000384,
    text_out: 0.0002808,
  };
  const charged = (factor: number, digits: number) => ({
    charges: Object.fromEntries(
      Object.entries(list).map(([meter, cost]) => [meter, charge((cost * factor).toFixed(digits))]),
    ),
    chargeHalfWidths: Object.fromEntries(
      Object.keys(list).map((meter) => [meter, (0.5 * 10 ** -digits).toFixed(digits + 1)]),
    ),
  });

  it('is told in money before any story, where quantities say nothing', () => {
    // Tokens from a doubled cost in ten thousandths: as wide as that.
    const bill = rounded(
      { audio_in: 92, audio_cached: 128, audio_out: 840, text_in: 110, text_cached: 128, text_out: 234 },
      60,
    );
    const { finding, explanations, ratio } = reconcile([threadTurn], bill, mini, null, charged(2, 6));
    expect(finding.claim).toEqual({ kind: 'ratio', of: 'money' });
    expect(explanations).toEqual([]);
    expect(ratio?.text).toBe('2.00');
  });

  it('is a discount beside a bill whose tokens are as reported', () => {
    const { finding, ratio } = reconcile([threadTurn], asReported, mini, null, charged(0.85, 9));
    expect(finding.claim.kind).toBe('as reported');
    expect(ratio).toMatchObject({ of: 'money', text: '0.85' });
  });

  it('is told of tokens that are all a tenth more', () => {
    const bill = { audio_in: 506, audio_cached: 704, audio_out: 4620, text_in: 605, text_cached: 704, text_out: 1287 };
    const turn = {
      ...threadTurn,
      audioIn: 1100,
      audioCached: 640,
      audioOut: 4200,
      textIn: 1190,
      textCached: 640,
      textOut: 1170,
    };
    expect(reconcile([turn], bill, mini)).toMatchObject({
      finding: { claim: { kind: 'ratio', of: 'tokens' } },
      ratio: { text: '1.10' },
    });
  });

  it('is held by whole tokens that were rounded either way', () => {
    const turn = {
      ...threadTurn,
      audioIn: 463,
      audioCached: 0,
      audioOut: 4207,
      textIn: 463,
      textCached: 0,
      textOut: 4207,
    };
    // 1.1 x 463 = 509.3 and 1.1 x 4,207 = 4,627.7: up and down, and one beyond that.
    const bill = { audio_in: 510, audio_out: 4627, text_in: 509, text_out: 4628 };
    expect(reconcile([turn], bill, mini).ratio).toMatchObject({ of: 'tokens', text: '1.10' });
    for (const audio_in of [508, 511]) expect(reconcile([turn], { ...bill, audio_in }, mini).ratio).toBeNull();
  });

  it('is none where chance agrees on one more often than once in 1,000', () => {
    // 3.6 times so few tokens, a token either way, is nearly any number.
    expect(
      reconcile([plainTurn(12, 12, 2, 2)], { audio_in: 43, audio_out: 43, text_in: 7, text_out: 7 }, mini).ratio,
    ).toBeNull();
    // Two meters, each 2 of its tokens wide: 4 in 4,400 is less than once in 1,000, and 4 in 3,960 is more.
    const two = (tokens: number) =>
      reconcile(
        [plainTurn(tokens, tokens, 0, 0)],
        { audio_in: (11 * tokens) / 10, audio_out: (11 * tokens) / 10 },
        mini,
      ).ratio;
    expect(two(4000)?.text).toBe('1.10');
    expect(two(3600)).toBeNull();
  });

  it('is none where one meter is left out of it', () => {
    const odd = charged(2, 9);
    const charges = { ...odd.charges, text_out: charge('0.0002808') };
    expect(reconcile([threadTurn], asReported, mini, null, { ...odd, charges }).ratio).toBeNull();
  });
});
