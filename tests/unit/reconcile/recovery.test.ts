import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import { inFirstRank, isFalselyExact, isTrue } from './judge.ts';
import { plantCase } from './planted-case.ts';
import { plant, type Random } from './planted.ts';

/** A small generator of numbers in 0..1 from a seed. */
function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('a story planted in a bill', () => {
  it('is in the first rank again, and every explanation called exact is', () => {
    let recovered = 0;
    let of = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1 }), (seed) => {
        const { turn, context, billed } = plant(seeded(seed));
        const answer = reconcile([turn], billed, null);
        of += 1;
        const first = answer.explanations.filter((one) => one.rank === 1);
        if (first.some((one) => (one.inferences[1]?.context ?? null) === (context?.id ?? null))) recovered += 1;
        for (const one of answer.explanations.filter((explanation) => explanation.exact)) {
          for (const meter of one.meters.filter((line) => line.checked)) {
            expect(meter.residual).toBe(0);
            expect(meter.predicted).toBe(meter.billed);
          }
        }
      }),
      { numRuns: 300, seed: 20_261_009 },
    );
    // A random size can make another story as simple; it must stay rare.
    expect(recovered / of).toBeGreaterThanOrEqual(0.99);
  });

  it('is not found when one meter is a token off', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), (seed) => {
        const { turn, context, billed } = plant(seeded(seed));
        const answer = reconcile([turn], { ...billed, audio_in: (billed.audio_in ?? 0) + 1 }, null);
        const claimed = answer.explanations.filter(
          (one) => one.exact && one.inferences.length === (context === null ? 1 : 2),
        );
        expect(claimed.filter((one) => (one.inferences[1]?.context ?? null) === (context?.id ?? null))).toEqual([]);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});

describe('generated bills of several turns, with missing rows and other traffic', () => {
  it('give the planted story again, and a finding of which every claim holds', () => {
    for (let seed = 1; seed <= 250; seed += 1) {
      const planted = plantCase(seeded(seed * 31), seed % 5 === 0);
      const { explanations, finding } = reconcile(planted.turns, planted.billed, null);
      if (planted.noise === null) expect([seed, inFirstRank(explanations, planted)]).toEqual([seed, true]);
      if (planted.noise === null) expect([seed, isTrue(finding, planted)]).toEqual([seed, true]);
      expect(explanations.filter((one) => isFalselyExact(one, planted.turns, planted.billed))).toEqual([]);
    }
  });
});
