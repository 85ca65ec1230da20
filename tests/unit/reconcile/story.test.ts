import { describe, expect, it } from 'vitest';
import { reportedTotals, type Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import { storiesAtResponses as contexts } from '../../../shared/reconcile/stories/all-stories.ts';
import { furtherAt } from '../../../shared/reconcile/stories/at-response.ts';
import { placesOf } from '../../../shared/reconcile/stories/places.ts';
import {
  baseTotals,
  compareComplexity,
  complexity,
  type Complexity,
  type FurtherInference,
  type SideEvent,
  type Story,
} from '../../../shared/reconcile/stories/story.ts';
import { rulesFor } from '../../../shared/usage/rules/rules.ts';
import { billOf, gaOpenAi } from './by-the-rules.ts';
import { threadTurn } from './thread.ts';

const rules = rulesFor(gaOpenAi);
const [place] = placesOf([threadTurn], rules, 'ga');
function inference(id: string): FurtherInference {
  const context = contexts.find((one) => one.id === id);
  const further = context === undefined || place === undefined ? null : furtherAt(context, place, rules);
  if (further === null) throw new Error(`There is no ${id}.`);
  return further;
}

const retry = inference('retry');
const seen: FurtherInference = { ...retry, response: 2 };
const nothing = { audio_in: 0, audio_cached: 0, audio_out: 0, text_in: 0, text_cached: 0, text_out: 0 };
const told: SideEvent = {
  id: 'outside 0 1',
  title: 'response 2 is not on this bill',
  tokens: { ...nothing, audio_in: -5, text_out: -7 },
  turns: [0, 1],
  assumption: null,
  mechanisms: [],
};
const assumed: SideEvent = { ...told, assumption: 'It ran on another day.' };

const storyOf = (over: Partial<Story>): Story => ({
  further: [],
  events: [],
  cache: { audio: 'none', text: 'none' },
  open: null,
  ...over,
});
const of = (over: Partial<Story>): Complexity => complexity(storyOf(over));

describe('how much a story takes for granted', () => {
  it('is nothing where the bill is the report', () => {
    expect(of({})).toEqual({ outside: 0, unseen: 0, open: 0, happenings: 0, assumptions: 0 });
  });

  it('is each inference and each side event, those that no log saw apart', () => {
    expect(of({ further: [retry, retry] })).toMatchObject({ unseen: 1, happenings: 2, assumptions: 0 });
    expect(of({ further: [seen] })).toMatchObject({ unseen: 0, happenings: 1 });
    expect(of({ further: [seen, retry] })).toMatchObject({ unseen: 1, happenings: 2 });
    expect(of({ events: [told] })).toMatchObject({ unseen: 0, happenings: 1, assumptions: 0 });
    expect(of({ events: [assumed], further: [seen] })).toMatchObject({ unseen: 1, happenings: 2, assumptions: 1 });
  });

  it('is a number that nothing predicts, and a context that no rule knows', () => {
    expect(of({ open: 'audio' })).toMatchObject({ open: 1 });
    expect(of({ further: [retry, inference('truncated')] })).toMatchObject({ outside: 1 });
    expect(of({ further: [retry] })).toMatchObject({ outside: 0, open: 0 });
  });

  it('is a transcript that was worked out, and what became of cached tokens: one for both kinds, two where they differ', () => {
    expect(of({ further: [{ ...retry, workedOut: true }] })).toMatchObject({ assumptions: 1 });
    const cacheOf = (audio: Story['cache']['audio'], text: Story['cache']['text']): number =>
      of({ cache: { audio, text } }).assumptions;
    expect([cacheOf('none', 'none'), cacheOf('apart', 'apart'), cacheOf('none', 'apart')]).toEqual([0, 0, 0]);
    expect([cacheOf('folded', 'folded'), cacheOf('folded', 'none'), cacheOf('none', 'unbilled')]).toEqual([1, 1, 1]);
    expect([cacheOf('folded', 'apart'), cacheOf('unbilled', 'apart')]).toEqual([2, 2]);
    // Neither is on this bill, whether its meter has a row of nothing or none.
    expect([cacheOf('unbilled', 'missing'), cacheOf('missing', 'unbilled')]).toEqual([1, 1]);
  });

  it('is compared in that order: rules, what the log saw, open numbers, happenings, assumptions', () => {
    const least = of({});
    const order = ['outside', 'unseen', 'open', 'happenings', 'assumptions'] as const;
    for (const [at, key] of order.entries()) {
      const later = Object.fromEntries(order.slice(at + 1).map((one) => [one, 9]));
      expect(compareComplexity({ ...least, [key]: 1 }, { ...least, ...later })).toBeGreaterThan(0);
      expect(compareComplexity({ ...least, ...later }, { ...least, [key]: 1 })).toBeLessThan(0);
    }
    expect(compareComplexity(least, of({}))).toBe(0);
  });
});

it('the base of a story is the report with what its side events add and take away', () => {
  expect(baseTotals([told], [threadTurn])).toEqual({ ...reportedTotals([threadTurn]), audio_in: 105, text_out: 110 });
});

describe('of two stories as short', () => {
  it('the one whose text is known to the token is believed before the one that rests on a transcript worked out', () => {
    const turn = (audioIn: number, textIn: number, audioOut: number, textOut: number, conversation: string): Turn => ({
      ...threadTurn,
      audioCached: 0,
      textCached: 0,
      audioIn,
      textIn,
      audioOut,
      textOut,
      conversation,
    });
    // After the second of a it reads 580 - 420 + 200 and 246 - 119 + 93 + 60, give or take 2; the first of b read as much.
    const turns = [turn(110, 119, 420, 117, 'a'), turn(580, 246, 200, 58, 'a'), turn(360, 280, 50, 21, 'b')];
    const bill = billOf(turns, { audio_in: 360, text_in: 280, audio_out: 90, text_out: 40 });
    const { explanations } = reconcile(turns, bill, null, null, { counting: gaOpenAi });
    expect(
      explanations
        .filter(({ exact, outside }) => exact && !outside)
        .map(({ rank, inferences }) => [rank, inferences.at(-1)?.context, inferences.at(-1)?.turn]),
    ).toEqual([
      [1, 'retry', 2],
      [2, 'finished', 1],
      [3, 'first-turn', null],
    ]);
  });
});
