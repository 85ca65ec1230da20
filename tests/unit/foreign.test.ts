import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell } from '../../shared/foreign/csv-cell.ts';
import { markdownRow, markdownText } from '../../shared/foreign/markdown.ts';
import { visible } from '../../shared/foreign/visible.ts';

const marks = ['=', '+', '-', '@', '\uff1d', '\uff0b', '\uff0d', '\uff20'];

describe('a cell of a CSV file', () => {
  it.each(['-5', '-0.00594', '640', '1e-7', '-1234.5678901'])('%s stays a number', (text) => {
    expect(csvCell(text)).toBe(text);
  });

  it.each([
    '=1+1',
    '-1+cmd|A0',
    '+1-2',
    '@SUM(1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u00a0=1',
    '\u2028=1',
    '-5-5',
    '--5',
    '-',
    '=HYPERLINK("javascript:x")',
  ])('%j is shown and never run', (text) => {
    const [[cell = ''] = []] = parse(csvCell(text));
    expect(cell[0]).toBe("'");
  });

  it('begins no formula in any column, whichever of comma, semicolon, tab and line end splits the cells', () => {
    const nasty = fc.array(
      fc.oneof(fc.constantFrom(...marks, ';', '\t', ',', '"', "'", '\n', '\r', ' ', '|'), fc.string({ maxLength: 3 })),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(nasty, nasty, (one, other) => {
        const line = `a,${csvCell(one.join(''))},${csvCell(other.join(''))}\r\n`;
        // Split at a semicolon, the quotes of a cell that began before it are letters.
        const cells = [...parse(line).flat(), ...line.split(/[;\t|]/).slice(1)];
        for (const cell of cells) {
          const text = cell.trim().replace(/^["\s]+/, '');
          if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) expect(marks).not.toContain(text[0]);
        }
        expect(line.trimEnd()).not.toMatch(/[\r\n\t]/);
      }),
      { numRuns: 2000 },
    );
  });

  it('comes back as it was when nothing in it is dangerous', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9][a-z0-9 ,".]{0,20}[a-z0-9]$/), (text) => {
        const [[cell] = []] = parse(csvCell(text));
        expect(cell).toBe(text.replaceAll(/ +/g, ' '));
      }),
    );
  });
});

describe('a text from outside', () => {
  it('shows the marks that turn its direction, and half a letter as what it is', () => {
    expect(visible('invoice\u202egpj.exe')).toBe('invoice[U+202E]gpj.exe');
    expect(visible('\u2066a\u2069\u0000\ud800')).toBe('[U+2066]a[U+2069][U+0000]\ufffd');
    expect(visible('שלום 你好 😀')).toBe('שלום 你好 😀');
  });

  it.each([
    ['[x](javascript:alert(1))', String.raw`\[x\](javascript:alert(1))`],
    ['![x](http://a.b/c)', String.raw`!\[x\](http\://a.b/c)`],
    ['a | b', String.raw`a \| b`],
    [String.raw`a \| b`, String.raw`a \\\| b`],
    ['`code`', '\\`code\\`'],
    ['<img src=x>', String.raw`\<img src=x>`],
    ['# head', String.raw`\# head`],
    ['---', String.raw`\---`],
    ['1. one', String.raw`1\. one`],
    ['a\n\n# b', 'a # b'],
    ['&lt;b&gt;', String.raw`\&lt;b\&gt;`],
    ['*a* _b_ input_text_tokens', String.raw`\*a\* \_b\_ input_text_tokens`],
    ['\u202etxt', '[U+202E]txt'.replaceAll(/[[\]]/g, String.raw`\$&`)],
    ['www.evil.example', String.raw`www\.evil.example`],
  ])('%j is Markdown for itself', (text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });

  it('never ends the cell of a table that it stands in', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('|', '\\', '`', '\n', 'a', ' ', '\r'), { maxLength: 10 }), (letters) => {
        const bars = [...markdownRow([letters.join(''), 'b']).matchAll(/\\*\|/g)].filter(([m]) => m.length % 2 === 1);
        expect(bars).toHaveLength(3);
      }),
    );
  });
});
