import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EntryOrder, type PlacedEntry } from '../../../electron/engine/record/entry-order.ts';

const placed = (seqs: readonly number[]): PlacedEntry[] =>
  seqs.map((seq, index) => ({
    entry: { seq, at: '2026-11-30T00:00:00.000Z', t: seq, from: 'bench', event: null },
    byte: 100 * index,
  }));

function read(seqs: readonly number[], last = 0) {
  const order = new EntryOrder(last);
  const through = [...order.take(placed(seqs)), ...order.end()].map(({ seq }) => seq);
  return { through, ...order.found };
}

describe('entries in the order of their numbers', () => {
  it.each([
    ['a whole log', [1, 2, 3], [1, 2, 3], null, null],
    ['one twice', [1, 2, 2, 3], [1, 2, 3], { entries: 1, firstSeq: 2, byte: 200 }, null],
    ['a block twice', [1, 2, 3, 2, 3, 4], [1, 2, 3, 4], { entries: 2, firstSeq: 2, byte: 300 }, null],
    ['a gap', [1, 2, 5, 6], [1, 2, 5, 6], null, { entries: 2, afterSeq: 2 }],
    ['a gap at the end', [1, 4], [1, 4], null, { entries: 2, afterSeq: 1 }],
    [
      'a number that is wrong',
      [1, 92, 3, 4],
      [1, 3, 4],
      { entries: 1, firstSeq: 92, byte: 100 },
      { entries: 1, afterSeq: 1 },
    ],
    ['two exchanged', [1, 3, 2, 4], [1, 2, 4], { entries: 1, firstSeq: 3, byte: 100 }, { entries: 1, afterSeq: 2 }],
  ])('%s: %j', (_, seqs, through, outOfOrder, missing) => {
    expect(read(seqs)).toEqual({ through, outOfOrder, missing });
  });

  it('go on behind a checkpoint, whose entries are passed over', () => {
    expect(read([2, 3, 4], 3)).toMatchObject({ through: [4], outOfOrder: { entries: 2, firstSeq: 2 } });
  });

  it('rise strictly, and every entry and every number is let through or told, however they are cut into batches', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 })), fc.nat(40), (seqs, cut) => {
        const { through, outOfOrder, missing } = read(seqs);
        expect(through).toEqual([...new Set(through)].sort((a, b) => a - b));
        expect(through.length + (outOfOrder?.entries ?? 0)).toBe(seqs.length);
        expect(through.length + (missing?.entries ?? 0)).toBe(through.at(-1) ?? 0);
        const order = new EntryOrder();
        const all = placed(seqs);
        const again = [...order.take(all.slice(0, cut)), ...order.take(all.slice(cut)), ...order.end()];
        expect(again.map(({ seq }) => seq)).toEqual(through);
      }),
    );
  });
});
