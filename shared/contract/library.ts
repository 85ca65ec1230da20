import { z } from 'zod';
import { sessionId } from './values.ts';

/** Saved sessions. */
export const libraryArgs = {
  'library.list': z.object({}),
  'library.delete': z.object({ sessionId }),
} as const satisfies Record<string, z.ZodType>;

export interface SessionSummary {
  readonly sessionId: string;
  readonly startedAt: string;
  readonly label: string;
  readonly deployment: string;
  readonly durationMs: number;
  readonly responses: number;
  readonly entries: number;
  readonly live: boolean;
  /** What is wrong with a session that cannot be opened, as a sentence. */
  readonly problem?: string;
}

export interface LibraryAnswers {
  'library.list': { sessions: SessionSummary[]; folder: string };
  'library.delete': object;
}
