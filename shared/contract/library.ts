import { z } from 'zod';
import type { Comparison } from '../library/compare-sessions.ts';
import { usageFormats } from '../library/usage-formats.ts';
import type { ListedCost } from '../library/listed-cost.ts';
import { sessionId } from './values.ts';

/** Saved sessions. */
export const libraryArgs = {
  'library.list': z.object({}),
  'library.delete': z.object({ sessionId }),
  /** Two saved sessions side by side; see `compareSessions`. */
  'library.compare': z.object({ one: sessionId, other: sessionId }),
  /** Usage and cost of saved sessions as one file. */
  'library.usage': z.object({ sessionIds: z.array(sessionId).min(1).max(500), format: z.enum(usageFormats) }),
} as const satisfies Record<string, z.ZodType>;

/** What a listed session came to, as far as its record tells. */
export interface ListedFacts {
  readonly name: string | null;
  readonly turns: number;
  /** Responses that ended and never said what they used. */
  readonly notReported: number;
  readonly alarms: number;
  /** Some of what is expected is an estimate. */
  readonly estimated: boolean;
  /** Options that were asked for, as a person reads them. */
  readonly options: readonly string[];
  readonly cost: ListedCost;
}

export interface SessionSummary {
  readonly sessionId: string;
  readonly startedAt: string;
  readonly label: string;
  readonly deployment: string;
  readonly durationMs: number;
  readonly responses: number;
  readonly entries: number;
  readonly live: boolean;
  /** What its folder takes on the disk. */
  readonly bytes?: number;
  /** Absent: its record does not say. */
  readonly known?: ListedFacts;
  /** What is wrong with a session that cannot be opened, as a sentence. */
  readonly problem?: string;
}

export interface LibraryAnswers {
  'library.list': { sessions: SessionSummary[]; folder: string };
  'library.delete': object;
  'library.compare': { comparison: Comparison };
  'library.usage': { fileName: string; mediaType: string; text: string };
}
