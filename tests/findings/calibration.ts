import type { WholeTokens, MeterKind } from '../../shared/billing/meter-kind.ts';
import type { Explanation } from '../../shared/reconcile/stories/answer-types.ts';
import type { Reconciliation } from '../../shared/reconcile/reconcile.ts';
import { reportedBy } from './bill.ts';
import type { Conversation } from './conversation.ts';
import { ask } from './outcome.ts';
import { between, type Random } from './random.ts';

/*
 * Whether a printed chance is what chance does: bills that are as far off are drawn anew, and each is asked for a story as
 * simple as the one that the finding went by.
 */

const inputs = ['audio_in', 'text_in'] as const satisfies readonly MeterKind[];

/** A bill as far off as this one: the excess of each input meter that is beyond the report is anything up to twice its size. */
export function redraw(random: Random, { turns }: Conversation, billed: WholeTokens): WholeTokens {
  const reported = reportedBy(turns);
  const drawn = inputs.flatMap((meter): [MeterKind, number][] => {
    const value = billed[meter];
    // What is on the cached meter was read too, and stays as it is.
    const cached = billed[meter === 'audio_in' ? 'audio_cached' : 'text_cached'] ?? 0;
    const excess = (value ?? 0) + cached - reported[meter];
    return value === undefined || excess <= 0
      ? []
      : [[meter, reported[meter] - cached + between(random, 0, 2 * excess)]];
  });
  return { ...billed, ...Object.fromEntries(drawn) };
}

interface Simplicity {
  readonly inferences: number;
  readonly free: number;
  readonly assumed: number;
}

const simplicityOf = ({ inferences, freeParameters, assumptions }: Explanation): Simplicity => ({
  inferences: inferences.filter(({ kind }) => kind === 'further').length,
  // What the answers put out is never predicted, and is no number of the story's own.
  free: freeParameters.filter((name) => !name.endsWith('_out')).length,
  assumed: assumptions.length,
});

const isAsSimple = (one: Simplicity, as: Simplicity): boolean =>
  one.inferences <= as.inferences && one.free <= as.free && one.assumed <= as.assumed;

/** How many of so many redrawn bills are held by a story of the rules that is as simple as the first one of the answer. */
export function chanceHits(
  random: Random,
  conversation: Conversation,
  billed: WholeTokens,
  { explanations }: Pick<Reconciliation, 'explanations'>,
  draws: number,
): number {
  const [first] = explanations;
  if (first === undefined) return 0;
  const as = simplicityOf(first);
  let hits = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    const stories = ask(conversation, redraw(random, conversation, billed)).explanations;
    if (stories.some((one) => one.exact && !one.outside && isAsSimple(simplicityOf(one), as))) hits += 1;
  }
  return hits;
}

/** Chance alone stays below this nearly always: the expected number and three times its spread, one more for small ones. */
export const mostByChance = (expected: number): number => expected + 3 * Math.sqrt(expected) + 1;
