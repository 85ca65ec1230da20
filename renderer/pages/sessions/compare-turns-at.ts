import type { Comparison } from '../../../shared/session/library/compare-sessions.ts';
import type { ComparedTurn } from '../../../shared/session/library/compare-turns.ts';

/** The turn of each session that is matched in one place; undefined: a session has none there. */
export const turnsAt = ({ sessions, matches }: Comparison, index: number): (ComparedTurn | undefined)[] =>
  (matches.matches[index]?.turns ?? []).map((number, at) =>
    number === null ? undefined : sessions[at]?.turns[number - 1],
  );
