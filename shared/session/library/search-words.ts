/*
 * How a text is searched: without regard to case and accents, by words, by phrases in quotation marks, and by the beginning of the
 * word that is typed last. Scripts that put nothing between their words are searched by what stands in a row.
 */

const accents = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+/g;
const plainAscii = /^\p{ASCII}*$/u;

/** A text as it is compared: small letters without accents, one space for any gap. `Straße, Ünal` is `strasse, unal`. */
export function folded(text: string): string {
  const bare = plainAscii.test(text) ? text : text.normalize('NFKD').replaceAll(accents, '').normalize('NFC');
  return bare.toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ').replaceAll(/\s+/g, ' ');
}

/** One thing that has to stand in a text. */
export interface SearchTerm {
  /** Folded. */
  readonly text: string;
  /** What follows it may go on: it is still being typed. */
  readonly isOpen: boolean;
}

/** Terms of a search beyond these are no search of a person. */
const mostTerms = 24;

const parts = /"([^"]*)("?)|[^\s"]+/g;

/** What a person typed as terms, all of which are required; none: nothing is searched for. Terms that say the same stand once. */
export function searchTerms(typed: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  for (const { 0: whole, 1: phrase, 2: end } of folded(
    typed.replaceAll(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"'),
  ).matchAll(parts)) {
    const text = (phrase ?? whole).trim();
    if (text !== '') terms.push({ text, isOpen: phrase === undefined || end === '' });
  }
  const last = terms.length - 1;
  const told = terms.map((term, index) => ({ ...term, isOpen: term.isOpen && index === last }));
  return told
    .filter(
      (term, index) => told.findIndex(({ text, isOpen }) => text === term.text && isOpen === term.isOpen) === index,
    )
    .slice(0, mostTerms);
}

const letter = /[\p{L}\p{N}]/u;
/** Scripts without gaps between their words. */
const gapless = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** The whole character that ends right before a place of a text. */
function before(text: string, at: number): string {
  const unit = text.charCodeAt(at - 1);
  return unit >= 0xdc00 && unit <= 0xdfff ? text.slice(at - 2, at) : text.charAt(at - 1);
}

const after = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 0x20);

/** Whether a letter of a word goes on on both sides of a place. */
function joins(left: string, right: string): boolean {
  return letter.test(left) && letter.test(right) && !gapless.test(left) && !gapless.test(right);
}

/** Where a term stands in a folded text, from a place on; -1: no more. */
export function nextPlace(text: string, { text: term, isOpen }: SearchTerm, from = 0): number {
  for (let at = text.indexOf(term, from); at >= 0; at = text.indexOf(term, at + 1)) {
    const end = at + term.length;
    if (at > 0 && joins(before(text, at), after(term, 0))) continue;
    if (!isOpen && end < text.length && joins(before(term, term.length), after(text, end))) continue;
    return at;
  }
  return -1;
}

/** A stretch of a text that is shown, and where in it the hits stand, in order and apart from each other. */
export interface Snippet {
  readonly text: string;
  /** From and to of each, in units of the text. */
  readonly marks: readonly (readonly [from: number, to: number])[];
}

/** Letters shown before the first hit, and in all. */
const lead = 32;
const mostShown = 200;

/** A letter with the marks that belong to it: folded by itself it is what it is in the folded text. */
const clusters = /\P{M}\p{M}*|\p{M}+/gu;

/** The folded text with, for each of its units, the unit of the text where its letter begins, and the end behind the last. */
function foldedWithPlaces(text: string): { readonly folded: string; readonly places: readonly number[] } {
  let made = '';
  const places: number[] = [];
  for (const { 0: cluster, index } of text.matchAll(clusters)) {
    const part = folded(cluster);
    // A gap of several letters is one.
    const kept = part === ' ' && made.endsWith(' ') ? '' : part;
    for (let unit = 0; unit < kept.length; unit += 1) places.push(index);
    made += kept;
  }
  places.push(text.length);
  return { folded: made, places };
}

function stretches(text: string, terms: readonly SearchTerm[]): [from: number, to: number][] {
  const { folded: made, places } = foldedWithPlaces(text);
  const found: [number, number][] = [];
  for (const term of terms) {
    for (let at = nextPlace(made, term); at >= 0; at = nextPlace(made, term, at + term.text.length)) {
      let end = at + term.text.length;
      const to = places[end] ?? text.length;
      // A letter that folds into several is marked as a whole.
      while (end < places.length - 1 && places[end] === places[end - 1]) end += 1;
      found.push([places[at] ?? 0, places[end] ?? to]);
    }
  }
  return found;
}

function joined(found: readonly (readonly [number, number])[]): [number, number][] {
  const apart: [number, number][] = [];
  for (const [from, to] of found.toSorted(([one, end], [other, otherEnd]) => one - other || end - otherEnd)) {
    const last = apart.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else apart.push([from, to]);
  }
  return apart;
}

/** Not within a pair of units that are one letter. */
const atLetter = (text: string, at: number): number => {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
};

/** What of a text is shown for a search: around its first hit, on one line, `…` where something is left out. */
export function snippetOf(text: string, terms: readonly SearchTerm[]): Snippet {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const marks = joined(stretches(line, terms));
  const first = marks[0]?.[0] ?? 0;
  const begun = first <= lead ? 0 : atLetter(line, first - lead);
  // Words are shown whole where one ends near by.
  const gap = begun === 0 ? -1 : line.indexOf(' ', begun);
  const from = gap >= 0 && gap < first ? gap + 1 : begun;
  const to = line.length - from <= mostShown ? line.length : atLetter(line, from + mostShown);
  const head = from === 0 ? '' : '…';
  const shift = head.length - from;
  return {
    text: `${head}${line.slice(from, to)}${to < line.length ? '…' : ''}`,
    marks: marks.filter(([begin]) => begin < to).map(([begin, end]) => [begin + shift, Math.min(end, to) + shift]),
  };
}
