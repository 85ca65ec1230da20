import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paragraph, table } from '../../../shared/kit/untrusted/markdown.ts';
import {
  csvCell,
  fileNameOf,
  jsonText,
  seenJson,
  visible,
  visibleLine,
} from '../../../shared/kit/untrusted/safe-text.ts';
import { hostileText } from '../support/hostile.ts';

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
    ['a title', '\u001b]0;rm\u0007', '[U+001B]]0;rm[U+0007]'],
    ['the clipboard', '\u001b]52;c;YQ==\u001b\\', '[U+001B]]52;c;YQ==[U+001B]\\'],
    ['a colour by one character', '\u009b31m', '[U+009B]31m'],
    ['a letter taken back', 'ab\bc', 'ab[U+0008]c'],
    ['a line written over', 'paid\rfree', 'paid[U+000D]free'],
    ['a line separator', 'a\u2028b\u0085c', 'a[U+2028]b[U+0085]c'],
    ['a mark of byte order', '\ufeffa', '[U+FEFF]a'],
    ['a space of no width', 'pay\u200bpal', 'pay[U+200B]pal'],
    ['a joiner in a word of Latin letters', 'pay\u200cpal', 'pay[U+200C]pal'],
    ['tags', 'x\u{e0041}', 'x[U+E0041]'],
    ['selectors that carry bytes', '😀\u{e0101}\u{e0102}', '😀[U+E0101][U+E0102]'],
    ['a filler', 'a\u3164b', 'a[U+3164]b'],
    ['no character', 'a\uffff\u{1fffe}', 'a[U+FFFF][U+1FFFE]'],
  ])('shows %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it.each([
    'می\u200cخواهم',
    'क्\u200dष',
    '👩\u200d💻 ❤\ufe0f 1\ufe0f\u20e3',
    '葛\u{e0100}城',
    '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    'two\nlines\r\n\tand a tab',
  ])('leaves %j as its script writes it', (text) => {
    expect(visible(text)).toBe(text);
  });

  it('shows a joiner that stands behind another: they spell nothing', () => {
    expect(visible('م\u200c\u200d\u200c')).toBe('م\u200c[U+200D][U+200C]');
  });

  it.each([
    // A selector or a mark that is written out joins nothing, so the joiner behind it is written out as well.
    ['\ufe0f\u200d\u{1F600}<', '[U+FE0F][U+200D]\u{1F600}<'],
    ['\u061c\u200ca', '[U+061C][U+200C]a'],
    ['\u180e\u180b', '[U+180E][U+180B]'],
    ['\u2764\ufe0f\u200d\u{1F525}', '\u2764\ufe0f\u200d\u{1F525}'],
  ])('%j reads the same when it is shown again', (text, line) => {
    expect(visibleLine(text)).toBe(line);
    expect(visibleLine(line)).toBe(line);
  });

  it('is one line of characters that are seen, whatever it was', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = visibleLine(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(visibleLine(line)).toBe(line);
      }),
      { numRuns: 5000 },
    );
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
    ['<1@evil.example>', String.raw`\<1@<!-- -->evil.example>`],
    ['a < b', 'a < b'],
    ['~1~2', String.raw`\~1\~2`.replace(String.raw`\~1`, '~1')],
    ['about ~5', 'about ~5'],
    ['a #', String.raw`a \#`],
    ['# ', String.raw`\#`],
    ['#12 @someone GH-3', '#<!-- -->12 @<!-- -->someone GH-<!-- -->3'],
    ['me@evil.example', 'me@<!-- -->evil.example'],
    ['$x$', '&#36;x&#36;'],
    ['$1 and $2', '$1 and $2'],
    ['::: mermaid', String.raw`\::: mermaid`],
    ['*a* _b_ input_text_tokens', String.raw`\*a\* \_b\_ input_text_tokens`],
    ['\u202etxt', '[U+202E]txt'.replaceAll(/[[\]]/g, String.raw`\$&`)],
    ['www.evil.example', String.raw`www\.evil.example`],
    ['__www.evil.example', String.raw`\_\_www\.evil.example`],
  ])('%j is Markdown for itself', (text, expected) => {
    expect(paragraph(text).block).toBe(expected);
  });

  it('never ends the cell of a table that it stands in', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('|', '\\', '`', '\n', 'a', ' ', '\r'), { maxLength: 10 }), (letters) => {
        const [line = ''] = table([letters.join(''), 'b'], []).block.split('\n');
        const bars = [...line.matchAll(/\\*\|/g)].filter(([m]) => m.length % 2 === 1);
        expect(bars).toHaveLength(3);
      }),
    );
  });
});

describe('a value as JSON', () => {
  const values = fc.oneof(hostileText, fc.dictionary(hostileText, fc.array(hostileText)));

  it('is the same value when it is read, and holds nothing that is unseen', () => {
    fc.assert(
      fc.property(values, (value) => {
        const text = jsonText(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text).not.toMatch(
          /(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u,
        );
        // What a terminal is given of it is the text itself.
        expect(visible(text)).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });

  it('leaves what is seen as it is', () => {
    expect(seenJson('"שלום 你好 😀"')).toBe('"שלום 你好 😀"');
    expect(jsonText({ a: '\u009b\u202e\u{e0041}' })).toBe(
      ['{', String.raw`  "a": "\u009b\u202e\udb40\udc41"`, '}', ''].join('\n'),
    );
  });
});

describe('the name of a file made of a name from outside', () => {
  it.each([
    ['../../etc/passwd', 'etc-passwd'],
    ['..', 'book'],
    ['', 'book'],
    ['.bashrc', 'bashrc'],
    ['--force', 'force'],
    ['con', 'con_'],
    ['Aux.json', 'Aux_.json'],
    ['com1.a.b', 'com1_.a.b'],
    ['console', 'console'],
    ['C:\\x', 'C-x'],
    ['a\u202egpj\u0000\n/b', 'a-gpj-b'],
    ['Größe 你好', 'Größe-你好'],
    ['a. . .', 'a'],
  ])('%j: %s', (name, file) => {
    expect(fileNameOf(name, 'book')).toBe(file);
  });

  it('is one that every file system takes, whatever it was', () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.string({ unit: 'binary', maxLength: 400 })), (name) => {
        const file = fileNameOf(name, 'book');
        expect(file).toMatch(/^[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}._-]*$/u);
        expect(file).not.toMatch(/[-.]$/);
        expect(file).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        expect(Buffer.byteLength(`${file}.profiles.json`)).toBeLessThanOrEqual(255);
      }),
      { numRuns: 3000 },
    );
  });
});
