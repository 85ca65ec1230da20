import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sayError, textTable, textWidth } from '../../../electron/cli/output/terminal-text.ts';
import { passOn, textLine, writerOf } from '../../../electron/hosts/terminal.ts';
import { benchError } from '../../../shared/kit/errors.ts';
import { hostileText } from '../support/hostile.ts';

/** What a terminal obeys and does not show, but for the end of a line and a tab. */
const obeyed = /(?![\n\t]|\r\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;

function written(write: (out: (text: string) => void) => void): string {
  let all = '';
  write(writerOf({ write: (chunk: string) => ((all += chunk), true) }));
  return all;
}

describe('the way to a terminal', () => {
  it('lets through line ends and tabs, and nothing else that is obeyed and not shown, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.string({ unit: 'binary', maxLength: 40 })), (text) => {
        // Joiners that a script is written with stay.
        const shown = written((out) => out(text)).replaceAll(/[\u200c\u200d]/g, '');
        expect(shown).not.toMatch(obeyed);
        expect(shown.split('\n')).toHaveLength(text.split('\n').length);
      }),
      { numRuns: 10_000 },
    );
  });

  it('leaves a table, a CSV file and every letter as they are', () => {
    const text = '  Größe  12\n\t你好 😀\na,b\r\n';
    expect(written((out) => out(text))).toBe(text);
  });

  it('makes one line of a text, whatever it holds', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(textLine(text)).toMatch(/^[^\n\r\u2028\u2029]*\n$/);
      }),
      { numRuns: 3000 },
    );
    expect(textLine('gone\r\nVoxtally: http://evil.example\u001b[2J')).toBe(
      'gone Voxtally: http://evil.example[U+001B][2J\n',
    );
  });

  it('tells an error in as many lines as it has parts', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const error = benchError('refused', text, { nextStep: text, facts: { [text]: text, status: text } });
        const facts = Object.keys(error.facts ?? {}).length;
        expect(sayError(error).split('\n')).toHaveLength(facts + 3);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what a child process writes', () => {
  it.each([1, 2, 3, 5])('is passed on in pieces of %i bytes as it is in one', async (size) => {
    const text = 'Größe 你😀\r\nnext\rover\n\u001b[2J\u009b1m\u{e0041} end';
    const child = new PassThrough();
    let all = '';
    passOn(child, (piece) => (all += written((out) => out(piece))));
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) child.write(bytes.subarray(at, at + size));
    child.end();
    await new Promise((resolve) => child.once('end', resolve));
    expect(all).toBe('Größe 你😀\r\nnext[U+000D]over\n[U+001B][2J[U+009B]1m[U+E0041] end');
  });

  it('is told as it comes, not at the end', () => {
    const child = new EventEmitter();
    const pieces: string[] = [];
    passOn(child, (piece) => pieces.push(piece));
    child.emit('data', Buffer.from('half a line'));
    expect(pieces).toEqual(['half a line']);
    child.emit('data', Buffer.from('\r'));
    child.emit('data', Buffer.from('\n'));
    child.emit('end');
    expect(pieces).toEqual(['half a line', '\r\n']);
  });
});

describe('a table on a terminal', () => {
  it.each([
    ['meter', 5],
    ['你好', 4],
    ['ｆｕｌｌ', 8],
    ['e\u0301', 1],
    ['한국', 4],
    ['😀', 2],
    ['👩\u200d💻', 2],
    ['❤\ufe0f', 2],
    ['שלום', 4],
    ['\u{11d46} a', 3],
    ['', 0],
  ])('gives %j %i or so many columns', (text, columns) => {
    expect(textWidth(text)).toBe(columns);
  });

  it('keeps its rows and columns, whatever a cell holds', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (one, other) => {
        const rows = textTable(
          [
            [one, '1', 'end'],
            ['name', '22', 'end'],
            [other, '333', 'end'],
          ],
          ['left', 'right', 'left'],
        ).split('\n');
        expect(rows).toHaveLength(3);
        const widths = rows.map((row) => textWidth(row.replace(/ {2}end$/, '')));
        expect(new Set(widths).size).toBe(1);
      }),
      { numRuns: 2000 },
    );
  });
});
