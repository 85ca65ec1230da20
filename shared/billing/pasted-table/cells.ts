import { repeated } from '../../foreign/repeated.ts';

/** One line of a pasted table: its number in the text (from 1) and its cells. */
export interface TableLine {
  readonly line: number;
  readonly text: string;
  readonly cells: readonly string[];
}

const plainCell = (cell: string): string =>
  cell
    .trim()
    .replaceAll(/^["'`*_]+|["'`*_]+$/g, '')
    .trim();

/** Cells between commas or semicolons; a quoted cell may hold the separator. */
function quoted(line: string, separator: ',' | ';'): string[] {
  const pattern = separator === ',' ? /("(?:[^"]|"")*"|[^,]*)(?:,|$)/g : /("(?:[^"]|"")*"|[^;]*)(?:;|$)/g;
  const cells = [...line.matchAll(pattern)].map((match) => match[1] ?? '');
  // The pattern also matches the empty end of the line.
  return line.endsWith(separator) ? cells : cells.slice(0, -1);
}

/** `meter,1,234` as typed without quotes is a meter and one number with its thousands set apart. */
function grouped(cells: readonly string[]): string[] {
  const [name = '', ...rest] = cells;
  const number = rest.map((cell) => cell.trim()).join(',');
  return rest.length > 1 && /^[1-9]\d{0,2}(,\d{3})+$/.test(number) ? [name, number] : [...cells];
}

interface Separator {
  readonly appears: (line: string) => boolean;
  readonly split: (line: string) => string[];
}

/** Ways in which people set cells apart, the least ambiguous first. */
const separators: readonly Separator[] = [
  {
    appears: (line) => line.includes('|'),
    split: (line) =>
      line
        .replace(/^\s*\|/, '')
        .replace(/\|\s*$/, '')
        .split('|'),
  },
  { appears: (line) => line.includes('\t'), split: (line) => line.split('\t') },
  { appears: (line) => line.includes(';'), split: (line) => quoted(line, ';') },
  { appears: (line) => /\S {2,}\S/.test(line), split: (line) => line.trim().split(/ {2,}/) },
  {
    appears: (line) => /,/.test(line.replaceAll(/(?<![\d.])\d{1,3}(,\d{3})+(?!\d)/g, '')),
    split: (line) => grouped(quoted(line, ',')),
  },
  { appears: (line) => /:\s/.test(line), split: (line) => line.split(/:\s+/) },
  {
    appears: (line) => /\s(?:[=–—-]|[-=]>|→)\s+\S*\d/.test(line),
    split: (line) => line.split(/\s+(?:[=–—-]|[-=]>|→)\s+/),
  },
  { appears: (line) => /\s\S*\d\S*$/.test(line), split: (line) => line.trim().split(/\s+(?=\S+$)/) },
];

/** `- `, `* `, `1. `: a line of a list. */
const listMark = /^\s*(?:[-*•]|\d+[.)])\s+/;

const decoration = /^\s*(?:[|:\s-]*-{2,}[|:\s-]*|`{3,}\w*|[=+-]{3,}[=+\s-]*)\s*$/;

/** The lines of a table that hold cells; rules of dashes, code fences and blank lines are passed over. */
export function tableLines(text: string): TableLine[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((text, index) => ({ line: index + 1, text, bare: text.replace(listMark, '') }))
    .filter(({ text }) => text.trim() !== '' && !decoration.test(text));
  const separator = separators.find(
    ({ appears }) => lines.filter(({ bare }) => appears(bare)).length * 2 > lines.length,
  );
  return lines.map(({ line, text, bare }) => ({
    line,
    text: text.trim(),
    cells: (separator?.appears(bare) === true ? separator.split(bare) : [bare]).map(plainCell),
  }));
}

/** A line as a sentence quotes it. */
export const quoteLine = ({ text }: TableLine): string => repeated(text);
