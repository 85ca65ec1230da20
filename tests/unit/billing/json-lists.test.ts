import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonLists, type JsonPiece } from '../../../shared/billing/json-lists.ts';

function pieces(text: string, size = text.length): { pieces: JsonPiece[]; problem: string | null } {
  const lists = new JsonLists();
  const found: JsonPiece[] = [];
  for (let at = 0; at < text.length; at += size) found.push(...lists.feed(text.slice(at, at + size)));
  return { pieces: found, problem: lists.end() };
}
const rows = (text: string): unknown[] =>
  pieces(text).pieces.flatMap((piece) => (piece.kind === 'row' ? [JSON.parse(piece.text) as unknown] : []));
const documents = (text: string): unknown[] =>
  pieces(text).pieces.flatMap((piece) => (piece.kind === 'document' ? [JSON.parse(piece.text) as unknown] : []));

const item = { meterName: 'a "b" {c} [d] \\', savingsPlan: [{ term: '1 Year', unitPrice: 1 }], tags: {} };

describe('lists in JSON that is read as it comes', () => {
  it.each([
    ['a page', JSON.stringify({ BillingCurrency: 'USD', Items: [item, item], NextPageLink: null })],
    ['pages in a row', `${JSON.stringify({ Items: [item] })}\n${JSON.stringify({ Items: [item] })}`],
    ['pages in a list', JSON.stringify([{ Items: [item] }, { Items: [item] }])],
    ['a page on many lines', JSON.stringify({ value: [item, item] }, null, 2)],
    ['an answer with its rows in properties', JSON.stringify({ id: 'x', properties: { pricesheets: [item, item] } })],
  ])('are its rows: %s', (_name, text) => {
    expect(rows(text)).toEqual([item, item]);
    expect(pieces(text).problem).toBeNull();
  });

  it('leaves what stands around the rows, without them', () => {
    const text = JSON.stringify({ BillingCurrency: 'USD', Items: [item, item], NextPageLink: 'next' }, null, 2);
    expect(documents(text)).toEqual([{ BillingCurrency: 'USD', Items: [], NextPageLink: 'next' }]);
  });

  it('are documents themselves where rows stand alone: a list of a row has no rows', () => {
    for (const text of [JSON.stringify([item, item]), `${JSON.stringify(item)}\n${JSON.stringify(item)}\n`]) {
      expect(rows(text)).toEqual([]);
      expect(documents(text)).toEqual([item, item]);
      expect(pieces(text).pieces.every((piece) => piece.kind === 'document' && !piece.listed)).toBe(true);
    }
  });

  it('says what is no list, what ends in the middle, and what closes nothing', () => {
    expect(pieces('{"Items": [{"a": 1}, {"b"').problem).toBe('is JSON that ends in the middle: it did not come whole');
    expect(pieces('{"a": "').problem).toContain('ends in the middle');
    expect(pieces('[1, 2]').problem).toBe('is not JSON: something else stands between its objects');
    expect(pieces('{"Items": [}').problem).toBe('is not JSON: } closes nothing that is open');
    expect(pieces(`{"Items": [{"a": "${'x'.repeat(5_000_000)}`).problem).toContain('more than 4 MB');
  });

  it('holds no more than a piece, however long the list is on its lines', () => {
    const lists = new JsonLists();
    lists.feed('{"Items": [');
    let seen = 0;
    for (let at = 0; at < 2_000; at += 1) seen += lists.feed(`${' '.repeat(5_000)}{"a": ${at}},\n`).length;
    expect([seen, lists.problem]).toEqual([2_000, null]);
    expect(lists.feed(']}')).toEqual([{ kind: 'document', text: '{"Items": []}', listed: true }]);
  });

  it('finds the same wherever the text is cut', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const row = fc.dictionary(fc.string(), value);
    fc.assert(
      fc.property(
        fc.array(row),
        fc.dictionary(fc.constantFrom('a', 'count', 'link'), value),
        fc.integer({ min: 1, max: 9 }),
        (list, around, size) => {
          const text = JSON.stringify({ ...around, Items: list }, null, size % 3);
          const cut = pieces(text, size);
          expect(cut).toEqual(pieces(text));
          expect(rows(text)).toEqual(JSON.parse(JSON.stringify(list)));
          expect(documents(text)).toEqual([JSON.parse(JSON.stringify({ ...around, Items: [] }))]);
        },
      ),
    );
  });
});
