import { z } from 'zod';
import { sessionId } from './session-id.ts';

/** Sessions that were deleted, until the trash is emptied. `library.delete` puts them there. */
export const trashArgs = {
  'library.trash': z.object({}),
  /** Brings one back to where it was. */
  'library.restore': z.object({ sessionId }),
  /** Deletes all that is in the trash for good. */
  'library.emptyTrash': z.object({}),
} as const satisfies Record<string, z.ZodType>;

export interface TrashedSession {
  readonly sessionId: string;
  /** null: its record does not say. */
  readonly name: string | null;
  readonly startedAt: string | null;
  /** null: it was put there by hand. */
  readonly deletedAt: string | null;
}

export interface TrashAnswers {
  'library.trash': { sessions: readonly TrashedSession[]; folder: string };
  'library.restore': object;
  'library.emptyTrash': { deleted: number };
}
