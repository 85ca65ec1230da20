import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportedTotals, type Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import type { WholeTokens } from '../../../shared/billing/meter-kind.ts';
import { type Observation, solveMany } from '../../../shared/reconcile/scope/several-days.ts';
import { plainTurn } from './thread.ts';
import { conditionOf, nonNegativeLeastSquares } from '../../../shared/reconcile/scope/non-negative-fit.ts';

/** A day whose every response was read once more in whole, with two tokens for the answer's message. */
function readAgain(label: string, turns: readonly Turn[]): Observation & { readonly billed: WholeTokens } {
  const reported = reportedTotals(turns);
  const billed: WholeTokens = {
    ...reported,
    audio_in: 2 * reported.audio_in + reported.audio_out,
    text_in: 2 * reported.text_in + reported.text_out + 2 * turns.length,
  };
  return { label, turns, billed };
}

const days = [
  readAgain('2026-03-01', [plainTurn(110, 420, 119, 117)]),
  readAgain('2026-03-02', [plainTurn(83, 257, 371, 74), plainTurn(391, 149, 447, 43)]),
  readAgain('2026-03-03', [plainTurn(61, 188, 902, 33)]),
  readAgain('2026-03-04', [plainTurn(240, 77, 119, 51), plainTurn(17, 12, 140, 9), plainTurn(88, 301, 166, 95)]),
];

describe('several days of one kind', () => {
  const answer = solveMany(days);
  const meter = (id: string) => answer?.meters.find((one) => one.meter === id);

  it('give the one whole-number form of the audio meter', () => {
    expect(meter('audio_in')).toMatchObject({
      identifiable: true,
      exact: [{ formula: '2 × audio in + audio out' }],
      rounded: { exact: true },
    });
  });

  it('give that of the text meter too, the overhead of a message with it', () => {
    expect(meter('text_in')?.exact.map(({ formula }) => formula)).toEqual(['2 × text in + text out + 2 × responses']);
    expect(answer?.finding).toContain('one whole-number form alone is exact');
  });

  it('are not enough when there is one', () => {
    expect(solveMany(days.slice(0, 1))).toBeNull();
  });

  it('give no form when a token is missing somewhere', () => {
    const [first, ...rest] = days;
    if (first === undefined) throw new Error('there is no first day');
    const off = { ...first, billed: { ...first.billed, audio_in: (first.billed.audio_in ?? 0) + 1 } };
    expect(solveMany([off, ...rest])?.meters.find((one) => one.meter === 'audio_in')?.exact).toEqual([]);
  });
});

describe('fields that hang together', () => {
  const alike = [
    readAgain('one', [plainTurn(110, 420, 119, 117)]),
    readAgain('two', [plainTurn(83, 257, 76, 74)]),
    readAgain('three', [plainTurn(61, 188, 35, 33)]),
  ];

  it('are named with their relation, and every tie is listed', () => {
    const text = solveMany(alike)?.meters.find((one) => one.meter === 'text_in');
    expect(text?.confounded.map(({ relation }) => relation)).toContain('text out = text in \u2212 2 × responses');
    expect(text?.identifiable).toBe(false);
    expect(text?.exact.map(({ formula }) => formula)).toEqual(
      expect.arrayContaining(['3 × text in', '2 × text in + text out + 2 × responses']),
    );
    expect(solveMany(alike)?.open.join(' ')).toContain('Vary one of the two');
  });
});

describe('least squares without negative coefficients', () => {
  const positive = fc.double({ min: 0, max: 5, noNaN: true });
  const cell = fc.integer({ min: 1, max: 900 });

  it('finds planted coefficients of independent columns again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 5, maxLength: 9 }),
        positive,
        positive,
        (rows, a, b) => {
          fc.pre(conditionOf(rows).condition < 50);
          const fit = nonNegativeLeastSquares(
            rows,
            rows.map(([x, y]) => a * x + b * y),
          );
          expect(fit.coefficients[0]).toBeCloseTo(a, 5);
          expect(fit.coefficients[1]).toBeCloseTo(b, 5);
          expect(fit.coefficients[2]).toBeCloseTo(0, 5);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never gives a negative coefficient and is optimal: no column pulls up, and no used one pulls at all', () => {
    const value = fc.integer({ min: -500, max: 900 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, value), { minLength: 4, maxLength: 8 }), (rows) => {
        const a = rows.map(([x, y]) => [x, y]);
        const { coefficients } = nonNegativeLeastSquares(
          a,
          rows.map(([, , y]) => y),
        );
        const residual = rows.map(([x, y, v]) => v - x * (coefficients[0] ?? 0) - y * (coefficients[1] ?? 0));
        for (const column of [0, 1] as const) {
          const length = Math.hypot(...rows.map((row) => row[column]));
          const pull = rows.reduce((sum, row, at) => sum + row[column] * (residual[at] ?? 0), 0) / length;
          expect(coefficients[column]).toBeGreaterThanOrEqual(0);
          expect(pull).toBeLessThan(1e-3);
          if ((coefficients[column] ?? 0) > 1e-9) expect(Math.abs(pull)).toBeLessThan(1e-3);
        }
      }),
      { numRuns: 200 },
    );
  });
});
