import { describe, expect, it } from 'vitest';
import { focusNotes } from '../../../shared/session/costs/focus-notes.ts';

const none = { ifBilled: 0, unpriced: 0, leftOut: [], doubtful: [] };

describe('what has to be known beside FOCUS rows', () => {
  it('is nothing where every row has its price and none is left out', () => {
    expect(focusNotes(none)).toEqual([]);
  });

  it('names sessions left out, rows without a price and rows that may not be billed', () => {
    const leftOut = [
      { folder: '/sessions/one', why: 'its record cannot be read', isMissing: true },
      { folder: '/sessions/two', why: 'it is the session of one, which is in the file', isMissing: false },
    ];
    const doubtful = [{ folder: '/sessions/three', why: '1 entry of this record is missing.' }];
    expect(focusNotes({ ifBilled: 1200, unpriced: 2, leftOut, doubtful })).toEqual([
      '/sessions/one is left out: its record cannot be read.',
      '/sessions/two is left out: it is the session of one, which is in the file.',
      '/sessions/three: 1 entry of this record is missing.',
      '2 rows without a known price: their cost is in no sum.',
      '1,200 of the rows may not be billed at all: they count as 0, and only the sum at most holds them.',
    ]);
    expect(
      focusNotes({
        ...none,
        unpriced: 1,
      }),
    ).toEqual(['1 row without a known price: its cost is in no sum.']);
  });
});
