import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folded, nextPlace, searchTerms, snippetOf } from '../../../shared/session/library/search-words.ts';

/** Whether all that is typed stands in a text. */
const holds = (text: string, typed: string): boolean =>
  searchTerms(typed).every((term) => nextPlace(folded(text), term) >= 0);

describe('a search', () => {
  it.each([
    ['Can I speak to a person about it?', 'PERSON speak', true],
    ['Can I speak to a person about it?', 'spea', true],
    ['Can I speak to a person about it?', 'spea person', false],
    ['Can I speak to a person about it?', 'erson', false],
    ['Can I speak to a person about it?', '"to a person"', true],
    ['Can I speak to a person about it?', '"to person"', false],
    ['Can I speak to a person about it?', '"a perso', true],
    ['Can I speak to a person about it?', '"a perso"', false],
    ['Straße in Málaga', 'strasse MALAGA', true],
    ['résumé', 'resume', true],
    ['re\u0301sume\u0301', 'résumé', true],
    ['{"name_of_person":1}', 'person', true],
    ['response.done', 'response.done', true],
    ['response.done', 'done', true],
    ['我想跟一个人说话', '一个人', true],
    ['我想跟一个人说话', '人一', false],
    ['お客様は東京にいます', '東京', true],
    ['ΟΔΟΣ', 'οδος', true],
    ['one\n two', '"one two"', true],
    ['', 'x', false],
  ])('in %j for %j: %s', (text, typed, found) => {
    expect(holds(text, typed)).toBe(found);
  });

  it('for nothing has no terms', () => {
    expect(searchTerms('  "" ')).toEqual([]);
  });

  it('finds every word of a text by itself, and each beginning of one typed last', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-zäéßø]{1,8}$/), { minLength: 1, maxLength: 8 }),
        fc.nat(),
        (words, at) => {
          const word = words[at % words.length] ?? '';
          const text = words.join(', ');
          expect(holds(text, `${word} ${word.slice(0, 1 + (at % word.length))}`)).toBe(true);
        },
      ),
    );
  });
});

describe('a snippet', () => {
  it('shows what stands around the first hit and marks all of them', () => {
    const text = `${'A long way before the place. '.repeat(3)}The Pérson has to show a card, this person.`;
    const { text: shown, marks } = snippetOf(text, searchTerms('person'));
    expect(shown.startsWith('…')).toBe(true);
    expect(marks.map(([from, to]) => shown.slice(from, to))).toEqual(['Pérson', 'person']);
  });

  it('marks a letter that is compared as two as a whole', () => {
    const { text, marks } = snippetOf('In der Straße', searchTerms('strasse'));
    expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(['Straße']);
  });

  it('is one line whose marks are in order, apart and inside, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.string({ unit: 'grapheme', maxLength: 8 }),
        (text, typed) => {
          const { text: shown, marks } = snippetOf(text, searchTerms(typed));
          let last = -1;
          for (const [from, to] of marks) {
            expect(from).toBeGreaterThan(last);
            expect(to).toBeGreaterThan(from);
            expect(to).toBeLessThanOrEqual(shown.length);
            last = to;
          }
          expect(shown).not.toMatch(/[\n\r]/);
        },
      ),
    );
  });
});
