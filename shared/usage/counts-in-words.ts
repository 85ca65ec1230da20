import { cachedPath, inputPath, responsePath } from './fields.ts';
import { placeOf, usageWords } from './spelling.ts';

/** Counts by their places in the usage object of the wire; one object a response. */
export type WordCounts = ReadonlyMap<string, number>;

/** What running text says of counts of tokens: `229 in, 537 out`, `input 229 (110 audio, 119 text) output 537`. */
export type WordsRead =
  | { readonly kind: 'none' }
  | { readonly kind: 'read'; readonly responses: readonly WordCounts[] }
  /** It can be read in more ways than one; each as a list of counts. */
  | { readonly kind: 'several'; readonly readings: readonly (readonly WordCounts[])[] }
  /** A number stands beside words of tokens and cannot be told to be their count; as it stands there. */
  | { readonly kind: 'unclear'; readonly quote: string };

type Token =
  | { readonly kind: 'number'; readonly text: string; readonly count: number }
  | { readonly kind: 'word'; readonly text: string; readonly words: readonly string[] }
  /** A number that is no whole one: `1.5k`. */
  | { readonly kind: 'odd'; readonly text: string }
  /** `opens`: what comes next is a part of what was named last. */
  | { readonly kind: 'mark'; readonly text: string; readonly opens: boolean }
  | { readonly kind: 'other'; readonly text: string };

const pieces = /(?:[^\s(),;|=+:]|(?<=\d),(?=\d{3}(?!\d))|(?<=\d):(?=\d))*[^\s(),;|=+:]|[(),;|=+:\n]/g;
const whole = /^(\d{1,3}(?:,\d{3})+|\d+)(?:tok(?:en)?s?)?$/i;
const rounded = /^\d[\d.,]*[km]?$/i;
/** Words between a count and its name that change nothing. */
const links = new Set(['is', 'was', 'were', 'are', 'of', 'them', 'which', 'these', 'at', 'the', 'for']);
const separators = new Set(['and', 'plus', 'with', 'including', 'incl', 'both', 'then']);

