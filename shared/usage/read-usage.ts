import { isJsonObject, mostLevels, type Json, type JsonObject } from '../kit/json.ts';
import { cachedUnsplitOf, type CachedUnsplit } from './cached-tokens.ts';
import { knownField, usageFromCounts } from './fields.ts';
import { contradictions, shortName, type UsageProblem } from './problems.ts';
import { numberInText, placeOf, usageWords } from './spelling.ts';
import { count as groups } from '../kit/numbers.ts';

/** One usage report, read. */
export interface UsageReading {
  /** The counts that were understood: spelled, nested and ordered as on the wire, numbers all of them. */
  readonly usage: JsonObject;
  /**
   * Amounts that were reported and are no part of `usage`, flat, by their path as it came: numbers of fields that nobody
   * knows, and what was said in place of a count, with how it is none (`input_tokens, below zero`). At least 0, finite.
   */
  readonly unassigned: Readonly<Record<string, number>>;
  readonly problems: readonly UsageProblem[];
  /** Null: every cached token has its kind, or none was cached. */
  readonly cachedUnsplit: CachedUnsplit | null;
}

/** Numbers of unknown fields that are named one by one; beyond them their number is said. */
const mostNamed = 40;
interface Leaf {
  readonly path: string;
  /** Where on the wire it belongs; null: nowhere that is known. */
  readonly place: string | null;
  readonly value: number | string | boolean;
}

type NoCount = 'no number' | 'below zero' | 'beyond counting' | 'not whole';
const noneWords: Readonly<Record<NoCount, string>> = {
  'no number': 'no number',
  'below zero': 'below zero',
  'beyond counting': 'more than can be counted',
  'not whole': 'no whole number',
};

/** Why a number is no count of its field; null: it is one. */
function whyNone(value: number, unit: 'tokens' | 'seconds'): NoCount | null {
  if (Number.isNaN(value)) return 'no number';
  if (value < 0) return 'below zero';
  if (value > Number.MAX_SAFE_INTEGER) return 'beyond counting';
  return unit === 'seconds' || Number.isInteger(value) ? null : 'not whole';
}

/** What is gathered of one report while its values are gone through. */
class Reader {
  readonly counts = new Map<string, number>();
  readonly problems: UsageProblem[] = [];
  readonly unassigned = new Map<string, number>();
  readonly #source: 'response' | 'transcription';
  readonly #standsAs = new Map<string, Leaf>();
  readonly #respelled: Leaf[] = [];
  readonly #asText: Leaf[] = [];
  #notUnderstood = 0;

  constructor(source: 'response' | 'transcription') {
    this.#source = source;
  }

  #placeOf(path: string, words: readonly string[] | null): string | null {
    const known = (place: string | null): string | null =>
      place !== null && knownField(this.#source, place) !== undefined ? place : null;
    return known(path) ?? (words === null ? null : known(placeOf(words)));
  }

