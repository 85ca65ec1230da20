import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meterKinds, type WholeTokens } from '../../../shared/billing/meter-kind.ts';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';

/** The value of an arithmetic as it is written out: sums, differences and brackets of whole numbers. */
function valueOf(text: string): number {
  const tokens = text.match(/\d+|[+\u2212()\u00d7]/g) ?? [];
  if (tokens.join('') !== text.replaceAll(/\s/g, '')) throw new Error(`"${text}" is no arithmetic`);
  let at = 0;
  const atom = (): number => {
    const token = tokens[at++];
    if (token !== '(') return Number(token);
    const inner = sum();
    at += 1;
    return inner;
  };
  const product = (): number => {
    let value = atom();
    while (tokens[at] === '\u00d7') {
      at += 1;
      value *= atom();
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '\u2212')
      value = tokens[at++] === '+' ? value + product() : value - product();
    return value;
  };
  return sum();
}

const tokens = fc.integer({ min: 0, max: 400 });
const turn: fc.Arbitrary<Turn> = fc
  .record({
    audioIn: tokens,
    textIn: tokens,
    audioOut: tokens,
    textOut: tokens,
    cachedAudioShare: fc.double({ min: 0, max: 1, noNaN: true }),
    cachedTextShare: fc.double({ min: 0, max: 1, noNaN: true }),
    userTranscript: fc.option(tokens),
    answerTranscript: fc.option(tokens),
  })
  .map(({ cachedAudioShare, cachedTextShare, ...rest }) => ({
    ...rest,
    audioCached: Math.floor(rest.audioIn * cachedAudioShare),
    textCached: Math.floor(rest.textIn * cachedTextShare),
  }));
/** Bills of any kind: near the report, far from it, with rows missing. */
const bill = (turns: readonly Turn[]): fc.Arbitrary<WholeTokens> => {
  const sum = (pick: (one: Turn) => number): number => turns.reduce((all, one) => all + pick(one), 0);
  const near = (value: number): fc.Arbitrary<number | undefined> =>
    fc.option(fc.oneof(fc.constantFrom(value, 2 * value, 0, value + 1), fc.integer({ min: 0, max: 2 * value + 50 })), {
      nil: undefined,
      freq: 6,
    });
  return fc
    .record({
      audio_in: near(sum(({ audioIn, audioOut }) => audioIn + audioOut)),
      audio_cached: near(sum(({ audioCached }) => audioCached)),
      audio_out: near(sum(({ audioOut }) => audioOut)),
      text_in: near(sum(({ textIn, textOut }) => textIn + textOut)),
      text_cached: near(sum(({ textCached }) => textCached)),
      text_out: near(sum(({ textOut }) => textOut)),
    })
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
};
const cases = fc
  .array(turn, { minLength: 1, maxLength: 2 })
  .chain((turns) => fc.record({ turns: fc.constant(turns), billed: bill(turns) }));

describe('whatever the bill, an explanation', () => {
  it('is called exact only where the arithmetic it writes out gives every checked meter of the bill', () => {
    fc.assert(
      fc.property(cases, ({ turns, billed }) => {
        for (const one of reconcile(turns, billed, null).explanations) {
          const checked = one.meters.filter((meter) => meter.checked);
          const fits = checked.filter(({ meter, arithmetic }) => valueOf(arithmetic) === billed[meter]);
          expect(one.exact).toBe(checked.length > 0 && fits.length === checked.length);
        }
      }),
      { numRuns: 150, seed: 20_261_124 },
    );
  });

  it('never takes a free number for one that was checked, nor a row that is not there', () => {
    fc.assert(
      fc.property(cases, ({ turns, billed }) => {
        const { explanations, meters } = reconcile(turns, billed, null);
        for (const { meters: lines, freeParameters } of explanations) {
          for (const { meter, checked, billed: value, predicted } of lines) {
            if (value === null) expect(checked).toBe(false);
            else if (!checked) expect(freeParameters).toContain(meter);
            if (predicted !== null) expect(predicted).toBeGreaterThanOrEqual(0);
          }
        }
        const [best] = explanations;
        for (const { meter, status, billed: value, expected } of meters) {
          if (status === 'match' && value !== null) expect(value).toBe(expected);
          if (status === 'explained') {
            expect(best).toMatchObject({ exact: true });
            expect(best?.meters.find((line) => line.meter === meter)).toMatchObject({ checked: true, residual: 0 });
          }
        }
        expect(meters.map(({ meter }) => meter)).toEqual([...meterKinds]);
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});