function tokenOf(piece: string): Token[] {
  if (/^[(),;|=+:\n]$/.test(piece)) return [{ kind: 'mark', text: piece, opens: piece === ':' || piece === '=' }];
  const text = piece.replace(/^["'`*\u201c-]+/, '').replace(/[.!?"'`*\u201d]+$/, '');
  const end: Token[] = /[.!?]["'`*\u201d]*$/.test(piece) ? [{ kind: 'mark', text: '.', opens: false }] : [];
  const digits = whole.exec(text)?.[1];
  if (digits !== undefined) return [{ kind: 'number', text, count: Number(digits.replaceAll(',', '')) }, ...end];
  if (rounded.test(text)) return [{ kind: 'odd', text }, ...end];
  if (/^[/&\u00b7\u2022\u2192]$/.test(piece) || separators.has(text.toLowerCase()))
    return [{ kind: 'mark', text: ',', opens: false }];
  const words = /\d/.test(text) ? null : usageWords(text);
  const known = words !== null && (words.words.length > 0 || words.ofTokens);
  return [known ? { kind: 'word', text, words: words.words } : { kind: 'other', text }, ...end];
}

const isLink = (token: Token | undefined): boolean => token?.kind === 'other' && links.has(token.text.toLowerCase());
const isForeign = (token: Token | undefined): boolean =>
  token?.kind === 'other' && !/^(?:is|was|were|are)$/i.test(token.text);

/** `in` and `out` are directions, and also words of any sentence: `229 tokens in 3 calls`, `420 audio in the answer`. */
function isPreposition(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.kind !== 'word' || !/^(?:in|out)$/i.test(token.text)) return false;
  const next = tokens[at + 1];
  return isForeign(next) || (next?.kind === 'number' && isForeign(tokens[at + 2]));
}

const money =
  /(?:\bUS)?[$\u20ac\u00a3]\s?\d[\d.,]*\d|(?:\bUS)?[$\u20ac\u00a3]\s?\d|\b\d[\d.,]*\s?(?:[$\u20ac\u00a3](?!\s?\d)|(?:USD|EUR|GBP|CHF|SEK|dollars?|euros?|cents?)\b)/gi;

/** A text without its amounts of money, which name their currency: a comma stands for each. */
export const withoutMoney = (text: string): string => text.replaceAll(money, ' , ');

function tokensOf(text: string): Token[] {
  const all = [...withoutMoney(text).matchAll(pieces)].flatMap(([piece]) => tokenOf(piece));
  const told = all.map((token, at): Token => (isPreposition(all, at) ? { kind: 'other', text: token.text } : token));
  return told.filter((token) => !isLink(token));
}

/** A count with the words that name it, and the words of what it is a part of. */
interface Named {
  readonly words: readonly string[];
  readonly count: number;
  /** Of the parts in brackets or behind a colon; empty: none. */
  readonly within: readonly string[];
  readonly line: number;
}

/** One clause: numbers and the names beside them, in the order of the text. */
interface Clause {
  readonly tokens: readonly Token[];
  readonly within: readonly string[];
  readonly line: number;
  /** A foreign word ends it, so that its last name may belong to that: `3 text messages`. */
  readonly runsOn: boolean;
}

const isDirection = (word: string): boolean => word === 'input' || word === 'output';
const wordsIn = (tokens: readonly Token[]): string[] =>
  tokens.flatMap((token) => (token.kind === 'word' ? token.words : []));

/** Where numbers and words that follow one another from `from` on end, exclusive. */
function endOfRun(tokens: readonly Token[], from: number): number {
  let end = from;
  while (tokens[end]?.kind === 'number' || tokens[end]?.kind === 'word') end += 1;
  return end;
}

/** The text in clauses: parts between marks and foreign words. What stands in brackets or behind a colon is within what is before it. */
function clausesOf(tokens: readonly Token[]): Clause[] {
  const clauses: Clause[] = [];
  let own: Token[] = [];
  let line = 0;
  let within: readonly string[] = [];
  const outer: (readonly string[])[] = [];
  const close = (runsOn: boolean): void => {
    if (own.length > 0) clauses.push({ tokens: own, within, line, runsOn });
    own = [];
  };
  const named = (): readonly string[] => {
    const last = clauses.at(-1);
    return last === undefined ? [] : wordsIn(last.tokens);
  };
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'number' || token.kind === 'word' || token.kind === 'odd') {
      own.push(token);
      continue;
    }
    if (token.kind === 'other') {
      close(true);
      continue;
    }
    const before = own.at(-1);
    // `audio in: 110` is a name and its count; the words before a list of parts are what the parts are within.
    if (token.opens && before?.kind === 'word' && tokens[at + 1]?.kind === 'number') {
      const ahead = tokens.slice(at + 1, endOfRun(tokens, at + 2));
      const numbers = ahead.filter(({ kind }) => kind === 'number').length;
      const isList = token.text === ':' && (numbers > 1 || wordsIn(ahead).length > 0);
      if (!isList) {
        // Of `a=1 b=2` each name ends the count before it.
        if (token.text === '=' && own.some(({ kind }) => kind === 'number')) {
          const from = own.findLastIndex(({ kind }) => kind === 'number') + 1;
          const rest = own.slice(from);
          own = own.slice(0, from);
          close(false);
          own = rest;
        }
        continue;
      }
    }
    close(false);
    if (token.text === '(') {
      outer.push(within);
      within = [...within, ...named()];
    } else if (token.text === ')') {
      within = outer.pop() ?? [];
    } else if (token.opens) {
      within = named();
    } else if (token.text !== ',' && token.text !== '+') {
      within = outer.length > 0 ? within : [];
      line += token.text === '\n' ? 1 : 0;
    }
  }
  close(false);
  return clauses;
}

type Run = { readonly words: string[] } | { readonly count: number };

