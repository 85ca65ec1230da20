import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNumber, markOf, noMarkEvidence, plainNumber } from '../../../shared/billing/number-and-date-marks.ts';

const mark = (...numbers: string[]): string => markOf(numbers.reduce(addNumber, noMarkEvidence));

describe('the decimal mark of a column', () => {
  it.each([
    [['0.00064', '12'], '.'],
    [['0,00064', '12'], ','],
    [['1,234,567'], '.'],
    [['1.234.567'], ','],
    [['1,234.5', '1,234'], '.'],
    [['1.234,5', '1.234'], ','],
    [['0,640', '1,234'], ','],
    [['2,366588585885843'], ','],
    [['640', '12', 'text', ''], 'none'],
    [['1,234'], 'unknown'],
    [['1.234'], 'unknown'],
    [['0,5', '0.5'], 'both'],
    [['-0.5E-3'], '.'],
    // Of no grouping, and so no number: it proves nothing.
    [['1.2.3', '0.5'], '.'],
    [['1,2,3'], 'none'],
  ])('%j: %s', (numbers, expected) => expect(mark(...numbers)).toBe(expected));
});

describe('a number by its mark', () => {
  it.each([
    ['1,234.50', '.', '1234.50'],
    ['1.234,50', ',', '1234.50'],
    ['1 234,5', ',', '1234.5'],
    ["1'234.5", '.', '1234.5'],
    ['-0.0000000191107392311096200000', '.', '-0.0000000191107392311096200000'],
    ['1E-8', '.', '0.00000001'],
    ['3,84E-06', ',', '0.00000384'],
  ] as const)('%s with %s is %s', (text, mark, plain) => expect(plainNumber(text, mark)).toBe(plain));

  it.each(['', '1,23.4', '1,2345', '1.2.3', 'NULL', '0x10', '1e9999', ','])('"%s" is none', (text) =>
    expect(plainNumber(text, '.')).toBeNull(),
  );

  it('comes back from any grouping', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 12 }),
        fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH'),
        (value, locale) => {
          const text = new Intl.NumberFormat(locale).format(value);
          expect(plainNumber(text, locale === 'en-US' || locale === 'de-CH' ? '.' : ',')).toBe(String(value));
        },
      ),
    );
  });
});
