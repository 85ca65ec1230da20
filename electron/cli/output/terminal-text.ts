import type { BenchError } from '../../../shared/kit/errors.ts';
import { visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { textLine } from '../../hosts/terminal.ts';

/** What every command of `voxtally` may exit with; `run` has further ones, in `run-outcome.ts`. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;
/** 0 to 255. */
export type ExitCode = number;

/** An error as lines for a terminal: what happened, what to do, facts for a support ticket. Each is one line, whatever it holds. */
export function sayError({ message, nextStep, facts = {} }: BenchError): string {
  const told = Object.entries(facts).map(([name, value]) => `  ${textLine(`${name}: ${value}`)}`);
  return [textLine(message), ...(nextStep === undefined ? [] : [textLine(nextStep)]), ...told].join('');
}

/** What a terminal gives two columns to: East Asian letters and signs, full-width forms, pictures. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}\ufe0f]/u;
/** Marks alone, which stand on the letter before them. */
const marks = /^[\p{M}\u200c\u200d]+$/u;
const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });
const plain = /^[\x20-\x7e]*$/;

/** Columns that one line of text takes on a terminal: marks on a letter none, East Asian letters and pictures two. */
export function textWidth(line: string): number {
  if (plain.test(line)) return line.length;
  const words = line.split(' ');
  let width = words.length - 1;
  // Word by word: a sign that stands before its letter would else take a space for that letter.
  for (const { segment } of words.flatMap((word) => [...letters.segment(word)])) {
    width += marks.test(segment) ? 0 : wide.test(segment) ? 2 : 1;
  }
  return width;
}

/** One column: where its cells stand. */
export type Align = 'left' | 'right';

/**
 * Rows set in columns two spaces apart, indented by two. Rows may be short; nothing is cut off. A cell is one line and as wide as it
 * is shown, whatever it holds.
 */
export function textTable(rows: readonly (readonly string[])[], align: readonly Align[]): string {
  const lines = rows.map((row) => row.map(visibleLine));
  const sizes = lines.map((row) => row.map(textWidth));
  const widths = align.map((_, column) => Math.max(0, ...sizes.map((row) => row[column] ?? 0)));
  return lines
    .map((row, at) => {
      const cells = row.map((cell, column) => {
        const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - (sizes[at]?.[column] ?? 0)));
        return align[column] === 'right' ? `${space}${cell}` : `${cell}${space}`;
      });
      return `  ${cells.join('  ')}`.trimEnd();
    })
    .join('\n');
}

/** Lines below each other, indented: each stays one line, whatever it holds. */
export const indented = (lines: readonly string[], by = 2): string[] =>
  lines.map((text) => `${' '.repeat(by)}${visibleLine(text)}`);
