import { visibleLine } from './visible.ts';

/**
 * A text as Markdown shows it letter by letter, on one line: no link, picture, code, heading, list, markup or end of a table's
 * cell comes of it. Addresses stay text.
 */
export const markdownText = (text: string): string =>
  visibleLine(text)
    .replaceAll(/[\\`*[\]|]|<(?=[a-z/!?])|~(?!\d)|&(?=#?\w+;)/gi, String.raw`\$&`)
    // An underscore inside a word is only a letter of it.
    .replaceAll(/(?<![a-z0-9])_|_(?![a-z0-9])/gi, String.raw`\_`)
    .replaceAll(/:(?=\/\/)/g, String.raw`\:`)
    .replaceAll(/\b(www)\./gi, String.raw`$1\.`)
    .replace(/^(?:#{1,6}(?=\s|$)|[-+=](?=\s|$|[-=])|>)/, String.raw`\$&`)
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, String.raw`$1\$2`);

/** One row of a Markdown table. */
export const markdownRow = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`;
