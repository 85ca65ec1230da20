import { values } from '../../kit/chunk-list.ts';
import type { JsonObject } from '../../kit/json.ts';
import { knownTotal, perTime, type SessionCost } from '../../pricing/cost.ts';
import type { PriceBook, PricedModel } from '../../pricing/price-book.ts';
import { type FieldRow, fieldRows } from '../costs/field-rows.ts';
import { sessionCosts } from '../costs/session-costs.ts';
import { firstAudioWaits } from '../latency.ts';
import type { SessionView } from '../view.ts';
import {
  comparedFigures,
  type ComparedFigures,
  type SideField,
  type SideFigures,
  type SideMoney,
} from './compare-figures.ts';
import { compareOptions, type OptionComparison, optionsInEffect } from './compare-options.ts';
import { type ComparedTurn, comparedTurns, matchTurns, type TurnMatches } from './compare-turns.ts';
import { neverReported } from './session-facts.ts';

/** A session and what prices it. */
export interface PricedSession {
  readonly view: SessionView;
  readonly book: PriceBook;
  /** Null: not recognised. */
  readonly model: PricedModel | null;
}

/** What spoke in a session. */
export interface InputFacts {
  readonly kind: 'microphone' | 'wav';
  readonly name: string;
  readonly sentMs: number;
}

/** One session of a comparison. */
export interface ComparedSession {
  readonly sessionId: string;
  readonly startedAt: string;
  readonly deployment: string;
  readonly durationMs: number;
  /** Null: its record does not say. */
  readonly input: InputFacts | null;
  /** The book that prices it. */
  readonly bookId: string;
  readonly turns: readonly ComparedTurn[];
}

/** All that a comparison takes of one session; its record need not stay in memory. */
export interface SessionDigest {
  readonly session: ComparedSession;
  readonly options: JsonObject;
  /** False: the service never said what was in effect, so `options` are those asked for. */
  readonly optionsTold: boolean;
  readonly figures: SideFigures;
}

/** Two to four sessions side by side. */
export interface Comparison extends ComparedFigures {
  readonly sessions: readonly ComparedSession[];
  readonly options: OptionComparison;
  readonly matches: TurnMatches;
}

/** Kinds of usage as expected; rows of two models of one kind are one. */
function fieldsOf(rows: readonly FieldRow[]): SideField[] {
  const fields = new Map<string, SideField>();
  for (const { label, unit, expected, estimated } of rows) {
    const before = fields.get(label);
    const value = (before?.value ?? 0) + expected;
    fields.set(label, { label, unit, value, about: estimated || (before?.about ?? false) });
  }
  return [...fields.values()];
}

const moneyOf = (cost: SessionCost, about: boolean): SideMoney => ({
  amount: knownTotal(cost),
  currency: cost.currency,
  about,
  unpriced: cost.unpriced,
});

const minuteMs = 60_000;

const connectedMs = ({ openedMs, t }: SessionView): number => (openedMs === null ? 0 : t - openedMs);

/** What is compared of a session. */
export function digestOf({ view, book, model }: PricedSession): SessionDigest {
  const { header, input, t, effective, responses } = view;
  const costs = sessionCosts(view, model, book);
  const turns = comparedTurns(view, costs, model, book);
  const expected = moneyOf(costs.least, costs.estimated);
  const dividedBy = (by: number, unit: number): SideMoney => ({
    ...expected,
    amount: expected.amount === null ? null : perTime(expected.amount, by, unit),
  });
  return {
    session: {
      sessionId: header?.sessionId ?? '',
      startedAt: header?.startedAt ?? '',
      deployment: header?.endpoint.deployment ?? '',
      durationMs: Math.round(t),
      input: header === null ? null : { kind: header.input.kind, name: header.input.name, sentMs: input.sentMs },
      bookId: book.id,
      turns,
    },
    options: optionsInEffect(view),
    optionsTold: effective !== null,
    figures: {
      asked: [...values(responses)].filter(({ cause }) => cause.kind === 'create').length,
      responses: responses.length,
      notReported: neverReported(costs.totals),
      fields: fieldsOf(fieldRows(costs)),
      firstAudio: firstAudioWaits(view),
      expected,
      ifBilled: moneyOf(costs.ifBilled, false),
      reported: moneyOf(costs.reported, false),
      perTurn: dividedBy(turns.length, 1),
      perMinute: dividedBy(connectedMs(view), minuteMs),
    },
  };
}

/** As `compareSessions`, of what was taken of each session. */
export const compareDigests = (digests: readonly SessionDigest[]): Comparison => ({
  sessions: digests.map(({ session }) => session),
  options: compareOptions(digests.map(({ options, optionsTold }) => ({ all: [options], told: optionsTold }))),
  ...comparedFigures(digests.map(({ figures }) => figures)),
  matches: matchTurns(digests.map(({ session }) => session.turns)),
});

/**
 * Compares sessions, the first of which is what the others are held against. One that is compared with itself differs in nothing.
 * @param sessions two to four (`compare-limits.ts`)
 */
export const compareSessions = (sessions: readonly PricedSession[]): Comparison =>
  compareDigests(sessions.map(digestOf));
