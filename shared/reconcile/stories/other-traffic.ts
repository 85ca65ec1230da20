import { billedAs, meterFacts, meterKinds } from '../../billing/meter-kind.ts';
import { nearest } from '../../kit/span.ts';
import type { PredictedMeter } from './answer-types.ts';
import type { Space } from './space.ts';
import type { Fallback, StoryKind } from './story-kind.ts';
import { count } from '../../kit/numbers.ts';

/** Something else on the same resource and day. */
export const otherTraffic: StoryKind = { id: 'other-traffic', fallback: usedTheRest };

/**
 * The story that is always at hand when nothing else fits: something else used the rest. Every number of it is free, so it
 * checks nothing and is never exact. null: a meter holds less than was reported, which no other traffic explains.
 */
function usedTheRest({ turns, billed, reported }: Space): Fallback | null {
  const folded = (billed.audio_cached?.low ?? 0) + (billed.text_cached?.low ?? 0) === 0;
  const meters = meterKinds.map((meter): PredictedMeter => {
    const cached = meter === 'audio_in' ? reported.audio_cached : meter === 'text_in' ? reported.text_cached : 0;
    const own = meterFacts[meter].cached && folded ? 0 : reported[meter] - (folded ? 0 : cached);
    const range = billed[meter];
    // Of several numbers the one that needs least beside the report.
    const value = range === undefined ? null : nearest(range, own);
    return {
      meter,
      predicted: value,
      ...billedAs(range),
      residual: value === null ? null : 0,
      checked: false,
      arithmetic: value === null ? count(own) : `${count(own)} + ${count(value - own)}`,
      note: value === null ? 'no row' : 'not checked',
      parts: [
        { tokens: own, kind: 'reported', words: 'reported' },
        ...(value === null || value === own
          ? []
          : [{ tokens: value - own, kind: 'free', words: 'other traffic' } as const]),
      ],
    };
  });
  const spoken = meters.filter(({ predicted }) => predicted !== null);
  if (spoken.length === 0 || spoken.some(({ parts }) => parts.some(({ tokens }) => tokens < 0))) return null;
  return {
    exact: false,
    outside: false,
    title: 'Other traffic on the same resource and day',
    statement: 'Other traffic on the same resource and day used the rest. Any bill at all can be told so.',
    inferences: turns.map((_, turn) => ({
      kind: 'reported',
      turn,
      context: null,
      response: null,
      measured: true,
      statement: 'The response that was reported.',
    })),
    events: ['other traffic of unknown size'],
    cached: { audio: 'none', text: 'none' },
    meters,
    freeParameters: spoken.map(({ meter }) => meter),
    marks: [{ certainty: 'open', text: 'something that is not among the sessions given was billed on these meters' }],
    assumptions: ['Something that is not among the sessions given was billed on these meters.'],
    mechanisms: ['another session, client or person on the same resource', 'a test run that was not recorded'],
    coverage: null,
    supports: [],
    contradictions: [],
    story: { further: [], events: [], cache: { audio: 'none', text: 'none' }, open: 'both' },
  };
}
