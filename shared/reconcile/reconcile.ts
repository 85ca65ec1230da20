import type { Counting } from '../usage/rules/rules.ts';
import { type Billed, isBilled, meterFacts } from '../billing/meter-kind.ts';
import { Exact } from '../kit/money.ts';
import type { Claim, Excluded, Finding, OpenRival, RulesUsed } from './stories/answer-types.ts';
import {
  type BillFacts,
  compareCharge,
  type ComparedCharge,
  type ComparedMeter,
  type ComparedMoney,
  compareMeters,
  compareMoney,
} from './finding/comparison.ts';
import type { ListPrices } from './finding/list-money.ts';
import { excludedOf } from './finding/excluded.ts';
import { planExperiments, type Experiment } from './experiments/experiments.ts';
import type { LogEvidence } from './evidence/evidence.ts';
import { explain, rankStories, type Explained } from './finding/explanation.ts';
import type { Turn } from './evidence/reported-responses.ts';
import { findingOf } from './finding/finding.ts';
import { alsoOpenOf, unexcludedOf } from './finding/open-rivals.ts';
import { inseparable, type Inseparable } from './experiments/inseparable.ts';
import { constantRatio, type ConstantRatio, ratioFinding } from './finding/constant-ratio.ts';
import { expectedTotals } from './evidence/reported-responses.ts';
import { rulesUsed } from './finding/marks.ts';
import { chanceTable } from './search/chance.ts';
import { searchStories } from './search/story-search.ts';
import { spaceOf } from './search/build-space.ts';
import { storyKinds } from './stories/all-stories.ts';
import type { Story } from './stories/story.ts';
import { assertNever } from '../kit/errors.ts';
import { beyondOf, type Space } from './stories/space.ts';
import type { Left, Settled } from './stories/story-kind.ts';
import { count } from '../kit/numbers.ts';

/** The whole answer: what was compared, what the numbers force, and what would settle the rest. */
export interface Reconciliation {
  readonly meters: readonly ComparedMeter[];
  /** Both sides at list price; null: this model and scope have none. */
  readonly money: ComparedMoney | null;
  /** One factor over every meter, whatever made it; null: there is none, or it is 1. */
  readonly ratio: ConstantRatio | null;
  /** What the bill itself charges. */
  readonly charge: ComparedCharge;
  readonly finding: Finding;
  /** Stories within the measured rules, the first-ranked first; those outside of them last. */
  readonly explanations: readonly Explained[];
  /** Stories found in all; `explanations` holds the best of them, whole classes of ties. */
  readonly storiesFound: number;
  /** What else could have run or is often told, each with the number that says no. */
  readonly excluded: readonly Excluded[];
  /** What no number of this bill can exclude. */
  readonly unexcluded: readonly OpenRival[];
  /** What stays open beside these, in whole sentences. */
  readonly alsoOpen: readonly string[];
  /** The measured rules that the stories go by. */
  readonly rules: RulesUsed;
  readonly experiments: readonly Experiment[];
  /** Pairs of explanations that none of the experiments splits, and why none can. */
  readonly inseparable: readonly Inseparable[];
}

/** What is known of a bill beside its tokens, and of how its model counts. */
export interface ReconcileFacts extends BillFacts {
  /** How the billed model counts; left out: as most do, with that said. */
  readonly counting?: Counting;
  /** Whether its rows can still change; left out: it was pasted and nobody knows. */
  readonly settled?: Settled;
}

/** Explanations shown in full at least; a class of ties is never cut. */
const shownAtLeast = 4;
/** A bill that thousands of stories fit proves nothing; more than this many are counted, not explained. */
const mostExplained = 60;

/**
 * Holds a bill against what was reported.
 * @param turns the reported responses of the scope, in order; none where nothing reported
 * @param bill tokens per meter, or what rounding leaves of them; a meter without a row is left out
 * @param prices of the differences; null: tokens only
 * @param log what the session log holds, when there is one
 * @param facts what the bill says beside its tokens
 */
