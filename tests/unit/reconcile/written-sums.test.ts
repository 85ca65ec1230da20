import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reconcile, type Reconciliation } from '../../../shared/reconcile/reconcile.ts';
import { generated, usual, type Case } from './generated.ts';

/** The value of a sum as it is written out: whole numbers, plus, minus, brackets around sums. null: it is no sum. */
function valueOf(text: string): number | null {
  const bare = text.replaceAll(/[\s(),]/g, '');
  if (!/^\u2212?\d+(?:[+\u2212]\d+)*$/.test(bare)) return null;
  return (bare.match(/[+\u2212]?\d+/g) ?? []).reduce((sum, term) => sum + Number(term.replace('\u2212', '-')), 0);
}

/** Small sizes, at which sums meet by chance, and those of real sessions. */
const small = { turns: 3, question: 12, answer: 12, words: 8, prompt: 8 };
const cases = fc.oneof(generated(usual), generated(small));

const every = (check: (answer: Reconciliation, one: Case) => void): void =>
  fc.assert(
    fc.property(cases, (one) => {
      check(reconcile(one.turns, one.bill, null, one.log, { counting: one.talk.counting }), one);
    }),
    { numRuns: 250, seed: 31 },
  );

describe('a sum that is written out', () => {
  it('is the number of its meter, and its parts add up to it', () => {
    let sums = 0;
    every(({ explanations }, { bill }) => {
      for (const { meters, exact } of explanations) {
        for (const { meter, predicted, residual, checked, billed, arithmetic, parts } of meters) {
          expect(billed).toBe(bill[meter] ?? null);
          if (checked && exact) {
            sums += 1;
            expect([meter, arithmetic, valueOf(arithmetic)]).toEqual([meter, arithmetic, bill[meter]]);
            expect([predicted, residual]).toEqual([bill[meter], 0]);
          }
          if (predicted !== null) {
            const total = parts.reduce((sum, { tokens }) => sum + tokens, 0);
            expect([meter, parts, total]).toEqual([meter, parts, predicted]);
            expect(predicted).toBeGreaterThanOrEqual(0);
          }
          for (const { tokens, kind } of parts) if (kind !== 'reported') expect(tokens).not.toBe(0);
        }
      }
    });
    expect(sums).toBeGreaterThan(500);
  });

  it('is a true equation wherever it is one, in marks and in what stays open', () => {
    let equations = 0;
    every(({ explanations, unexcluded }) => {
      const marks = explanations.flatMap(({ marks: all }) =>
        all.flatMap(({ certainty, text }) =>
          text.endsWith(', to the token')
            ? [{ certainty, sides: /in (.*), to the token$/.exec(text)?.[1]?.split(' = ') ?? [] }]
            : [],
        ),
      );
      const open = unexcluded.flatMap(({ text }) => {
        const sides = /: ([^:]*=[^:]*)$/.exec(text)?.[1]?.split(' = ');
        return sides === undefined ? [] : [{ certainty: 'measured', sides }];
      });
      for (const { certainty, sides } of [...marks, ...open]) {
        equations += 1;
        const [one, other] = sides.map(valueOf);
        // A number that is its own sum is no equation.
        if (sides.length === 1) continue;
        expect([sides, certainty, one !== undefined && one !== null && one === other]).toEqual([
          sides,
          'measured',
          true,
        ]);
      }
    });
    expect(equations).toBeGreaterThan(300);
  });

  it('is said in a newcomer\u2019s words, and no number of it is none', () => {
    every(({ explanations, unexcluded, excluded, alsoOpen, finding, experiments }) => {
      const words = [
        ...explanations.flatMap((one) => [
          one.title,
          one.statement,
          ...one.assumptions,
          ...one.supports,
          ...one.contradictions,
          ...one.events,
          ...one.marks.map(({ text }) => text),
          ...one.meters.flatMap(({ note, arithmetic, parts }) => [
            note,
            arithmetic,
            ...parts.map((part) => part.words),
          ]),
        ]),
        ...unexcluded.flatMap(({ title, text }) => [title, text]),
        ...excluded.flatMap(({ title, rule, fails }) => [title, rule, fails]),
        ...alsoOpen,
        finding.headline,
        finding.lead,
        finding.open,
        ...experiments.flatMap(({ change, steps, predictions }) => [
          change,
          ...steps,
          ...predictions.flatMap(({ audioWords, textWords }) => [audioWords, textWords]),
        ]),
      ];
      for (const text of words) {
        expect(text).not.toMatch(/\b(?:free|residual|coverage|NaN|undefined|null|Infinity)\b|the one\b|none needed/);
      }
    });
  });

  it('groups its digits by threes, in every sentence of the answer', () => {
    const large = generated({ turns: 4, question: 9000, answer: 9000, words: 3000, prompt: 15_000 });
    let grouped = 0;
    const texts = (value: unknown): string[] => {
      if (typeof value === 'string') return [value];
      if (typeof value !== 'object' || value === null) return [];
      // Exact amounts and ids are data.
      return Object.entries(value).flatMap(([key, member]) =>
        /^(?:id|cost|conversation)$/.test(key) ? [] : texts(member),
      );
    };
    fc.assert(
      fc.property(large, ({ turns, bill, log, talk }) => {
        const { money: _, charge: _charge, ...answer } = reconcile(turns, bill, null, log, { counting: talk.counting });
        for (const text of texts(answer)) {
          if (/\d,\d{3}/.test(text)) grouped += 1;
          expect(text).not.toMatch(/(?<![\w.,-])\d{4,}(?![\w-])|\d\.\d{9}/);
        }
      }),
      { numRuns: 100, seed: 7 },
    );
    expect(grouped).toBeGreaterThan(1000);
  });
});
