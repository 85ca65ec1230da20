import { point } from '../../../shared/kit/span.ts';
import { describe, expect, it } from 'vitest';
import { spansOf } from '../../../shared/billing/meter-kind.ts';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { spaceOf } from '../../../shared/reconcile/search/build-space.ts';
import {
  mostBesideEvents,
  mostFurther,
  mostWithOpen,
  searchStories,
} from '../../../shared/reconcile/search/story-search.ts';
import { billOf, gaOpenAi } from './by-the-rules.ts';
import { threadTurn } from './thread.ts';

const turns = (count: number): Turn[] => Array.from({ length: count }, () => threadTurn);
const whole = spansOf({ audio_in: 1, text_in: 1 });
const { audio_in: _, ...textAlone } = whole;

describe('how far a bill is searched', () => {
  it('is three further inferences up to 120 responses, two up to 1,000, and one beyond', () => {
    expect([1, 120, 121, 1000, 1001].map((count) => mostFurther(turns(count), whole))).toEqual([3, 3, 2, 2, 1]);
  });

  it('is one beyond 12 responses where there is no meter of sound to steer by', () => {
    expect([12, 13, 121].map((count) => mostFurther(turns(count), textAlone))).toEqual([3, 1, 1]);
    expect(mostFurther(turns(13), { ...whole, audio_in: point(0) })).toBe(3);
  });

  it('is two where a number is open, up to 40 responses, and one beyond', () => {
    expect([1, 40, 41].map((count) => mostWithOpen(turns(count)))).toEqual([2, 2, 1]);
  });

  it('is two beside a side event up to two responses, one up to 40, and none beyond', () => {
    expect([1, 2, 3, 40, 41].map((count) => mostBesideEvents(turns(count)))).toEqual([2, 2, 1, 1, 0]);
  });

  it('is kept: of first turns whose sound nothing predicts two go together, never three', () => {
    // Once it has answered it reads 119 + 100 + 2, which no number of first turns comes to.
    const plain: Turn = { ...threadTurn, textOut: 100, audioCached: 0, textCached: 0 };
    // Text of three first turns, and sound that no known context reads.
    const bill = billOf([plain], { audio_in: 777, text_in: 3 * 119, audio_out: 30, text_out: 30 });
    expect(searchStories(spaceOf([plain], bill, null, gaOpenAi))).toEqual([]);
    const two = billOf([plain], { audio_in: 777, text_in: 2 * 119, audio_out: 30, text_out: 30 });
    const stories = searchStories(spaceOf([plain], two, null, gaOpenAi));
    expect(stories.map(({ further }) => further.map(({ context }) => context))).toEqual([
      ['first-turn', 'first-turn'],
      ['first-turn', 'retry'],
    ]);
  });
});
