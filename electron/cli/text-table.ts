import { visibleLine } from '../../shared/foreign/visible.ts';
import { textWidth } from './text-width.ts';

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
