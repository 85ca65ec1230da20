import { z } from 'zod';
import type { Snippet } from '../session/library/search-words.ts';
import type { SearchLine, SearchPlace } from '../session/library/searchable.ts';
import { sessionId } from './session-id.ts';

const typed = z.string().max(400);

/** Searching what was said, written and asked for in saved sessions. */
export const librarySearchArgs = {
  /** Every session in which all words stand; phrases in quotation marks; the last word may be unfinished. Nothing typed brings the index up to date. */
  'library.search': z.object({ typed }),
  /** Every hit in one session. */
  'library.hits': z.object({ sessionId, typed }),
} as const satisfies Record<string, z.ZodType>;

/** One place where the words stand. */
export interface SearchHit extends Omit<SearchLine, 'text'> {
  readonly snippet: Snippet;
}

export interface FoundSession {
  readonly sessionId: string;
  /** The first few of each place, in the order of the session. */
  readonly hits: readonly SearchHit[];
  /** Hits of each place, those not shown too. */
  readonly places: Readonly<Record<SearchPlace, number>>;
}

/** How much of the library can be found. */
export interface SearchStanding {
  readonly sessions: number;
  readonly indexed: number;
  readonly texts: number;
}

export interface LibrarySearchAnswers {
  'library.search': { found: readonly FoundSession[]; standing: SearchStanding; tookMs: number };
  'library.hits': { found: FoundSession | null };
}
