import { visibleLine } from './safe-text.ts';

/*
 * Markdown that says what it is given and does nothing else. A document is made of blocks, a block of lines, and a text in a line is
 * shown letter by letter. Only the functions of this file make Markdown of a text.
 */

/** A line, or a part of one, that has been made safe. */
export interface Markdown {
  readonly markdown: string;
}
/** A text, shown letter by letter, or Markdown of it. */
export type Inline = string | Markdown;
/** A heading, a paragraph, a list or a table. */
export interface Block {
  readonly block: string;
}

/**
 * A text as Markdown shows it letter by letter, on one line: no link, picture, code, heading, list, markup, formula or end of a
 * table's cell comes of it. Addresses stay text. The places where sites look for names and numbers after all else (`@name`, `#12`,
 * an address of mail) are parted by an empty comment, so that nobody is called and nothing is referred to.
 */
const markdownText = (text: string): string =>
  visibleLine(text)
    .replaceAll(/[\\`*[\]|]|<(?=\S)|(?<![\s(]|^)~|~(?!\d)|&(?=#?\w+;)/gi, String.raw`\$&`)
    // An underscore inside a word is only a letter of it.
    .replaceAll(/(?<![a-z0-9])_|_(?![a-z0-9])/gi, String.raw`\_`)
    .replaceAll(/:(?=\/\/)/g, String.raw`\:`)
    .replaceAll(/(www)\./gi, String.raw`$1\.`)
    // At the beginning, and at the end after a space, a hash may be a heading's.
    .replaceAll(/^#(?=#{0,5}(?:\s|$))|(?<=\s)#(?=#*$)/g, String.raw`\#`)
    .replace(/^(?:[-+=](?=\s|$|[-=])|>|:(?=:))/, String.raw`\$&`)
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, String.raw`$1\$2`)
    .replaceAll(/@(?=[\p{L}\p{N}_])|#(?=\d)|\bGH-(?=\d)/giu, '$&<!-- -->')
    // Two dollars may hold a formula between them; one before a digit closes none and is money.
    .replaceAll(/\$(?!\d)/g, '&#36;');

const inline = (part: Inline): string => (typeof part === 'string' ? markdownText(part) : part.markdown);

/** One line of Markdown from a template: whatever is put in is shown letter by letter, unless it is Markdown itself. */
export const md = (strings: TemplateStringsArray, ...parts: readonly (Inline | number)[]): Markdown => ({
  markdown: strings
    .map((text, at) => {
      const part = parts[at];
      return part === undefined ? text : `${text}${inline(typeof part === 'number' ? String(part) : part)}`;
    })
    .join(''),
});

/** A fingerprint or the like as code; a text of anything but letters, digits and hyphens as itself. */
export const code = (text: string): Markdown => ({
  markdown: /^[\w-]+$/.test(text) ? `\`${text}\`` : markdownText(text),
});

export const heading = (level: number, text: Inline): Block => ({ block: `${'#'.repeat(level)} ${inline(text)}` });

export const paragraph = (text: Inline): Block => ({ block: inline(text) });

/** A list. An item may have a list below it. */
export const bullets = (items: readonly (Inline | readonly [item: Inline, below: readonly Inline[]])[]): Block => ({
  block: items
    .map((item) => {
      const [first, below] = typeof item === 'string' || 'markdown' in item ? [item, []] : item;
      return [`- ${inline(first)}`, ...below.map((one) => `  - ${inline(one)}`)].join('\n');
    })
    .join('\n'),
});

const row = (cells: readonly Inline[]): string => `| ${cells.map(inline).join(' | ')} |`;

/** A table. `right`: the columns that stand on the right; absent: none. */
export const table = (
  head: readonly Inline[],
  rows: readonly (readonly Inline[])[],
  right: (column: number) => boolean = () => false,
): Block => ({
  block: [
    row(head),
    `| ${head.map((_, column) => (right(column) ? '---:' : '---')).join(' | ')} |`,
    ...rows.map(row),
  ].join('\n'),
});

/** Blocks one below the other. A block with nothing in it is left out. */
export const markdownOf = (blocks: readonly Block[]): string =>
  `${blocks
    .map(({ block }) => block)
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
