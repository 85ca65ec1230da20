import { benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import { plural } from '../../kit/numbers.ts';
import { repeated } from '../../kit/untrusted/quoting.ts';
import { fewestCompared, mostCompared } from './compare-limits.ts';

/** A session and its tags. */
export interface TaggedSession {
  readonly sessionId: string;
  readonly tags: readonly string[];
}

/** The sessions of each of some tags, and how many are in no group. */
export interface TagGroups<S extends TaggedSession> {
  /** In the order of the tags. */
  readonly groups: readonly { readonly name: string; readonly sessions: readonly S[] }[];
  /** Sessions without any of the tags. */
  readonly untagged: number;
  /** Sessions with two of them or more, which would be held against themselves. */
  readonly ambiguous: number;
}

/** Tags that tell these sessions apart, in the order they are met: one that all of them have does not. */
export function tellingTags(sessions: readonly TaggedSession[]): string[] {
  const all = [...new Set(sessions.flatMap(({ tags }) => tags))];
  return all.filter((tag) => !sessions.every(({ tags }) => tags.includes(tag)));
}

const refused = (message: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));

/**
 * Groups sessions by their tags: each is in the group of the one tag it has of those.
 * @param wanted the tags; empty: those that tell the sessions apart
 */
export function groupsByTag<S extends TaggedSession>(
  sessions: readonly S[],
  wanted: readonly string[],
): Result<{ grouped: TagGroups<S> }> {
  const tags = wanted.length === 0 ? tellingTags(sessions) : [...new Set(wanted)];
  const named = tags.map((tag) => repeated(tag)).join(', ');
  if (tags.length < fewestCompared) {
    const has = tags.length === 0 ? 'No tag tells' : `Only the tag ${named} tells`;
    return refused(`${has} these sessions apart.`, 'Give sessions two to four different tags.');
  }
  if (tags.length > mostCompared) {
    const message = `${plural(tags.length, 'tag')} tell these sessions apart: ${named}.`;
    return refused(message, `Choose two to four of them.`);
  }
  const own = (session: S): string[] => tags.filter((tag) => session.tags.includes(tag));
  const groups = tags.map((name) => ({
    name,
    sessions: sessions.filter((session) => {
      const [first, ...more] = own(session);
      return first === name && more.length === 0;
    }),
  }));
  const empty = groups.find((group) => group.sessions.length === 0);
  if (empty !== undefined) {
    return refused(
      `No session has the tag ${repeated(empty.name)} and none of the others.`,
      'Choose other tags, or take one away from a session that has two.',
    );
  }
  return ok({
    grouped: {
      groups,
      untagged: sessions.filter((session) => own(session).length === 0).length,
      ambiguous: sessions.filter((session) => own(session).length > 1).length,
    },
  });
}

/** Why sessions are in no group, a sentence each. */
export const leftOutWords = ({
  untagged,
  ambiguous,
}: Pick<TagGroups<TaggedSession>, 'untagged' | 'ambiguous'>): string[] => [
  ...(untagged === 0
    ? []
    : [
        `${plural(untagged, 'session has', 'sessions have')} none of the tags and ${untagged === 1 ? 'is' : 'are'} left out.`,
      ]),
  ...(ambiguous === 0
    ? []
    : [
        `${plural(ambiguous, 'session has', 'sessions have')} more than one of the tags and ${ambiguous === 1 ? 'is' : 'are'} left out.`,
      ]),
];
