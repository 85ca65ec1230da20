import { type MeterKind, meterKinds, nearestBilled, noMeterTokens } from '../../billing/meter-kind.ts';
import { type Money, sumByCurrency } from '../../kit/money.ts';
import { expectedTotals, type Turn } from '../evidence/reported-responses.ts';
import type { Explained } from '../finding/explanation.ts';
import { middle, type Span } from '../../kit/span.ts';
import type { PeriodCell } from './period-report.ts';
import type { CacheStory } from '../stories/story.ts';
import type { ComparedDay } from './compare-day.ts';
import { partOf } from './cells.ts';

/** A session's part of the meters of one day. */
export interface SessionPart {
  readonly session: string;
  /** What it reported, as the meters would show it. */
  readonly reported: Readonly<Record<MeterKind, number>>;
  /** With what the day's story says ran in it; null: nothing tells whose the tokens of that meter are. */
  readonly billed: Readonly<Record<MeterKind, number | null>>;
  /** Charged for `billed`, by each meter's own price on that day; null: of a meter it cannot be told. */
  readonly charged: readonly Money[] | null;
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
    for (const cell of day.cells) {
      const meter = meterKinds.find((kind) => kind === cell.column);
      if (meter === undefined) continue;
      const reads = further.reduce((sum, { reads: { audio, text } }) => sum + readOn(meter, audio, text), 0);
      const billed = nearestBilled(cell, base[meter] + reads);
      if (billed !== null) of(alone)[meter] += billed - base[meter];
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

/** Input of a meter that a further inference reads; none on other meters. */
const readOn = (meter: MeterKind, audio: Span, text: Span): number =>
  meter === 'audio_in' ? middle(audio) : meter === 'text_in' ? middle(text) : 0;

/** The story that a day's tokens are given out by; null: none, or several that name other sessions and that nothing tells apart. */
function storyOf({ reported, held }: ComparedDay, told: Explained | null): Explained | null {
  if (told !== null) return told;
  const first = (held?.answer.explanations ?? []).filter(({ rank, exact, outside }) => rank === 1 && exact && !outside);
  const sessionsIn = ({ story }: Explained): string =>
    story.further
      .map(({ turn }) => reported.sessions[turn ?? -1] ?? 'elsewhere')
      .sort()
      .join('\n');
  return new Set(first.map(sessionsIn)).size === 1 ? (first[0] ?? null) : null;
}

const nothingTold: Readonly<Record<MeterKind, null>> = {
  audio_in: null,
  audio_cached: null,
  audio_out: null,
  text_in: null,
  text_cached: null,
  text_out: null,
};

/** Splits one day over its sessions. What no session can be given stays with the day, and is told of none. */
export function partsOfDay(compared: ComparedDay, told: Explained | null): SessionPart[] {
  const { day, reported } = compared;
  const story = day.state === 'explained' ? storyOf(compared, told) : null;
  const isTold = day.state === 'as reported' || story !== null;
  const ids = [...new Set(reported.sessions)];
  const turnsOf = (id: string): Turn[] => reported.turns.filter((_, index) => reported.sessions[index] === id);
  const own = new Map(ids.map((id) => [id, asBilled(turnsOf(id), story?.story.cache ?? null)]));
  const further = story === null ? new Map<string, Amounts>() : furtherBySession(story, compared, own);
  const shares = new Map(
    ids.map((id) => [id, sumOf([own.get(id) ?? noMeterTokens, further.get(id) ?? noMeterTokens])]),
  );
  const all = sumOf([...shares.values()]);
  const cellOf = (meter: MeterKind): PeriodCell | undefined => day.cells.find(({ column }) => column === meter);
  // A meter is told where the parts of all sessions come to what it holds.
  const isWhole = (meter: MeterKind): boolean => {
    const cell = cellOf(meter);
    return (cell === undefined ? 0 : nearestBilled(cell, all[meter])) === all[meter];
  };
  // Of a charge in several currencies no part is told.
  const isPriced = isTold && meterKinds.every((meter) => isWhole(meter) && (cellOf(meter)?.charged.length ?? 0) < 2);
  return ids.map((session) => {
    const share = shares.get(session) ?? noMeterTokens;
    const charged = meterKinds.flatMap((meter) => partOf(cellOf(meter)?.charged ?? [], all[meter], share[meter]) ?? []);
    return {
      session,
      reported: expectedTotals(turnsOf(session)),
      billed: isTold
        ? (Object.fromEntries(meterKinds.map((meter) => [meter, isWhole(meter) ? share[meter] : null])) as Record<
            MeterKind,
            number | null
          >)
        : nothingTold,
      charged: isPriced ? sumByCurrency(charged) : null,
    };
  });
}

/** Sums of parts of one session over its days; what is not told on one of them is told of none. */
export function addParts(parts: readonly SessionPart[]): Omit<SessionPart, 'session'> {
  const sum = (meter: MeterKind): number | null =>
    parts.reduce<number | null>((total, { billed }) => {
      const one = billed[meter];
      return total === null || one === null ? null : total + one;
    }, 0);
  const charges = parts.map(({ charged }) => charged);
  return {
    reported: sumOf(parts.map(({ reported }) => reported)),
    billed: Object.fromEntries(meterKinds.map((meter) => [meter, sum(meter)])) as Record<MeterKind, number | null>,
    charged: charges.includes(null) ? null : sumByCurrency(charges.flatMap((one) => one ?? [])),
  };
}