  #keep(path: string, amount: number): void {
    if (amount === 0 || Number.isNaN(amount)) return;
    const key = amount < 0 ? `${path}, below zero` : path;
    const sum = (this.unassigned.get(key) ?? 0) + Math.abs(amount);
    this.unassigned.set(key, Math.min(sum, Number.MAX_VALUE));
  }

  #misunderstood(path: string, sentence: string): void {
    this.#notUnderstood += 1;
    if (this.#notUnderstood <= mostNamed) this.problems.push({ kind: 'not-understood', path, sentence });
  }

  #count(leaf: Leaf & { readonly place: string }): void {
    const { path, place, value } = leaf;
    const number = typeof value === 'string' ? numberInText(value) : typeof value === 'number' ? value : undefined;
    if (number === undefined) {
      this.#misunderstood(
        path,
        `The usage has "${shortName(String(value))}" as ${shortName(path)}, which is no number.`,
      );
      return;
    }
    const none = whyNone(number, knownField(this.#source, place)?.unit ?? 'tokens');
    if (none !== null) {
      this.#keep(`${path}, ${none}`, Math.abs(number));
      const sentence = `The usage has ${shortName(String(value))} as ${shortName(path)}, which is ${noneWords[none]}.`;
      this.problems.push({ kind: 'impossible', path, sentence });
      return;
    }
    const other = this.#standsAs.get(place);
    const count = number === 0 ? 0 : number;
    if (other !== undefined && this.counts.get(place) !== count) {
      // The protocol's own spelling is believed, and among others the one that came first.
      const [kept, left] = path === place ? [leaf, other] : [other, leaf];
      const sentence = `The usage states ${shortName(place)} twice: ${shortName(String(kept.value))} as ${shortName(kept.path)} and ${shortName(String(left.value))} as ${shortName(left.path)}.`;
      this.problems.push({ kind: 'impossible', path: left.path, sentence });
      if (kept === other) return;
    }
    if (other === undefined || path === place) {
      this.#standsAs.set(place, leaf);
      this.counts.set(place, count);
    }
    if (path !== place) this.#respelled.push(leaf);
    if (typeof value === 'string') this.#asText.push(leaf);
  }

  #leaf(leaf: Leaf): void {
    const { path, place, value } = leaf;
    if (place !== null) {
      this.#count({ ...leaf, place });
      return;
    }
    const number = typeof value === 'string' ? numberInText(value) : value;
    if (typeof number !== 'number' || number === 0) return;
    this.#keep(path, number);
    this.#misunderstood(
      path,
      `The usage has ${shortName(String(value))} as ${shortName(path)}, which no price and no known field takes.`,
    );
  }

  /** @param words the words above, in the report's own spelling; null: one of them is foreign to usage */
  visit(value: Json, path: string, words: readonly string[] | null, level: number): void {
    if (value === null) return;
    if (typeof value !== 'object') {
      this.#leaf({ path, place: this.#placeOf(path, words), value });
      return;
    }
    if (level > mostLevels) {
      this.#misunderstood(path, `The usage is nested deeper than ${mostLevels} levels, and is not read below them.`);
      return;
    }
    for (const [key, below] of Object.entries<Json>(value)) {
      const own = Array.isArray(value) ? null : (usageWords(key)?.words ?? null);
      this.visit(
        below,
        path === '' ? key : `${path}.${key}`,
        words === null || own === null ? null : [...words, ...own],
        level + 1,
      );
    }
  }

  /** What was read otherwise than it stood, once for the whole report, and how much was not named. */
  finish(): void {
    const [spelled] = this.#respelled;
    if (spelled !== undefined) {
      const many = this.#respelled.length;
      this.problems.push({
        kind: 'spelled',
        path: spelled.path,
        sentence: `${many === 1 ? 'A count of the usage is' : `${many} counts of the usage are`} spelled otherwise than the protocol does (${shortName(spelled.path)} for ${spelled.place ?? ''}), and ${many === 1 ? 'was' : 'were'} read all the same.`,
      });
    }
    const [text] = this.#asText;
    if (text !== undefined) {
      this.problems.push({
        kind: 'as-text',
        path: text.path,
        sentence: `The usage writes ${shortName(text.path)}${this.#asText.length > 1 ? ` and ${this.#asText.length - 1} more` : ''} as text, "${shortName(String(text.value))}", which was read as a number.`,
      });
    }
    const unnamed = this.#notUnderstood - mostNamed;
    if (unnamed > 0) {
      const sentence = `The usage has ${groups(unnamed)} more numbers that no price and no known field takes.`;
      this.problems.push({ kind: 'not-understood', path: '', sentence });
    }
  }
}

/**
 * Reads one usage report in whatever spelling and form it came. Pure, never throws, and nothing that it cannot read
 * becomes 0: what is left out of `usage` is in `unassigned` and among the problems.
 */
export function readUsage(raw: Json, source: 'response' | 'transcription'): UsageReading {
  const reader = new Reader(source);
  if (isJsonObject(raw)) {
    reader.visit(raw, '', [], 0);
  } else if (raw !== null) {
    reader.problems.push({ kind: 'not-understood', path: '', sentence: 'The usage is no object with counts in it.' });
  }
  reader.finish();
  const { counts, unassigned, problems } = reader;
  const cachedUnsplit = source === 'response' ? cachedUnsplitOf(counts) : null;
  return {
    usage: usageFromCounts(counts, source),
    unassigned: Object.fromEntries(unassigned),
    problems: [...problems, ...contradictions(counts, unassigned, source)],
    cachedUnsplit,
  };
}

/**
 * Everything that a report states, for the ledger: the counts under their paths on the wire, and beside them, flat under
 * the paths they came by, the amounts that were not understood.
 */
export const everythingStated = ({ usage, unassigned }: UsageReading): JsonObject => ({ ...usage, ...unassigned });
