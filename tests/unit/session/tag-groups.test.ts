import { describe, expect, it } from 'vitest';
import { groupsByTag, leftOutWords, tellingTags } from '../../../shared/session/library/tag-groups.ts';

const session = (sessionId: string, ...tags: readonly string[]) => ({ sessionId, tags });

const some = [
  session('1', 'pilot', 'slow'),
  session('2', 'pilot', 'quick'),
  session('3', 'quick', 'pilot'),
  session('4', 'pilot'),
];

describe('groups by tag', () => {
  it('are of the tags that tell sessions apart: one that all of them have does not', () => {
    expect(tellingTags(some)).toEqual(['slow', 'quick']);
    expect(groupsByTag(some, [])).toMatchObject({
      ok: true,
      grouped: {
        groups: [
          { name: 'slow', sessions: [{ sessionId: '1' }] },
          { name: 'quick', sessions: [{ sessionId: '2' }, { sessionId: '3' }] },
        ],
        untagged: 1,
        ambiguous: 0,
      },
    });
  });

  it('are of the tags wanted, in their order; who has two of them is in none', () => {
    const both = [...some, session('5', 'quick', 'slow')];
    const answer = groupsByTag(both, ['quick', 'slow', 'quick']);
    expect(answer).toMatchObject({
      grouped: {
        groups: [
          { name: 'quick', sessions: [{ sessionId: '2' }, { sessionId: '3' }] },
          { name: 'slow', sessions: [{ sessionId: '1' }] },
        ],
        untagged: 1,
        ambiguous: 1,
      },
    });
    expect(answer.ok && leftOutWords(answer.grouped)).toEqual([
      '1 session has none of the tags and is left out.',
      '1 session has more than one of the tags and is left out.',
    ]);
  });

  it('are refused where there is one or more than four, and where one would be empty', () => {
    const message = (...args: Parameters<typeof groupsByTag>) => {
      const answer = groupsByTag(...args);
      return answer.ok ? null : answer.error.message;
    };
    expect(message([session('1', 'pilot'), session('2', 'pilot')], [])).toBe('No tag tells these sessions apart.');
    expect(message([session('1', 'pilot'), session('2')], [])).toBe('Only the tag "pilot" tells these sessions apart.');
    const five = ['a', 'b', 'c', 'd', 'e'].map((tag) => session(tag, tag));
    expect(message(five, [])).toBe('5 tags tell these sessions apart: "a", "b", "c", "d", "e".');
    expect(message(five, ['a', 'nobody'])).toBe('No session has the tag "nobody" and none of the others.');
  });
});
