import { Exact } from '../../kit/money.ts';
import { middle, type SideWaits, spreadOf } from '../latency.ts';
import {
  comparedFigures,
  type ComparedFigures,
  type SideField,
  type SideFigures,
  type SideMoney,
} from './compare-figures.ts';
import { compareOptions, type OptionComparison } from './compare-options.ts';
import type { SessionDigest } from './compare-sessions.ts';
import { type ComparedTurn, matchTurns, type TurnMatches } from './compare-turns.ts';

/** Some sessions under one tag. */
export interface SessionGroup {
  /** The tag. */
  readonly name: string;
  readonly digests: readonly SessionDigest[];
}

/** The median of an amount over a group. Null: no session has one, or they are in several currencies. */
export interface GroupMoney extends SideMoney {
  /** How many sessions it is the median of. */
  readonly n: number;
  readonly least: string | null;
  readonly most: string | null;
}

/** One turn over a group: medians of the sessions that have it. Null: none of them has such a value. */
export interface GroupTurn {
  /** How many sessions have this turn. */
  readonly n: number;
  /** The low end, an exact decimal. */
  readonly low: string | null;
  /** 0 to 1, of the input. */
  readonly cachedShare: number | null;
  readonly waitMs: number | null;
  readonly output: number | null;
}

/** One group of a comparison. */
export interface ComparedGroup {
  readonly name: string;
  readonly sessionIds: readonly string[];
  readonly deployments: readonly string[];
  /** Of the first and of the last of them. */
  readonly firstAt: string;
  readonly lastAt: string;
  /** The books that price them. */
  readonly bookIds: readonly string[];
  /** One for each turn as they are matched over all sessions. */
  readonly turns: readonly GroupTurn[];
}

/** Two to four groups side by side: medians over sessions, waits of all their turns together. */
export interface GroupComparison extends ComparedFigures<GroupMoney> {
  readonly groups: readonly ComparedGroup[];
  readonly options: OptionComparison;
  /** How the turns of all sessions were matched. */
  readonly by: TurnMatches['by'];
  /** What spoke in each matched turn; null: matched by order. */
  readonly clips: readonly (string | null)[];
}

/** The middle of some values; null: there is none. */
const medianOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : middle(values.toSorted((one, other) => one - other));

/** The middle of exact amounts, exact, with the least and the most. */
function medianAmount(amounts: readonly string[]): Pick<GroupMoney, 'amount' | 'least' | 'most'> {
  const sorted = amounts.map((amount) => new Exact(amount)).toSorted((one, other) => one.comparedTo(other));
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return {
    amount: low === undefined || high === undefined ? null : low.plus(high).div(2).toFixed(),
    least: sorted[0]?.toFixed() ?? null,
    most: sorted.at(-1)?.toFixed() ?? null,
  };
}

function groupMoney(all: readonly SideMoney[]): GroupMoney {
  const currencies = [...new Set(all.map(({ currency }) => currency))];
  const known = all.flatMap(({ amount }) => amount ?? []);
  const [currency = ''] = currencies;
  const about = all.some((one) => one.about);
  if (currencies.length > 1) {
    const unpriced = [`amounts in ${currencies.join(' and ')} have no median`];
    return { amount: null, currency, about, unpriced, n: 0, least: null, most: null };
  }
  const unpriced = [...new Set(all.flatMap((one) => one.unpriced))];
  return { ...medianAmount(known), currency, about, unpriced, n: known.length };
}

/** Medians of every kind of usage that some of these sessions have; a session without it has 0. */
function groupFields(all: readonly SideFigures[]): SideField[] {
  const units = new Map(all.flatMap(({ fields }) => fields.map(({ label, unit }) => [label, unit] as const)));
  return [...units].map(([label, unit]) => {
    const own = all.map(({ fields }) => fields.find((field) => field.label === label));
    const value = medianOf(own.map((field) => field?.value ?? 0)) ?? 0;
    return { label, unit, value, about: own.some((field) => field?.about === true) };
  });
}

/** The waits of all turns of all sessions together. */
function groupWaits(all: readonly SideWaits[]): SideWaits {
  const eachMs = all.flatMap((waits) => waits.eachMs);
  return { spread: spreadOf(eachMs), eachMs, from: [...new Set(all.flatMap(({ from }) => from))].toSorted() };
}

function groupFigures(all: readonly SideFigures[]): SideFigures<GroupMoney> {
  const median = (pick: (figures: SideFigures) => number): number => medianOf(all.map(pick)) ?? 0;
  const money = (pick: (figures: SideFigures) => SideMoney): GroupMoney => groupMoney(all.map(pick));
  return {
    asked: median(({ asked }) => asked),
    responses: median(({ responses }) => responses),
    notReported: median(({ notReported }) => notReported),
    fields: groupFields(all),
    firstAudio: groupWaits(all.map(({ firstAudio }) => firstAudio)),
    expected: money(({ expected }) => expected),
    ifBilled: money(({ ifBilled }) => ifBilled),
    reported: money(({ reported }) => reported),
    perTurn: money(({ perTurn }) => perTurn),
    perMinute: money(({ perMinute }) => perMinute),
  };
}

function groupTurn(turns: readonly ComparedTurn[]): GroupTurn {
  return {
    n: turns.length,
    low: medianAmount(turns.flatMap(({ low }) => low ?? [])).amount,
    cachedShare: medianOf(turns.flatMap(({ input, cached }) => (input === 0 ? [] : [cached / input]))),
    waitMs: medianOf(turns.flatMap(({ waitMs }) => waitMs ?? [])),
    output: medianOf(turns.map(({ output }) => output)),
  };
}

/**
 * Compares groups of sessions, the first of which is what the others are held against.
 * @param groups two to four, none of them empty, no session in two of them
 */
export function compareGroups(groups: readonly SessionGroup[]): GroupComparison {
  const sessions = groups.flatMap(({ digests }) => digests.map(({ session }) => session));
  const { by, matches } = matchTurns(sessions.map(({ turns }) => turns));
  let before = 0;
  const compared = groups.map(({ name, digests }): ComparedGroup => {
    const own = digests.map(({ session }) => session);
    const from = before;
    before += own.length;
    const starts = own.map(({ startedAt }) => startedAt).toSorted();
    return {
      name,
      sessionIds: own.map(({ sessionId }) => sessionId),
      deployments: [...new Set(own.map(({ deployment }) => deployment))],
      firstAt: starts[0] ?? '',
      lastAt: starts.at(-1) ?? '',
      bookIds: [...new Set(own.map(({ bookId }) => bookId))],
      turns: matches.map(({ turns }) =>
        groupTurn(own.flatMap((session, at) => session.turns[(turns[from + at] ?? 0) - 1] ?? [])),
      ),
    };
  });
  return {
    groups: compared,
    options: compareOptions(
      groups.map(({ digests }) => ({
        all: digests.map(({ options }) => options),
        told: digests.every(({ optionsTold }) => optionsTold),
      })),
    ),
    ...comparedFigures(groups.map(({ digests }) => groupFigures(digests.map(({ figures }) => figures)))),
    by,
    clips: matches.map(({ clip }) => clip),
  };
}
