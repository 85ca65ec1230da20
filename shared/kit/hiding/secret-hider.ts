import { isJson } from '../json.ts';
import { hiddenSecret } from '../untrusted/secret-forms.ts';
import { fewestLeft, isEscaped, jsonCuts, mayHoldLetter, undone, type Undone, undoneStepwise } from './escapes.ts';
import {
  basicLogin,
  merged,
  PieceFinder,
  type Range,
  shortestSecret,
  shortestSpelling,
  type Spelling,
  spellingsOf,
  tellingLength,
} from './find-spellings.ts';

/** What a connection has to keep to itself. */
export interface Secrets {
  /** Keys and tokens. */
  readonly keys: readonly string[];
  /** At a proxy. */
  readonly logins: readonly { readonly user: string; readonly password: string }[];
}

/** Shorter than this nothing can be hidden: any text would hold it. */
const shortestWord = 4;

/** A secret with what looks like an escape taken out of it, and how few letters of it a row that gives it away may leave. */
function withoutEscapes(secret: string): Spelling | null {
  const bare = undone(secret);
  return bare && { text: bare.text, least: fewestLeft(bare, secret.length, tellingLength(secret)) };
}

/**
 * Finds and hides the secrets of a connection in what comes back from it, however they are spelled: as they are, in other letters of
 * the same alphabet's case, escaped for JSON, an address or markup, once or more, in base64 at any place (so in a login header and
 * in audio), in hexadecimal digits, in UTF-16, and in any mixture of escapes around those. A piece of 16 letters counts as the secret,
 * in a long one a sixth.
 *
 * A secret of 4 to 11 letters may be an ordinary word: `hide` lets it pass and `hideWords` hides it where it stands as a word by
 * itself. Its login header is hidden by both when that has 8 letters. Of fewer than 4 letters only that header is hidden.
 */
export class SecretHider {
  /** Secrets that `hide` looks for, as they are. */
  readonly whole: readonly string[];
  /** Letters in a row, escapes undone, that may stand in a text without giving any of them away, at the most. */
  readonly longestPiece: number;
  readonly #finder: PieceFinder;
  readonly #words: readonly string[];
  /** A secret has letters that begin an escape or are written as one, so it may be lost where all are undone at once. */
  readonly #ambiguous: boolean;

  constructor({ keys, logins }: Secrets) {
    const given = [...keys, ...logins.map(({ password }) => password)].map((secret) => secret.trim());
    const basic = logins.map(({ user, password }) => basicLogin(user, password));
    this.whole = [
      ...new Set([
        ...given.filter(({ length }) => length >= shortestSecret),
        ...basic.filter(({ length }) => length >= shortestSpelling),
      ]),
    ];
    this.#words = [...new Set([...given, ...basic])].filter(
      (secret) => secret.length >= shortestWord && !this.whole.includes(secret),
    );
    this.#ambiguous = [...this.whole, ...this.#words].some((secret) => /["'\\%&<>]|[^ -~]/.test(secret));
    this.longestPiece = Math.max(0, ...this.whole.map((secret) => tellingLength(secret) - 1));
    this.#finder = new PieceFinder(this.whole.flatMap((secret) => spellingsOf(secret, withoutEscapes(secret))));
  }

  /** There is nothing to hide. */
  get idle(): boolean {
    return this.whole.length === 0 && this.#words.length === 0;
  }

  /** Where secrets stand in a text, in order, none overlapping, no escape of JSON cut in two. */
  pieces(text: string): Range[] {
    return this.#in(text, (one) => this.#finder.pieces(one));
  }

  /** A text without the secrets; itself when it holds none. JSON stays JSON. */
  hide(text: string): string {
    return replaced(text, this.pieces(text));
  }

  /** As `hide`, and without short secrets too: for texts that are no conversation. */
  hideWords(text: string): string {
    const found = [
      ...this.pieces(text),
      ...(this.#words.length === 0 ? [] : this.#in(text, (one) => wordsIn(one, this.#words))),
    ];
    return replaced(text, merged(found));
  }

  #in(text: string, find: (text: string) => readonly Range[]): Range[] {
    const open = this.#ambiguous || mayHoldLetter(text) ? undone(text) : null;
    const opened: readonly Undone[] = open === null ? [] : this.#ambiguous ? [open, ...undoneStepwise(text)] : [open];
    const found = [...find(text), ...opened.flatMap((one) => find(one.text).map((range) => one.source(range)))];
    return found.length === 0 ? [] : merged(found.map((range) => withWholeEscapes(text, range)));
  }
}

const longestEscape = 6;

/** The end of the escape that begins at a backslash. */
const escapeEnd = (text: string, at: number): number => at + (text[at + 1] === 'u' ? longestEscape : 2);

function withWholeEscapes(text: string, { from, to }: Range): Range {
  let first = from;
  let end = to;
  for (let at = Math.max(0, from - longestEscape); at < from; at += 1) {
    if (text[at] === '\\' && !isEscaped(text, at) && escapeEnd(text, at) > from) first = Math.min(first, at);
  }
  for (let at = Math.max(from, to - longestEscape); at < to; at += 1) {
    if (text[at] === '\\' && !isEscaped(text, at)) end = Math.max(end, Math.min(text.length, escapeEnd(text, at)));
  }
  return { from: first, to: end };
}

const ofWord = /[\p{L}\p{N}]/u;

const joined = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && ofWord.test(one) && ofWord.test(other);

/** Where words stand by themselves: no letter or digit goes on at an end that is one. */
function wordsIn(text: string, words: readonly string[]): Range[] {
  const found: Range[] = [];
  for (const word of words) {
    for (let from = text.indexOf(word); from >= 0; from = text.indexOf(word, from + 1)) {
      const to = from + word.length;
      if (!joined(text[from - 1], word[0]) && !joined(word.at(-1), text[to])) found.push({ from, to });
    }
  }
  return found;
}

function cut(text: string, cuts: readonly (Range & { readonly quoted?: boolean })[]): string {
  let clean = '';
  let end = 0;
  for (const { from, to, quoted } of cuts) {
    clean += text.slice(end, from) + (quoted === true ? `"${hiddenSecret}"` : hiddenSecret);
    end = to;
  }
  return clean + text.slice(end);
}

/** A text with the mark in place of each range; itself when there is none. What was JSON stays JSON. @param ranges in order, none overlapping */
export function replaced(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  if (!/^\s*[[{"\d-]/.test(text) || !isJson(text)) return cut(text, ranges);
  const clean = cut(text, jsonCuts(text, ranges));
  return isJson(clean) ? clean : `"${hiddenSecret}"`;
}
