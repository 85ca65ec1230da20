import { type MeterKind, meterKinds, noMeterTokens } from '../../billing/meter-kind.ts';
import { type Money, sumByCurrency } from '../../kit/money.ts';
import { expectedTotals, type Turn } from '../evidence/reported-responses.ts';
import type { Explained } from '../finding/explanation.ts';
import { middle } from '../../kit/span.ts';
import type { CacheStory } from '../stories/story.ts';
import type { ComparedDay } from './compare-day.ts';
import { partOf } from './cells.ts';

/** A session's part of the meters of one day. */
export interface SessionPart {
  readonly session: string;
  /** What it reported, as the meters would show it. */
  readonly reported: Readonly<Record<MeterKind, number>>;
  /** With what the day's story says ran in it; null: nothing explains the day. */
  readonly billed: Readonly<Record<MeterKind, number>> | null;
  /** Charged for `billed`, by each meter's own price on that day; empty: it cannot be told. */
  readonly charged: readonly Money[];
}

type Amounts = Readonly<Record<MeterKind, number>>;

const sumOf = (all: readonly Amounts[]): Record<MeterKind, number> =>
  all.reduce<Record<MeterKind, number>>(
    (sum, one) =>
      Object.fromEntries(meterKinds.map((meter) => [meter, sum[meter] + one[meter]])) as Record<MeterKind, number>,
    { ...noMeterTokens },
  );

/** What a session reported as a story has it on the meters: cached tokens on the input's where they were billed there. */
function asBilled(turns: readonly Turn[], cache: CacheStory | null): Record<MeterKind, number> {
  const own = expectedTotals(turns);
  for (const modality of ['audio', 'text'] as const) {
    const cached = `${modality}_cached` as const;
    if (cache === null || cache[modality] === 'none' || cache[modality] === 'apart') continue;
    if (cache[modality] === 'folded') own[`${modality}_in`] += own[cached];
    own[cached] = 0;
  }
  return own;
}

/** What a story says that each session read again; what they put out where one session alone can have put it out. */
function furtherBySession(
  { story: { further, open } }: Explained,
  { reported, day }: ComparedDay,
  own: ReadonlyMap<string, Amounts>,
): Map<string, Record<MeterKind, number>> {
  const added = new Map<string, Record<MeterKind, number>>();
  const of = (session: string): Record<MeterKind, number> => {
    const amounts = added.get(session) ?? { ...noMeterTokens };
    added.set(session, amounts);
    return amounts;
  };
  const ran = further.map((one) => ({ one, session: reported.sessions[one.turn ?? -1] ?? null }));
  const [alone, second] = new Set(ran.map(({ session }) => session));
  if (second === undefined && alone !== null && alone !== undefined) {
    // All of it ran in one session: what no report of the day accounts for is that session's.
    const base = sumOf([...own.values()]);
    for (const { column, billed } of day.cells) {
      const meter = meterKinds.find((kind) => kind === column);
      if (meter !== undefined && billed !== null) of(alone)[meter] += billed - base[meter];
    }
    return added;
  }
  for (const { one, session } of ran) {
    if (session === null) continue;
    if (open !== 'audio') of(session).audio_in += middle(one.reads.audio);
    if (open !== 'text') of(session).text_in += middle(one.reads.text);
  }
  return added;
}

/** Splits one day over its sessions. What no session can be given stays with the day. */
export function partsOfDay(compared: ComparedDay, told: Explained | null): SessionPart[] {
  const { day, reported, held } = compared;
  const story = day.state === 'explained' ? (told ?? held?.answer.explanations[0] ?? null) : null;
  const isTold = day.state === 'as reported' || story !== null;
  const ids = [...new Set(reported.sessions)];
  const turnsOf = (id: string): Turn[] => reported.turns.filter((_, index) => reported.sessions[index] === id);
  const own = new Map(ids.map((id) => [id, asBilled(turnsOf(id), story?.story.cache ?? null)]));
  const further = story === null ? new Map<string, Amounts>() : furtherBySession(story, compared, own);
  const shares = new Map(
    ids.map((id) => [id, sumOf([own.get(id) ?? noMeterTokens, further.get(id) ?? noMeterTokens])]),
  );
  const all = sumOf([...shares.values()]);
  // Of a charge in several currencies no part is told.
  const isPriced = isTold && day.cells.every((cell) => cell.charged.length < 2);
  return ids.map((session) => {
    const billed = shares.get(session) ?? noMeterTokens;
    const charged = day.cells.flatMap((cell) => {
      const meter = meterKinds.find((kind) => kind === cell.column);
      // Of a rounded number the parts are those of what they add up to, so that they never exceed the charge.
      return meter === undefined
        ? []
        : (partOf(cell.charged, cell.billed ?? Math.max(cell.expected, all[meter]), billed[meter]) ?? []);
    });
    return {
      session,
      reported: expectedTotals(turnsOf(session)),
      billed: isTold ? billed : null,
      charged: isPriced ? sumByCurrency(charged) : [],
    };
  });
}

/** Sums of parts of one session over its days. */
export function addParts(parts: readonly SessionPart[]): Omit<SessionPart, 'session'> {
  const isTold = parts.every(({ billed }) => billed !== null);
  return {
    reported: sumOf(parts.map(({ reported }) => reported)),
    billed: isTold ? sumOf(parts.flatMap(({ billed }) => billed ?? [])) : null,
    charged: isTold ? sumByCurrency(parts.flatMap(({ charged }) => charged)) : [],
  };
}
