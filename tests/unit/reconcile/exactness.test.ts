import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meterKinds, type WholeTokens } from '../../../shared/billing/meter-kind.ts';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';

/** Small sizes, so that sums meet by chance as often as they can. */
const size = fc.integer({ min: 0, max: 12 });
const turns = fc
  .record({ audioIn: size, textIn: size, audioOut: size, textOut: size, heard: fc.option(size), cached: fc.nat(100) })
  .map(({ heard, cached, ...sizes }): Turn => ({
    ...sizes,
    audioCached: Math.floor((sizes.audioIn * cached) / 100),
    textCached: Math.floor((sizes.textIn * cached) / 100),
    userTranscript: heard,
    answerTranscript: heard,
  }));
const bills = fc
  .record(Object.fromEntries(meterKinds.map((meter) => [meter, fc.option(fc.integer({ min: 0, max: 60 }))])))
  .map((rows): WholeTokens => Object.fromEntries(Object.entries(rows).filter(([, tokens]) => tokens !== null)));

/** The sum that an arithmetic writes out, worked out from its letters alone. */
function sumOf(arithmetic: string): number {
  const terms = arithmetic.replaceAll(/[()\s]/g, '').match(/[+\u2212]?\d+/g) ?? [];
  return terms.reduce((sum, term) => sum + Number(term.replace('\u2212', '-')), 0);
}

describe('an explanation that is called exact', () => {
  it('has every checked meter written out as a sum that is the billed number', () => {
    let exact = 0;
    fc.assert(
      fc.property(fc.array(turns, { minLength: 1, maxLength: 2 }), bills, (reported, billed) => {
        for (const one of reconcile(reported, billed, null).explanations.filter((each) => each.exact)) {
          const checked = one.meters.filter((meter) => meter.checked);
          expect(checked.length).toBeGreaterThan(0);
          for (const { meter, arithmetic, predicted } of checked) {
            expect([meter, arithmetic, sumOf(arithmetic)]).toEqual([meter, arithmetic, billed[meter]]);
            expect(predicted).toBe(billed[meter]);
          }
          exact += 1;
        }
      }),
      { numRuns: 400, seed: 20_261_128 },
    );
    expect(exact).toBeGreaterThan(50);
  });
});