/** Names and numbers of a clause by turns. */
function runsOf(tokens: readonly Token[]): Run[] {
  const runs: Run[] = [];
  for (const token of tokens) {
    const last = runs.at(-1);
    if (token.kind === 'number') runs.push({ count: token.count });
    else if (token.kind === 'word') {
      if (last !== undefined && 'words' in last) last.words.push(...token.words);
      else runs.push({ words: [...token.words] });
    }
  }
  // A bare `tokens` names nothing.
  return runs.filter((run) => 'count' in run || run.words.length > 0);
}

type Pair = Pick<Named, 'words' | 'count'>;

/** The ways in which numbers and names of a clause belong together. `heads`: words over all of them. */
function pairings(tokens: readonly Token[]): readonly (readonly Pair[])[] {
  const runs = runsOf(tokens);
  const counts = runs.flatMap((run) => ('count' in run ? [run.count] : []));
  const names = runs.flatMap((run) => ('words' in run ? [run.words] : []));
  const [first] = counts;
  if (first === undefined || names.length === 0) return [[]];
  if (counts.length === 1) return [[{ words: names.flat(), count: first }]];
  const turns = runs.every((run, at) => at === 0 || 'count' in run !== 'count' in (runs[at - 1] ?? run));
  if (!turns) return [];
  const pair = (own: readonly string[][], head: readonly string[] = []): readonly Pair[] =>
    counts.map((count, at) => ({ words: [...head, ...(own[at] ?? [])], count }));
  if (names.length === counts.length) return [pair(names)];
  // One name more than numbers: the first is over all of them, or the last is beside them.
  return names.length > counts.length ? [pair(names.slice(1), names[0]), pair(names.slice(0, -1))] : [];
}

/** The place of a count: by its own words within those around it, or by its own words alone. */
function placeWithin(words: readonly string[], within: readonly string[], direction: string | null): string | null {
  const isOwn = words.some(isDirection);
  const around = within.filter((word) => !words.includes(word) && !(isOwn && isDirection(word)));
  const turned = direction === null || isOwn || words.includes('total') || around.some(isDirection) ? [] : [direction];
  return placeOf([...words, ...around, ...turned]) ?? placeOf([...words, ...turned]) ?? placeOf(words);
}

/** Which direction a count has that names none: that of the count before it, or of the one behind it in its line. */
type Policy = 'back' | 'ahead';

/** What is needed of a count to give it a direction. `line`: never less than that of the count before it. */
type Directed = Pick<Named, 'words' | 'within' | 'line'>;

/**
 * The direction that a count takes which names none: that of a neighbour, or ahead its own; null: none has one. Carried from count to count, so that a long
 * text takes no longer for each of them. Pure.
 */
export function directionsBy(named: readonly Directed[], policy: Policy): readonly (string | null)[] {
  const all = [...named];
  const own = all.map(({ words, within }) => words.find(isDirection) ?? within.find(isDirection) ?? null);
  let before: string | null = null;
  const found = own.map((direction) => {
    const carried = before;
    before = direction ?? before;
    return carried;
  });
  if (policy === 'back') return found;
  let behind: { readonly direction: string; readonly line: number } | null = null;
  for (let at = all.length - 1; at >= 0; at -= 1) {
    const [direction, line] = [own[at] ?? null, all[at]?.line ?? 0];
    if (direction !== null) behind = { direction, line };
    if (behind?.line === line) found[at] = behind.direction;
  }
  return found;
}

/** null: a count has no place, or two. */
function countsBy(named: readonly Named[], policy: Policy): readonly WordCounts[] | null {
  const directions = directionsBy(named, policy);
  const objects: Map<string, number>[] = [new Map()];
  let begun = -1;
  for (const [at, one] of named.entries()) {
    const place = placeWithin(one.words, one.within, directions[at] ?? null);
    if (place === null) return null;
    let object = objects.at(-1) ?? new Map<string, number>();
    const known = object.get(place);
    if (known !== undefined && known !== one.count) {
      if (one.line === begun || begun < 0) return null;
      object = new Map();
      objects.push(object);
    }
    if (object.size === 0 || known !== undefined) begun = one.line;
    object.set(place, one.count);
  }
  return objects;
}

