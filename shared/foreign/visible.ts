/** What a reader cannot see and a program obeys: control characters, and marks that turn the direction of what follows. */
const unseen = /(?![\t\n\v\f\r])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const half = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text that came from outside, with what is unseen in it written out: `invoice\u202Egpj.exe` shows as `invoice[U+202E]gpj.exe`. */
export const visible = (text: string): string =>
  text
    .replaceAll(half, '\ufffd')
    .replaceAll(unseen, (mark) => `[U+${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`);

/** The same on one line. */
export const visibleLine = (text: string): string => visible(text.replaceAll(/[\s\u0085\u2028\u2029]+/g, ' ')).trim();
