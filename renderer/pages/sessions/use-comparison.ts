import { useEffect, useRef, useState } from 'react';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import { titleOf } from '../../../shared/contract/session-list.ts';
import { errorText, type Result } from '../../../shared/kit/errors.ts';
import type { NamedComparison } from '../../../shared/session/library/compare-export.ts';
import { fewestCompared, mostCompared } from '../../../shared/session/library/compare-limits.ts';
import { groupsByTag, type TagGroups } from '../../../shared/session/library/tag-groups.ts';
import { useStores } from '../../store/context.ts';

/** What sessions come to side by side: being read, read, or why it cannot be. */
export type ComparisonState =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly named: NamedComparison }
  | { readonly kind: 'problem'; readonly text: string };

const reading: ComparisonState = { kind: 'reading' };

interface Tagged {
  readonly sessionId: string;
  readonly tags: readonly string[];
}

/** The groups that sessions are in by their tags, or why they are in none. */
export const groupedSessions = (sessions: readonly SessionSummary[]): Result<{ grouped: TagGroups<Tagged> }> =>
  groupsByTag(
    sessions.map(({ sessionId, about }) => ({ sessionId, tags: about?.tags ?? [] })),
    [],
  );

/** So many sessions can be held against one another, each in a column of its own. */
export const isComparable = (sessions: number): boolean => sessions >= fewestCompared && sessions <= mostCompared;

/** Why sessions cannot be held against one another, neither each nor in groups, as a sentence; null: they can. */
export function whyNotComparable(sessions: readonly SessionSummary[]): string | null {
  if (sessions.some(({ problem }) => problem !== undefined)) return 'The record of one of them cannot be read.';
  if (sessions.length < fewestCompared) return 'Select two to four sessions, or more with two to four different tags.';
  if (isComparable(sessions.length)) return null;
  const grouping = groupedSessions(sessions);
  return grouping.ok ? null : `More than four are compared by their tags. ${errorText(grouping.error)}`;
}

/** Sessions, each a column, or the groups that they are in. */
export type Columns =
  | { readonly kind: 'sessions'; readonly sessions: readonly SessionSummary[] }
  | { readonly kind: 'groups'; readonly grouped: TagGroups<Tagged> };

/** What is asked of the engine, so that the same columns are the same text. */
interface Asked {
  readonly sessionIds: readonly string[];
  readonly names: readonly string[];
  /** Null: each session is a column. */
  readonly groups: readonly { readonly name: string; readonly sessionIds: readonly string[] }[] | null;
}

function askedOf(columns: Columns): Asked {
  if (columns.kind === 'sessions') {
    const { sessions } = columns;
    return { sessionIds: sessions.map(({ sessionId }) => sessionId), names: sessions.map(titleOf), groups: null };
  }
  const groups = columns.grouped.groups.map(({ name, sessions }) => ({
    name,
    sessionIds: sessions.map(({ sessionId }) => sessionId),
  }));
  return { sessionIds: [], names: [], groups };
}

/** Reads what is compared. Columns that say the same are read once. */
export function useComparison(columns: Columns): ComparisonState {
  const { bench } = useStores();
  const asked = askedOf(columns);
  const key = JSON.stringify(asked);
  const [state, setState] = useState<{ readonly of: string; readonly shown: ComparisonState } | null>(null);
  // What is asked does not change with the identity of the columns.
  const newest = useRef(asked);
  useEffect(() => {
    newest.current = asked;
  });
  useEffect(() => {
    let isWanted = true;
    const read = async (): Promise<ComparisonState> => {
      const { groups, sessionIds, names } = newest.current;
      if (groups === null) {
        const answer = await bench.call('library.compare', { sessionIds: [...sessionIds] });
        return answer.ok
          ? { kind: 'read', named: { kind: 'sessions', comparison: answer.comparison, names } }
          : { kind: 'problem', text: errorText(answer.error) };
      }
      const named = groups.map(({ name, sessionIds: ids }) => ({ name, sessionIds: [...ids] }));
      const answer = await bench.call('library.compareGroups', { groups: named });
      return answer.ok
        ? { kind: 'read', named: { kind: 'groups', comparison: answer.comparison } }
        : { kind: 'problem', text: errorText(answer.error) };
    };
    void read().then((shown) => {
      if (isWanted) setState({ of: key, shown });
    });
    return () => {
      isWanted = false;
    };
  }, [bench, key]);
  return state?.of === key ? state.shown : reading;
}
