import { compareCharge, type ComparedCharge } from './charge.ts';
import { compareMeters, compareMoney, type BillFacts, type ComparedMeter, type ComparedMoney } from './compare.ts';
import { planExperiments, type Experiment } from './experiments.ts';
import type { LogEvidence } from './evidence.ts';
import { explain, orderStories, type Explanation } from './explanation.ts';
import type { Turn } from './facts.ts';
import type { Billed } from '../billing/meter-kind.ts';
import { findingOf, type Finding } from './finding.ts';
import type { ListPrices } from './list-prices.ts';
import { otherTraffic } from './other-traffic.ts';
import { inseparable, type Inseparable } from './plan/inseparable.ts';
import { rejectedRivals, type RejectedRival } from './rivals.ts';
import { searchStories } from './stories/search.ts';

/** The whole answer: what was compared, what the numbers force, and what would settle the rest. */
export interface Reconciliation {
  readonly meters: readonly ComparedMeter[];
  /** Both sides at list price; null: this model and scope have none. */
  readonly money: ComparedMoney | null;
  /** What the bill itself charges. */
  readonly charge: ComparedCharge;
  readonly finding: Finding;
  readonly explanations: readonly Explanation[];
  /** Stories found in all; `explanations` holds the best of them, whole classes of ties. */
  readonly storiesFound: number;
  readonly rejected: readonly RejectedRival[];
  readonly experiments: readonly Experiment[];
  /** Pairs of explanations that none of the experiments splits, and why none can. */
  readonly inseparable: readonly Inseparable[];
}

/** Explanations shown in full at least; a class of ties is never cut. */
const shownAtLeast = 4;

/**
 * Holds a bill against what was reported.
 * @param turns the reported responses of the scope, in order
 * @param billed tokens per meter; a meter without a row is left out
 * @param prices of the differences; null: tokens only
 * @param log what the session log holds, when there is one
 * @param facts what the bill says beside its tokens
 */
export function reconcile(
  turns: readonly Turn[],
  billed: Billed,
  prices: ListPrices | null,
  log: LogEvidence | null = null,
  facts: BillFacts = {},
): Reconciliation {
  const stories = orderStories(searchStories(turns, billed, log), turns, log);
  const all = explain(stories.slice(0, mostExplained), turns, billed, log);
  const lastRank = all[Math.min(shownAtLeast, all.length) - 1]?.rank ?? 0;
  const shown = all.filter((one) => one.rank <= lastRank);
  const experiments = planExperiments(shown, turns);
  const rest = stories.length === 0 ? withoutStory(turns, billed, log) : null;
  return {
    meters: compareMeters(turns, billed, shown[0], prices, facts),
    money: compareMoney(turns, billed, prices),
    charge: compareCharge(billed, facts.charges ?? {}, prices),
    finding: findingOf(stories.slice(0, mostWeighed), turns, billed),
    explanations: rest ?? shown,
    storiesFound: stories.length,
    rejected: rejectedRivals(turns, billed),
    experiments,
    inseparable: inseparable(shown, experiments, turns.length),
  };
}

/** Near misses that are shown at most. */
const mostNear = 2;

/**
 * What can be shown when no story explains every meter: those that explain all but the text, with what they miss it by, and
 * other traffic, which anything can be told as. None of them is exact.
 */
function withoutStory(turns: readonly Turn[], billed: Billed, log: LogEvidence | null): Explanation[] {
  const { text_in: text, ...audio } = billed;
  const near = text === undefined || billed.audio_in === undefined ? [] : searchStories(turns, audio, log);
  // Without the text to check it an undocumented reading is no more than a wish.
  const documented = near.filter(({ further }) => further.every(({ context }) => context.documented));
  const misses = explain(orderStories(documented, turns, log).slice(0, mostNear), turns, billed, log)
    .filter(({ rank, exact }) => rank === 1 && !exact)
    .map((one) => {
      const residual = one.meters.find(({ meter }) => meter === 'text_in')?.residual ?? 0;
      const off = `${Math.abs(residual)} tokens too ${residual > 0 ? 'few' : 'many'}`;
      return { ...one, statement: `A near miss, text in told with ${off}: ${one.statement}` };
    });
  const traffic = otherTraffic(turns, billed);
  return [...misses, ...(traffic === null ? [] : [{ ...traffic, rank: misses.length + 1 }])];
}

/** A bill that thousands of stories fit proves nothing; more than this many are counted, not explained. */
const mostExplained = 200;
/** The finding is what all of these share; a bill that more stories fit is found to be open by far fewer. */
const mostWeighed = 5000;
