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
const foldTable: Uint16Array = new Uint16Array(0x10000).map((_, code) => {
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

/** From the first letter to the one behind the last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const gramLetters = 4;
const tableBits = 17;

/** Read by itself: it stands in the innermost loop. */
const letterTable = foldTable;

/** A number of `tableBits` for the four letters from `at` on. Letters behind the end count as none. */
function gramAt(text: string, at: number): number {
  const one = letterTable[text.charCodeAt(at)] ?? 0;
  const two = letterTable[text.charCodeAt(at + 1)] ?? 0;
  const three = letterTable[text.charCodeAt(at + 2)] ?? 0;
  const four = letterTable[text.charCodeAt(at + 3)] ?? 0;
  return Math.imul(one | (two << 8) | (three << 16) | (four << 24), 0x9e3779b1) >>> (32 - tableBits);
}

const isSeen = (seen: Uint8Array, text: string, at: number): boolean => seen[gramAt(text, at)] === 1;

/** A place in a spelling. */
interface Place {
  readonly spelling: Spelling;
  readonly at: number;
}

/**
 * Finds pieces of spellings. A piece that gives a secret away is longer than the steps in which a text is looked at, so most letters
 * of a text without one are never read.
 */
export class PieceFinder {
  readonly #spellings: readonly Spelling[];
  readonly #least: number;
  readonly #step: number;
  /** Which rows of four letters stand in any spelling, by hash. */
  readonly #seen = new Uint8Array(2 ** tableBits);
  #places: Map<string, Place[]> | null = null;

  /** @param spellings folded, each with at least eight telling letters */
  constructor(spellings: readonly Spelling[]) {
    this.#spellings = spellings;
    this.#least = Math.min(...spellings.map(({ least }) => least));
    this.#step = this.#least - gramLetters + 1;
    for (const { text } of spellings) {
      for (let at = 0; at + gramLetters <= text.length; at += 1) {
        this.#seen[gramAt(text, at)] = 1;
      }
    }
  }

  /** Pieces in order, none overlapping. */
  pieces(text: string): Range[] {
    if (this.#spellings.length === 0) return [];
    const found: Range[] = [];
    const seen = this.#seen;
    const step = this.#step;
    const last = text.length - gramLetters;
    for (let at = 0; at <= last; at += step) {
      if (!isSeen(seen, text, at) || !this.#likely(text, at)) continue;
      const piece = this.#pieceAround(text, at);
      if (piece === null) continue;
      found.push(piece);
      while (at + step < piece.to) at += step;
    }
    return merged(found);
  }

  /** Whether so many rows beside one another are known that a piece may lie here. */
  #likely(text: string, at: number): boolean {
    let known = 1;
    for (let next = at + 1; known < this.#step && next + gramLetters <= text.length; next += 1, known += 1) {
      if (!isSeen(this.#seen, text, next)) break;
    }
    for (let next = at - 1; known < this.#step && next >= 0; next -= 1, known += 1) {
      if (!isSeen(this.#seen, text, next)) break;
    }
    return known >= this.#step;
  }

  #pieceAround(text: string, at: number): Range | null {
    let from = at;
    let to = at;
    for (const place of this.#placesOf(text, at)) {
      const { text: spelled, least } = place.spelling;
      let left = 0;
      while (place.at > left && at > left && sameLetter(text, at - left - 1, spelled, place.at - left - 1)) left += 1;
      let right = 0;
      while (
        place.at + right < spelled.length &&
        at + right < text.length &&
        sameLetter(text, at + right, spelled, place.at + right)
      ) {
        right += 1;
      }
      if (left + right < least) continue;
      from = Math.min(from, at - left);
      to = Math.max(to, at + right);
    }
    return to === at ? null : { from, to };
  }

  #placesOf(text: string, at: number): readonly Place[] {
    this.#places ??= placesIn(this.#spellings);
    let gram = '';
    for (let next = at; next < at + gramLetters; next += 1)
      gram += String.fromCharCode(letterTable[text.charCodeAt(next)] ?? 0);
    return this.#places.get(gram) ?? [];
  }
}

const sameLetter = (text: string, at: number, spelled: string, place: number): boolean =>
  letterTable[text.charCodeAt(at)] === spelled.charCodeAt(place);

function placesIn(spellings: readonly Spelling[]): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  for (const spelling of spellings) {
    for (let at = 0; at + gramLetters <= spelling.text.length; at += 1) {
      const gram = spelling.text.slice(at, at + gramLetters);
      const known = places.get(gram);
      if (known === undefined) places.set(gram, [{ spelling, at }]);
      else known.push({ spelling, at });
    }
  }
  return places;
}

/** Ranges in order, those that touch as one. */
export function merged(ranges: readonly Range[]): Range[] {
  const inOrder = [...ranges].sort((one, other) => one.from - other.from);
  const whole: Range[] = [];
  for (const range of inOrder) {
    const before = whole.at(-1);
    if (before !== undefined && range.from <= before.to) {
      whole[whole.length - 1] = { from: before.from, to: Math.max(before.to, range.to) };
    } else whole.push(range);
  }
  return whole;
}
