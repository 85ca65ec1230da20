/** One way a secret may be written, folded, and how many letters of it in a row give it away. */
export interface Spelling {
  readonly text: string;
  readonly least: number;
}

/** Secrets from this length on are looked for in every text; shorter ones would mutilate ordinary words. */
export const shortestSecret = 12;
/** No word of a language is spelled like this by chance from here on, as long as it is no password that someone made up. */
export const shortestSpelling = 8;
/** A piece of a secret of this length gives it away, in a long secret a sixth of it: the heads of tokens are alike. */
const tellingPiece = 16;

/** Letters that spellings mix up stand for one: capitals, the two alphabets of base64, a space and its plus sign in a form. */
export const foldTable: Uint16Array = new Uint16Array(0x10000).map((_, code) => {
  if (code >= 65 && code <= 90) return code + 32;
  if (code === 32 || code === 45) return 43;
  return code === 95 ? 47 : code;
});

export const foldedCode = (code: number): number => foldTable[code] ?? code;

const letters = (codes: readonly number[]): string => codes.map((code) => String.fromCharCode(code)).join('');

export const fold = (text: string): string =>
  letters(Array.from({ length: text.length }, (_, at) => foldedCode(text.charCodeAt(at))));

/** The bytes of a text in UTF-8, each as a letter; half a pair as the mark that stands for it. */
function utf8(text: string): string {
  const bytes: number[] = [];
  for (const letter of text) {
    const whole = letter.codePointAt(0) ?? 0;
    const point = whole >= 0xd800 && whole <= 0xdfff ? 0xfffd : whole;
    if (point < 0x80) bytes.push(point);
    else {
      const more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
      bytes.push(((0xff00 >> (more + 1)) & 0xff) | (point >> (6 * more)));
      for (let left = more - 1; left >= 0; left -= 1) bytes.push(0x80 | ((point >> (6 * left)) & 0x3f));
    }
  }
  return letters(bytes);
}

/** The bytes in UTF-16, lower half first. A text in the other order holds the same row but for one end. */
const utf16 = (text: string): string =>
  letters(Array.from({ length: text.length * 2 - 1 }, (_, at) => (text.charCodeAt(at >> 1) >> (8 * (at & 1))) & 0xff));

const hex = (bytes: string): string =>
  Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The letters of base64 that depend on nothing but these bytes, when `before` bytes stand before them in their group of three. */
function base64(bytes: string, before: 0 | 1 | 2): string {
  const codes = [...Array.from({ length: before }, () => 0), ...Array.from(bytes, (byte) => byte.charCodeAt(0))];
  const bit = (at: number): number => ((codes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
  const sixBits = (at: number): number => [0, 1, 2, 3, 4, 5].reduce((value, next) => value * 2 + bit(at * 6 + next), 0);
  const first = Math.ceil((before * 8) / 6);
  const end = Math.floor((codes.length * 8) / 6);
  return Array.from({ length: end - first }, (_, at) => alphabet[sixBits(first + at)] ?? '').join('');
}

/** Letters of base64 that a row of so many bytes fills whatever stands before it. */
const filled = (bytes: number): number => Math.floor((bytes * 8 - 4) / 6);

/** How many letters of a secret in a row give it away. */
export function tellingLength(secret: string): number {
  const { length } = secret;
  if (length > tellingPiece) return Math.max(tellingPiece, Math.ceil(length / 6));
  // One letter may be lost to an escape that seems to begin right before the secret.
  return length >= shortestSecret ? length - 1 : length;
}

function ofBytes(bytes: string, least: number): Spelling[] {
  return [
    { text: bytes, least },
    ...([0, 1, 2] as const).map((before) => ({ text: base64(bytes, before), least: filled(least) })),
  ];
}

/**
 * Every spelling of a secret that is looked for once escapes are undone: as it is, in UTF-8 and UTF-16, in base64 at any place in
 * its groups of three, in hexadecimal digits.
 * @param undone the secret without what looks like an escape in it, as it is met where escapes are undone; null: nothing does
 */
export function spellingsOf(secret: string, undone: Spelling | null): Spelling[] {
  const least = tellingLength(secret);
  const bytes = utf8(secret);
  const spelled: Spelling[] = [
    { text: secret, least },
    ...(undone === null ? [] : [undone]),
    ...ofBytes(bytes, least),
    { text: hex(bytes), least: 2 * least },
    ...ofBytes(utf16(secret), 2 * least - 1),
  ];
  const byText = new Map(spelled.map((one) => [fold(one.text), one.least]));
  // What is short once it is undone would be found in ordinary words.
  return [...byText].flatMap(([text, own]) =>
    text.length < shortestSpelling ? [] : [{ text, least: Math.max(shortestSpelling, Math.min(own, text.length)) }],
  );
}

/** What stands behind `Basic` in a login header, without the equals signs at its end. */
export function basicLogin(user: string, password: string): string {
  const bytes = utf8(`${user}:${password}`);
  const left = (bytes.length * 8) % 6;
  return left === 0 ? base64(bytes, 0) : base64(`${bytes}\0`, 0).slice(0, Math.floor((bytes.length * 8) / 6) + 1);
}
