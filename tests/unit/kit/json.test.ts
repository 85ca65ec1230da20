import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atPath, jsonFault, readJson, withAt } from '../../../shared/kit/json.ts';

describe('a text that is read as JSON', () => {
  it.each([
    ['{"a": 1,}', 'line 1, column 9: expected a name in double quotes'],
    ['{"a": 1\n "b": 2}', 'line 2, column 2: expected a comma or }'],
    ['{\n  "audio": {\n    "speed": fast\n  }\n}', 'line 3, column 14: expected a value'],
    ['[1, 2', 'line 1, column 6: expected a comma or ], found the end of the text'],
    ['{"a": [{"b": 1}, 2', 'line 1, column 19: expected a comma or ], found the end of the text'],
    ['{"a" 1}', 'line 1, column 6: expected a colon'],
    ['{a: 1}', 'line 1, column 2: expected a name in double quotes'],
    ['{} {}', 'line 1, column 4: expected the end of the text'],
    ['{"a": "x\ny"}', 'line 1, column 9: expected a double quote before the line ends'],
    ['{"a": "x\\y"}', 'line 1, column 9: expected an escape that JSON knows'],
    ['{"a": "x', 'line 1, column 9: expected a double quote, found the end of the text'],
    ['sk-proj-0123456789', 'line 1, column 1: expected a value'],
  ])('is refused with line and column, and no letter of it is repeated: %j', (text, place) => {
    expect(readJson(text)).toEqual({ ok: false, kind: 'not-json', problem: `is not JSON (${place})` });
  });

  it.each(['', ' \n', '\uFEFF'])('is empty: %j', (text) => {
    expect(readJson(text)).toEqual({ ok: false, kind: 'empty', problem: 'is empty' });
  });

  it('may begin with a byte order mark', () => {
    expect(readJson('\uFEFF{"a": 1}')).toEqual({ ok: true, value: { a: 1 } });
  });

  it('is taken exactly when the platform takes it', () => {
    const good = fc.json();
    const torn = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', ' ', '0', '\\'))
      .map(([text, at, put]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + 1);
      });
    fc.assert(
      fc.property(fc.oneof(good, torn), (text) => {
        let taken = true;
        try {
          JSON.parse(text);
        } catch {
          taken = false;
        }
        expect(jsonFault(text)).toEqual(taken ? null : expect.stringMatching(/^line \d+, column \d+: expected /));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([8_000, 50_000, 1_000_000])('is refused when it is nested %i deep, whole or torn', (levels) => {
    const tooDeep = { ok: false, kind: 'too-deep', problem: 'is nested deeper than 200 levels' };
    expect(readJson('['.repeat(levels) + ']'.repeat(levels))).toEqual(tooDeep);
    expect(readJson(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`)).toEqual(tooDeep);
    const torn = readJson('[{"a":'.repeat(levels));
    expect(torn).toEqual({
      ok: false,
      kind: 'not-json',
      problem: expect.stringMatching(/^is not JSON \(line 1, column \d+: expected a value/),
    });
  });

  it('is taken 200 levels deep and no deeper', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(readJson(nested(200)).ok).toBe(true);
    expect(readJson(nested(201)).ok).toBe(false);
  });

  it('is placed in a text of one string of 20 million letters', () => {
    expect(readJson(`["${'a'.repeat(20_000_000)}`)).toEqual({
      ok: false,
      kind: 'not-json',
      problem: 'is not JSON (line 1, column 20000003: expected a double quote, found the end of the text)',
    });
  });
});

const prototypeNames = Object.getOwnPropertyNames(Object.prototype);

describe('a path into a value', () => {
  it.each(prototypeNames)('leads to nothing at %s, unless the value has it itself', (name) => {
    expect(atPath({}, name)).toBeUndefined();
    expect(atPath({ a: {} }, `a.${name}`)).toBeUndefined();
    const own = readJson(`{"${name}": {"a": 1}}`);
    expect(own.ok && atPath(own.value, `${name}.a`)).toBe(1);
  });

  it.each(prototypeNames)('puts a value at %s like at any other name', (name) => {
    const put = withAt({}, `${name}.a`, 1);
    expect(Object.keys(put)).toEqual([name]);
    expect(atPath(put, `${name}.a`)).toBe(1);
    expect(Object.getPrototypeOf(put)).toBe(Object.prototype);
  });
});
