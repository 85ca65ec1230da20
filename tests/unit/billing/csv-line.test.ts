import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvCells, csvRows } from '../../../shared/billing/csv-line.ts';
import { readPastedTable } from '../../../shared/billing/pasted-table.ts';

it.each([
  ['a,b,c', ['a', 'b', 'c']],
  ['a,,', ['a', '', '']],
  ['"a,b",c', ['a,b', 'c']],
  ['"say ""in""",1', ['say "in"', '1']],
  ['a "b" c,1', ['a "b" c', '1']],
  ['"never closed,1', ['"never closed', '1']],
  ['"closed" too soon,1', ['"closed" too soon', '1']],
  ['Time, "Requests (Sum), d1" , 3', ['Time', 'Requests (Sum), d1', '3']],
  ['', ['']],
])('the cells of %s', (line, cells) => {
  expect(csvCells(line, ',')).toEqual(cells);
});

it('a pasted table keeps its numbers in quotes, with their groups of three', () => {
  const read = readPastedTable('Meter,Quantity\n"gpt rt aud mn in gl 1215","1,234"\n"text in",617');
  expect(read.ok ? read.rows.map(({ tokens }) => tokens) : read.error.message).toEqual([1234, 617]);
});

it('lines that are read at once are read as one by one, whatever they hold', () => {
  const letter = fc.constantFrom('a', '1', ',', '"', ' ', '\\', '\u00e9');
  const line = fc.string({ unit: letter, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
      expect(csvRows(lines, ',')).toEqual(lines.map((one) => csvCells(one, ',')));
    }),
    { numRuns: 2000 },
  );
});
