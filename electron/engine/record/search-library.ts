import type { FoundSession, SearchHit } from '../../../shared/contract/library-search.ts';
import { nextPlace, type SearchTerm, searchTerms, snippetOf } from '../../../shared/session/library/search-words.ts';
import type { SearchLine, SearchPlace } from '../../../shared/session/library/searchable.ts';
import type { Indexed, SearchIndex } from './search-index.ts';

/** Hits that the list shows of one place of one session, and hits that are shown of one session opened. */
const mostListed = 3;
const mostOfOne = 500;

/** Numbers of the lines that hold a term. */
function linesWith(text: string, term: SearchTerm, starts: readonly number[]): Set<number> {
  const lines = new Set<number>();
  for (let at = nextPlace(text, term); at >= 0;) {
    const line = lineAt(starts, at);
    lines.add(line);
    const next = starts[line + 1];
    if (next === undefined) break;
    at = nextPlace(text, term, next);
  }
  return lines;
}

/** The last start that is not behind a place. */
function lineAt(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/**
 * Numbers of the lines of a session that are hits: every term stands somewhere in it; of its lines those that hold most of them.
 * Null: a term is missing.
 */
function hitLines({ folded }: Indexed, terms: readonly SearchTerm[]): number[] | null {
  // Most sessions fall out at their first term, before anything is counted.
  if (terms.some((term) => nextPlace(folded, term) < 0)) return null;
  const starts = startsOf(folded);
  const held = new Map<number, number>();
  for (const term of terms) {
    for (const line of linesWith(folded, term, starts)) held.set(line, (held.get(line) ?? 0) + 1);
  }
  const most = Math.max(...held.values());
  return [...held].flatMap(([line, number]) => (number === most ? [line] : [])).toSorted((one, other) => one - other);
}

const hitOf = ({ text, ...line }: SearchLine, terms: readonly SearchTerm[]): SearchHit => ({
  ...line,
  snippet: snippetOf(text, terms),
});

/** What is found of one session; null: nothing. @param most hits of one place */
async function foundIn(one: Indexed, terms: readonly SearchTerm[], most: number): Promise<FoundSession | null> {
  const numbers = hitLines(one, terms);
  if (numbers === null) return null;
  const places: Record<SearchPlace, number> = { said: 0, note: 0, name: 0, option: 0, event: 0 };
  const hits: SearchHit[] = [];
  for (const line of await one.line(numbers)) {
    places[line.place] += 1;
    if (places[line.place] <= most) hits.push(hitOf(line, terms));
  }
  return hits.length === 0 ? null : { sessionId: one.sessionId, hits, places };
}

/** Every session in which all that was typed stands somewhere, in no order; nothing typed finds none. */
export async function searchLibrary(index: SearchIndex, typed: string): Promise<FoundSession[]> {
  const terms = searchTerms(typed);
  if (terms.length === 0) return [];
  const found: FoundSession[] = [];
  for await (const one of index.all()) {
    const inIt = await foundIn(one, terms, mostListed);
    if (inIt !== null) found.push(inIt);
  }
  return found;
}

/** Every hit in one session, in the order of the session; null: it has none. */
export async function searchSession(
  index: SearchIndex,
  sessionId: string,
  typed: string,
): Promise<FoundSession | null> {
  const terms = searchTerms(typed);
  const one = terms.length === 0 ? null : await index.one(sessionId);
  return one === null ? null : await foundIn(one, terms, mostOfOne);
}
