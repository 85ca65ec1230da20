import { foldTable, type Spelling } from './spellings.ts';

/** From the first letter to the one behind the last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const gramLetters = 4;
const tableBits = 17;

/** Read by itself: it stands in the innermost loop. */
const table = foldTable;

/** A number of `tableBits` for the four letters from `at` on. Letters behind the end count as none. */
function gramAt(text: string, at: number): number {
  const one = table[text.charCodeAt(at)] ?? 0;
  const two = table[text.charCodeAt(at + 1)] ?? 0;
  const three = table[text.charCodeAt(at + 2)] ?? 0;
  const four = table[text.charCodeAt(at + 3)] ?? 0;
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
      while (place.at > left && at > left && same(text, at - left - 1, spelled, place.at - left - 1)) left += 1;
      let right = 0;
      while (
        place.at + right < spelled.length &&
        at + right < text.length &&
        same(text, at + right, spelled, place.at + right)
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
      gram += String.fromCharCode(table[text.charCodeAt(next)] ?? 0);
    return this.#places.get(gram) ?? [];
  }
}

const same = (text: string, at: number, spelled: string, place: number): boolean =>
  table[text.charCodeAt(at)] === spelled.charCodeAt(place);

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
