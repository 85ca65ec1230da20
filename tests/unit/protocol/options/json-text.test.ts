import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../../shared/protocol/options/json-text.ts';

describe('JSON that a person typed', () => {
  it.each([
    ['{"a": 1,}', 'line 1, column 9: expected a name in double quotes, found "}".'],
    ['{"a": 1\n "b": 2}', 'line 2, column 2: expected a comma or }, found """.'],
    ['{\n  "audio": {\n    "speed": fast\n  }\n}', 'line 3, column 14: expected a value, found "fast".'],
    ['[1, 2', 'line 1, column 6: expected a comma or ], found the end of the text.'],
    ['{"a" 1}', 'line 1, column 6: expected a colon, found "1".'],
    ['{a: 1}', 'line 1, column 2: expected a name in double quotes, found "a".'],
    ['{} {}', 'line 1, column 4: expected the end of the text, found "{".'],
    ['', 'line 1, column 1: expected a value, found the end of the text.'],
    ['{"a": "x\ny"}', 'line 1, column 7: expected a value, found """.'],
  ])('is refused with line and column: %j', (text, problem) => {
    expect(parseJson(text)).toEqual({ ok: false, problem });
  });

  it('is taken exactly when the platform takes it', () => {
    const good = fc.json();
    const torn = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', ' ', '0')).map(([text, at, put]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + 1);
    });
    fc.assert(
      fc.property(fc.oneof(good, torn), (text) => {
        let expected: unknown;
        try {
          expected = { ok: true, value: JSON.parse(text) as unknown };
        } catch {
          expected = { ok: false, problem: expect.stringMatching(/^line \d+, column \d+: /) };
        }
        expect(parseJson(text)).toEqual(expected);
      }),
    );
  });
});
