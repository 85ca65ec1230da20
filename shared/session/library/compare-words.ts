import { Exact } from '../../kit/money.ts';
import { isZeroAmount } from '../../kit/money-format.ts';
import { count } from '../../kit/numbers.ts';
import { leastForDifference } from '../latency.ts';
import type { ComparedFigures, SideMoney, WaitFigure } from './compare-figures.ts';
import type { GroupComparison, GroupMoney } from './compare-groups.ts';
import type { Comparison } from './compare-sessions.ts';

/** What the numbers of a comparison carry, and what they do not. */
export interface ComparisonWords {
  readonly title: string;
  /** Whole sentences. */
  readonly sentences: readonly string[];
}

/** Two columns, by their numbers from 1. */
type Pair = readonly [one: number, other: number];
/** From the least to the most of a column. */
type Range = readonly [least: Exact, most: Exact];

/** `1`, `1 and 2`, `1, 2 and 3`. */
const listed = (parts: readonly string[]): string =>
  [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((text) => text !== '').join(' and ');

const pairWords = (pairs: readonly Pair[]): string => pairs.map(([one, other]) => `${one} and ${other}`).join(', of ');

function pairsOf(columns: readonly number[]): Pair[] {
  return columns.flatMap((one, at) => columns.slice(at + 1).map((other): Pair => [one, other]));
}

/** Whether ranges lie apart, said of all pairs of columns. `what`: `waits`. */
function apartWords(what: string, ranges: ReadonlyMap<number, Range>): string {
  const pairs = pairsOf([...ranges.keys()]);
  const isApart = ([one, other]: Pair): boolean => {
    const [these, those] = [ranges.get(one), ranges.get(other)];
    return these !== undefined && those !== undefined && (these[1].lt(those[0]) || those[1].lt(these[0]));
  };
  const apart = pairs.filter(isApart);
  if (apart.length === pairs.length) return `The ${what} differ by more than their spread.`;
  if (apart.length === 0) return `The ${what} differ by no more than their spread.`;
  const others = pairs.filter((pair) => !isApart(pair));
  if (others.length < apart.length) {
    return `The ${what} differ by more than their spread, except those of ${pairWords(others)}.`;
  }
  return `The ${what} of ${pairWords(apart)} differ by more than their spread; those of ${pairWords(others)} do not.`;
}

function waitSentences(waits: readonly WaitFigure[]): string[] {
  const measured = waits.flatMap(({ spread, from }, at) => (spread === null ? [] : [{ spread, from, number: at + 1 }]));
  if (measured.length < 2) return [];
  const moments = new Set(measured.flatMap(({ from }) => from));
  if (moments.size > 1) return ['The waits do not all count from the same moment, so nothing is said of them.'];
  if (measured.some(({ spread }) => spread.count < leastForDifference)) {
    return [`Of fewer than ${leastForDifference} turns nothing is said of the waits.`];
  }
  const ranges = measured.map(
    ({ spread, number }) => [number, [new Exact(spread.minMs), new Exact(spread.maxMs)]] as const,
  );
  return [apartWords('waits', new Map(ranges))];
}

/** Why amounts cannot be held against one another, as a sentence; null: they can. */
function notComparable(all: readonly SideMoney[]): string | null {
  if (new Set(all.map(({ currency }) => currency)).size > 1) {
    return 'The costs are in several currencies, so nothing is said of them.';
  }
  const isWhole = all.every(({ amount, unpriced }) => amount !== null && unpriced.length === 0);
  return isWhole ? null : 'Not all of the use has a price, so nothing is said of the costs.';
}

const exactOf = ({ amount }: SideMoney): Exact => new Exact(amount ?? 0);

/** Tokens of the answers, audio where there is any. */
function answerTokens({
  fields,
}: ComparedFigures): { readonly kind: string; readonly tokens: readonly number[] } | null {
  for (const [label, kind] of [
    ['Audio out', 'audio'],
    ['Text out', 'text'],
  ] as const) {
    const tokens = fields.find((field) => field.label === label)?.figures.map(({ value }) => value ?? 0);
    if (tokens?.some((one) => one > 0) === true) return { kind, tokens };
  }
  return null;
}

/** The least and the most of some counts: `1,459 to 1,596`. */
function between(tokens: readonly number[]): string {
  const [least, most] = [Math.min(...tokens), Math.max(...tokens)];
  return least === most ? count(least) : `${count(least)} to ${count(most)}`;
}

/** Whether the dearer of two always has the longer answers. */
function lengthSentence(comparison: Comparison): string[] {
  const costs = comparison.expected.map(exactOf);
  const answers = answerTokens(comparison);
  if (costs.every((cost) => cost.eq(costs[0] ?? 0))) return ['The costs are the same.'];
  if (answers === null) return [];
  const { kind, tokens } = answers;
  const follows = pairsOf(tokens.map((_, at) => at)).every(([one, other]) => {
    const [cost, length] = [costs[one] ?? new Exact(0), tokens[one] ?? 0];
    return cost.comparedTo(costs[other] ?? 0) === Math.sign(length - (tokens[other] ?? 0));
  });
  if (!follows)
    return [`The costs do not follow the length of the answers (${kind} tokens ${listed(tokens.map(count))}).`];
  const [first = 0, ...rest] = tokens;
  if (tokens.length === 2) {
    const [shorter = 0, longer = 0] = tokens.toSorted((one, other) => one - other);
    return [`The dearer of the two has the longer answers: ${count(longer)} ${kind} tokens against ${count(shorter)}.`];
  }
  return [`The costs follow the length of the answers: ${count(first)} ${kind} tokens against ${between(rest)}.`];
}

function costSentences(comparison: Comparison): string[] {
  const { expected, ifBilled, sessions } = comparison;
  const not = notComparable(expected) ?? notComparable(ifBilled);
  if (not !== null) return [not];
  const turns = sessions.map((session) => session.turns.length);
  if (new Set(turns).size > 1) {
    return [`They have ${listed(turns.map(count))} turns: hold the costs of a turn against one another, not the sums.`];
  }
  const ranges = expected.map((low, at): Range => {
    const least = exactOf(low);
    return [least, least.plus(ifBilled[at]?.amount ?? 0)];
  });
  const isOpen = pairsOf(ranges.map((_, at) => at)).some(([one, other]) => {
    const [these, those] = [ranges[one], ranges[other]];
    if (these === undefined || those === undefined) return false;
    const [cheap, dear] = these[0].lte(those[0]) ? [these, those] : [those, these];
    return cheap[1].gt(cheap[0]) && cheap[1].gte(dear[0]);
  });
  return isOpen
    ? ['What never reported may be billed on top, which could change which of them costs more.']
    : lengthSentence(comparison);
}

/** What can be said of sessions, each of which was run once. */
export const sessionsWords = (comparison: Comparison): ComparisonWords => ({
  title: 'One session each',
  sentences: [...waitSentences(comparison.firstAudio), ...costSentences(comparison), 'Repeat before you rely on them.'],
});

/** Two groups of this size lie apart by chance less than once in a hundred times: two ways of 252. */
const enoughSessions = 5;

function groupCostSentences(perTurn: readonly GroupMoney[], ifBilled: readonly GroupMoney[]): string[] {
  const not = notComparable(perTurn);
  if (not !== null) return [not];
  if (perTurn.some(({ n }) => n < leastForDifference)) {
    return [`Of fewer than ${leastForDifference} sessions in a group nothing is said of the costs.`];
  }
  const ranges = perTurn.map(({ least, most }, at) => [at + 1, [new Exact(least ?? 0), new Exact(most ?? 0)]] as const);
  const isOpen = ifBilled.some(({ most }) => most !== null && !isZeroAmount(most));
  return [
    apartWords('costs of a turn', new Map(ranges)),
    ...(isOpen ? ['What may be billed on top is not in them.'] : []),
  ];
}

/** What can be said of groups. */
export function groupsWords({ groups, firstAudio, perTurn, ifBilled }: GroupComparison): ComparisonWords {
  const sizes = groups.map(({ sessionIds }) => sessionIds.length);
  return {
    title: `Medians of ${listed(sizes.map(count))} sessions`,
    sentences: [
      ...waitSentences(firstAudio),
      ...groupCostSentences(perTurn, ifBilled),
      ...(sizes.some((size) => size < enoughSessions)
        ? [`A group has fewer than ${enoughSessions} sessions: repeat before you rely on them.`]
        : []),
    ],
  };
}