export function reconcile(
  turns: readonly Turn[],
  bill: Billed,
  prices: ListPrices | null,
  log: LogEvidence | null = null,
  facts: ReconcileFacts = {},
): Reconciliation {
  const space = spaceOf(turns, bill, log, facts.counting);
  const { billed } = space;
  const beyond = beyondOf(space);
  const chance = chanceTable(space, beyond);
  const ranked = rankStories(searchStories(space), space);
  const within = ranked.filter(({ story }) => story.further.every(({ outside }) => !outside));
  const outside = ranked.filter(({ story }) => story.further.some((one) => one.outside));
  const lastRank = within[Math.min(shownAtLeast, within.length) - 1]?.rank ?? 0;
  const shown = [...within.filter(({ rank }) => rank <= lastRank).slice(0, mostExplained), ...outside].map((one) =>
    explain(one, space, chance),
  );
  const best = shown.find((one) => !one.outside);
  const money = compareMoney(turns, billed, best, prices, facts.charges);
  const told = findingOf({
    space,
    stories: within,
    outside: outside.map(({ story }) => story),
    beyond,
    chance,
    ratio: ratioOf(money, compareMeters(turns, billed, best, prices, facts)),
  });
  const ratio = constantRatio(expectedTotals(turns), billed, prices, {
    charges: facts.charges ?? {},
    halfWidths: facts.chargeHalfWidths ?? {},
  });
  const compared = {
    money,
    ratio,
    charge: compareCharge(billed, facts.charges ?? {}, prices),
    rules: rulesUsed(space),
  };
  if (ratio !== null && !isSettledWithout(told.claim, within[0]?.story)) {
    return {
      ...compared,
      meters: compareMeters(turns, billed, undefined, prices, facts),
      finding: ratioFinding(ratio, space, facts.fromCost === true),
      explanations: [],
      storiesFound: 0,
      excluded: [],
      unexcluded: [],
      alsoOpen: [],
      experiments: [],
      inseparable: [],
    };
  }
  const explanations = within.length === 0 ? behind(withoutStory(space), shown) : shown;
  const experiments = planExperiments(explanations, space);
  const left: Left = { ranked: within, space, settled: facts.settled ?? 'pasted' };
  const undecided = told.claim.kind === 'undecided';
  return {
    ...compared,
    meters: compareMeters(turns, billed, best, prices, { ...facts, undecided }),
    finding: told,
    explanations,
    storiesFound: within.length + outside.length,
    excluded: excludedOf(space, within[0]?.story),
    unexcluded: unexcludedOf(left),
    alsoOpen: alsoOpenOf(left),
    experiments,
    inseparable: inseparable(explanations, experiments, space),
  };
}

/** Whether a bill is told by what the record itself holds: then no factor over its meters is wanted. */
function isSettledWithout({ kind }: Claim, first: Story | undefined): boolean {
  switch (kind) {
    case 'no bill':
    case 'as reported':
    case 'seen':
    case 'seen among':
    case 'ratio':
      return true;
    case 'as reported in part':
      return first?.events.every(({ assumption }) => assumption === null) ?? false;
    case 'further':
    case 'undecided':
    case 'nothing fits':
      return false;
    default:
      return assertNever(kind, 'Kind of claim');
  }
}

/** Explanations after others: their ranks go on where those end. */
const behind = (before: readonly Explained[], after: readonly Explained[]): Explained[] => [
  ...before,
  ...after.map((one) => ({ ...one, rank: one.rank + before.length })),
];

/** A bill that is less than this much dearer is not said to be so many times the report. */
const leastRatio = 1.005;

/** Billed over expected at list price, to two digits after the point; null where a meter lacks its row, or where it says nothing. */
function ratioOf(money: ComparedMoney | null, meters: readonly ComparedMeter[]): string | null {
  if (money === null || new Exact(money.expected).isZero()) return null;
  if (meters.some((one) => !isBilled(one) && one.expected > 0 && !meterFacts[one.meter].cached)) return null;
  const ratio = new Exact(money.billed).div(money.expected);
  return ratio.lessThan(leastRatio) ? null : ratio.toFixed(2);
}

/** Near misses that are shown at most. */
const mostNear = 2;

/**
 * What can be shown when no story explains every meter: those that explain all but the text, with what they miss it by, and
 * other traffic, which anything can be told as. None of them is exact.
 */
function withoutStory(space: Space): Explained[] {
  const { text_in: text, ...audio } = space.billed;
  const near =
    text === undefined || space.billed.audio_in === undefined ? [] : searchStories(withoutText(space, audio));
  const told = near.filter(({ further, open }) => open === null && further.every(({ outside }) => !outside));
  const misses = rankStories(told, space)
    .slice(0, mostNear)
    .filter(({ rank }) => rank === 1)
    .map((one) => explain(one, space, () => null))
    .filter(({ exact }) => !exact)
    .map((one) => {
      const residual = one.meters.find(({ meter }) => meter === 'text_in')?.residual ?? 0;
      const off = `${count(Math.abs(residual))} tokens too ${residual > 0 ? 'few' : 'many'}`;
      return { ...one, statement: `A near miss, text in told with ${off}: ${one.statement}` };
    });
  const rest = storyKinds.flatMap((kind) => kind.fallback?.(space) ?? []);
  return [...misses, ...rest.map((one, index) => ({ rank: misses.length + 1 + index, ...one }))];
}

/** The same evidence with the text meter left out of the bill. */
const withoutText = ({ turns, log, counting }: Space, audio: Billed): Space => spaceOf(turns, audio, log, counting);