const isPart = (part: number | undefined, all: number | undefined): boolean =>
  part === undefined || all === undefined || part <= all;
const makesUp = (parts: readonly (number | undefined)[], all: number | undefined): boolean => {
  const sum = parts.reduce<number>((added, part) => added + (part ?? 0), 0);
  return all === undefined || (parts.includes(undefined) ? sum <= all : sum === all);
};

/** Whether parts are no more than their whole, and make it up where all of them are told. */
function holdsTogether(counts: WordCounts): boolean {
  const get = (place: string): number | undefined => counts.get(place);
  const [input, output, total] = (['input', 'output', 'total'] as const).map((name) => get(responsePath(name)));
  const ofInput = [get(inputPath('audio')), get(inputPath('text'))];
  const ofOutput = [get(responsePath('audioOut')), get(responsePath('textOut'))];
  return (
    makesUp([...ofInput, get(inputPath('image')) ?? 0], input) &&
    makesUp(ofOutput, output) &&
    makesUp([input, output], total) &&
    isPart(get(cachedPath('audio')), ofInput[0]) &&
    isPart(get(cachedPath('text')), ofInput[1]) &&
    isPart(get(responsePath('cached')), input)
  );
}

const keyOf = (responses: readonly WordCounts[]): string =>
  JSON.stringify(responses.map((counts) => [...counts].sort(([one], [other]) => (one < other ? -1 : 1))));

/** More ways of reading than this are none. */
const mostWays = 64;
const mostClauses = 4000;

const quoteOf = ({ tokens }: Clause): string => tokens.map(({ text }) => text).join(' ');

/** A number that is no whole one, or whose name may belong to the foreign word behind it: `3 text messages`. */
function isUnclear({ tokens, runsOn }: Clause): boolean {
  if (tokens.some(({ kind }) => kind === 'odd')) return true;
  const number = tokens.findLastIndex(({ kind }) => kind === 'number');
  const tail = number < 0 ? [] : tokens.slice(number + 1);
  return runsOn && wordsIn(tail).length > 0 && !tail.some(({ text }) => /tok/i.test(text));
}

/**
 * Counts of tokens in a text that is neither JSON nor a table. A number belongs to the words beside it; what two readings
 * fit is told with both, and no number beside words of tokens is passed over.
 */
export function countsInWords(text: string): WordsRead {
  const clauses = clausesOf(tokensOf(text));
  const telling = clauses.filter(({ tokens }) => wordsIn(tokens).length > 0);
  const unclear = telling.length > mostClauses ? telling[0] : telling.find(isUnclear);
  if (unclear !== undefined) return { kind: 'unclear', quote: quoteOf(unclear) };
  let ways: Named[][] = [[]];
  for (const clause of telling) {
    const own = pairings(clause.tokens);
    if (own.length === 0) return { kind: 'unclear', quote: quoteOf(clause) };
    const { within, line } = clause;
    const named = own.map((pairs) => pairs.map((pair): Named => ({ ...pair, within, line })));
    const [only] = named;
    // Most clauses can be read in one way: nothing is copied for them.
    if (named.length === 1 && only !== undefined) for (const way of ways) way.push(...only);
    else ways = ways.flatMap((way) => named.map((more) => [...way, ...more]));
    if (ways.length > mostWays) return { kind: 'unclear', quote: quoteOf(clause) };
  }
  if (ways.every((way) => way.length === 0)) return { kind: 'none' };
  const readings = new Map<string, readonly WordCounts[]>();
  for (const way of ways) {
    for (const policy of ['back', 'ahead'] as const) {
      const read = countsBy(way, policy);
      if (read?.every(holdsTogether) === true) readings.set(keyOf(read), read);
    }
  }
  const [only] = readings.values();
  if (only === undefined) return { kind: 'unclear', quote: telling.map(quoteOf).join(', ') };
  return readings.size === 1
    ? { kind: 'read', responses: only }
    : { kind: 'several', readings: [...readings.values()] };
}
