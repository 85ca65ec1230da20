import type { DayUsage } from '../../billing/day-usage.ts';
import type { ImportedBill, MergedBill } from '../../billing/imported-bill.ts';
import { meterKinds } from '../../billing/meter-kind.ts';
import { dayAfter, isDay, isMonth, monthOfDay } from '../../kit/dates.ts';
import { Exact, type Money, moneyTexts, sumByCurrency, sumExact } from '../../kit/money.ts';
import { plural } from '../../kit/numbers.ts';
import type { BooksByCurrency } from '../../pricing/choose-book.ts';
import type { SessionEvidence } from '../evidence/evidence.ts';
import { expectedTotals } from '../evidence/reported-responses.ts';
import { listMoney } from '../finding/list-money.ts';
import type { ReportSource } from '../reconcile-report.ts';
import { accountOf, type Wanted } from '../scope/scope.ts';
import { freshnessOf } from '../scope/settlement.ts';
import { type Observation, solveMany } from '../scope/several-days.ts';
import { addParts, partsOfDay, type SessionPart } from './attribution.ts';
import { assign, type Block } from './blocks.ts';
import { isUnreadCharge } from './cells.ts';
import { columnOf, isMeter, periodColumns } from './columns.ts';
import { compareDay, type ComparedDay } from './compare-day.ts';
import { type DaySlice, slicesOf } from './day-slices.ts';
import { letterDays, type Lettered } from './day-stories.ts';
import { customerOf } from './groups.ts';
import type { PeriodBlock, PeriodColumn, PeriodReport, PeriodSession } from './period-report.ts';
import { headlineOf, periodLabel, sumWords } from './period-words.ts';
import { sumsNote, totalsOf } from './totals.ts';
import { unallocatedOf } from './unallocated.ts';

/** How far a comparison is. */
export interface PeriodProgress {
  readonly day: number;
  readonly ofDays: number;
  readonly sessions: number;
  readonly ofSessions: number;
}

export interface PeriodOrder {
  readonly sessions: readonly SessionEvidence[];
  readonly bill: MergedBill;
  readonly wanted: Wanted;
  readonly books: BooksByCurrency;
  readonly notes: readonly string[];
  readonly onDay?: (progress: PeriodProgress) => void;
}

/** A stretch with more empty days than this shows only the days that have a row or a session. */
const mostDays = 100;

/** Every UTC day from the first to the last; months and rows without a day behind them. */
function daysOf(rows: readonly DayUsage[], slices: readonly DaySlice[]): string[] {
  const named = [...new Set([...rows.map(({ day }) => day), ...slices.map(({ day }) => day)])].sort();
  const days = named.filter(isDay);
  const others = named.filter((day) => !isDay(day));
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return others;
  const all: string[] = [];
  for (let day = first; day <= last && all.length <= mostDays; day = dayAfter(day)) all.push(day);
  return [...(all.length > mostDays ? days : all), ...others];
}

/** The one period of a block that a day's sessions stand in: the day itself where it is billed, else its month, else rows without a day. */
function periodIn(day: string, billed: ReadonlySet<string>): string {
  if (billed.has(day)) return day;
  const month = [...billed].find((one) => isMonth(one) && monthOfDay(day) === one);
  return month ?? (billed.has('') ? '' : day);
}

/** When the newest file was written that speaks of a day: by a row of it, else by days around or before it; empty: none does. */
function writtenFor(day: string, files: readonly ImportedBill[]): string {
  const withRows = files.filter(({ days }) => days.some((row) => row.day === day));
  const until = files.filter(({ days }) => days.some((row) => row.day <= day));
  const times = (withRows.length > 0 ? withRows : until).map(({ writtenAt }) => writtenAt);
  return times.sort().at(-1) ?? '';
}

/** Money on the meters beside the six, which no session is given a part of. */
function besideNote(blocks: readonly PeriodBlock[]): string[] {
  const charged = sumByCurrency(
    blocks.flatMap(({ totals }) => totals.filter(({ column }) => !isMeter(column)).flatMap((one) => one.charged)),
  ).filter(({ cost }) => !new Exact(cost).isZero());
  return charged.length === 0
    ? []
    : [`Transcription and images, ${moneyTexts(charged)}, are in no session\u2019s part: the file bills them by day.`];
}

/** Said where a model is billed by the day and by the month of that day. */
function monthNotes(blocks: readonly Block[]): string[] {
  const twice = blocks.flatMap(({ label, rows }) => {
    const named = [...new Set(rows.map(({ day }) => day))];
    const months = named.filter((month) => !isDay(month) && named.some((day) => isDay(day) && day.startsWith(month)));
    return months.map((month) => `${label}, ${month === '' ? 'rows without a day' : month}`);
  });
  return twice.length === 0
    ? []
    : [
        `Billed by the day and as one total, too, so that an amount may be in these files twice: ${twice.join('; ')}. Give one of the two.`,
      ];
}

const columnsWithRows = ({ rows }: Block): ReadonlySet<PeriodColumn> =>
  new Set(rows.flatMap(({ meter }) => columnOf(meter) ?? []));

interface Compared {
  readonly block: Block;
  readonly days: readonly ComparedDay[];
}

/** What the days of a block say as equations: those that have sessions and a bill. */
function manyOf({ days }: Compared): PeriodBlock['many'] {
  const observations = days.flatMap(({ day, reported, held }): Observation[] => {
    if (held === null || !isDay(day.day) || reported.turns.length === 0) return [];
    const billed = Object.fromEntries(
      day.cells.flatMap((cell) => {
        const meter = meterKinds.find((kind) => kind === cell.column);
        const value = cell.billed ?? cell.range;
        return meter === undefined || value === null ? [] : [[meter, value]];
      }),
    );
    return [{ label: day.day, turns: reported.turns, billed }];
  });
  return observations.length < 2 ? null : solveMany(observations);
}

function totalsOfColumns(rows: readonly DayUsage[], days: readonly ComparedDay[]): PeriodBlock['totals'] {
  const cells = days.flatMap(({ day }) => day.cells);
  const used = periodColumns.filter((column) => cells.some((cell) => cell.column === column));
  return used.map((column: PeriodColumn) => {
    const own = cells.filter((cell) => cell.column === column);
    const ofRows = rows.filter(({ meter }) => columnOf(meter) === column);
    const isTime = column === 'transcription_hours';
    const whole = own.every(
      ({ billed, range, state }) => state !== 'unreadable' && (billed !== null || range === null),
    );
    return {
      column,
      tokens: isTime || !whole ? null : own.reduce((sum, { billed }) => sum + (billed ?? 0), 0),
      hours: isTime ? sumExact(ofRows.map(({ quantity }) => quantity)) : null,
      charged: sumByCurrency(own.flatMap(({ charged }) => charged)),
    };
  });
}

function blockOf({ block, days }: Compared, lettered: Lettered['days'], sharedNames: ReadonlySet<string>): PeriodBlock {
  const name = block.resource === '' ? null : accountOf(block.resource);
  const totals = totalsOfColumns(block.rows, days);
  const book = days.flatMap(({ held }) => (held?.prices == null ? [] : [held.book.id]))[0] ?? null;
  return {
    model: block.label,
    resource: name,
    resourceId: name !== null && sharedNames.has(name) ? block.resource : null,
    days: lettered.map(({ compared, story }) => ({ ...compared.day, story })),
    columns: totals.map(({ column }) => column),
    totals,
    charged: sumByCurrency(totals.flatMap(({ charged }) => charged)),
    priceBook: book,
    many: manyOf({ block, days }),
  };
}

/** Names that several resources of the file share. */
function sharedNamesOf(blocks: readonly Block[]): Set<string> {
  const places = new Map<string, Set<string>>();
  for (const { resource, subscription } of blocks) {
    const name = accountOf(resource);
    places.set(name, (places.get(name) ?? new Set()).add(`${subscription}\n${resource}`));
  }
  return new Set([...places].filter(([, own]) => own.size > 1).map(([name]) => name));
}

interface SessionContext {
  readonly block: number | null;
  readonly why: string | null;
  readonly parts: readonly SessionPart[];
  readonly prices: ComparedDay['held'];
}

function sessionOf(
  { id, reported, about }: SessionEvidence,
  { block, why, parts, prices }: SessionContext,
): PeriodSession {
  const { reported: said, billed, charged } = addParts(parts);
  const list = prices?.prices ?? null;
  const amounts = list === null ? [] : meterKinds.map((meter) => listMoney(said[meter], meter, list));
  const [cost] = amounts.includes(null) ? [] : sumByCurrency(amounts.flatMap((one) => one ?? []));
  const [paid, second] = charged ?? [];
  const known = parts.length > 0;
  const own = expectedTotals(reported.turns);
  return {
    id,
    name: about.name,
    days: reported.days,
    block,
    why,
    deployment: (reported.windows ?? []).flatMap(({ deployment }) => deployment ?? [])[0] ?? null,
    tags: about.tags,
    customer: customerOf(about.tags),
    responses: reported.turns.length,
    reported: known ? (cost ?? null) : null,
    billed: known && second === undefined ? (paid ?? null) : null,
    meters: Object.fromEntries(
      meterKinds.map((meter) => [
        meter,
        { reported: known ? said[meter] : own[meter], billed: known ? billed[meter] : null },
      ]),
    ) as PeriodSession['meters'],
  };
}

const sourceOf = ({ files, shape, importedAt, writtenAt, period, runId, tally }: ImportedBill): ReportSource => ({
  files,
  shape,
  importedAt,
  writtenAt,
  period,
  runId,
  tally,
});

/** Whether evidence is of several days, models or resources, so that no single comparison holds all of it. */
export function isPeriod(
  sessions: readonly SessionEvidence[],
  bill: MergedBill,
  wanted: Wanted,
  books: BooksByCurrency,
): boolean {
  const { blocks, sessions: at } = assign(sessions, bill.days, wanted, books[0]);
  if (blocks.length === 0) return false;
  // A session that the file has no meter of is never added to those that it has.
  if ([...at.values()].some((one) => 'why' in one)) return true;
  const days = new Set(sessions.flatMap((session) => slicesOf(session).map(({ day }) => day)));
  return blocks.length > 1 || days.size > 1;
}

/**
 * Holds a bill of any span against the sessions of that span: each session on its day, model and resource, each day by itself, and
 * every amount of the file in one place. Pure and busy: a window runs it in a worker thread.
 */
export function comparePeriod(order: PeriodOrder): PeriodReport {
  const { sessions, bill, wanted, books, onDay } = order;
  const places = assign(sessions, bill.days, wanted, books[0]);
  const { blocks, sessions: assigned } = places;
  const slices = sessions.map((session) => ({ session, slices: slicesOf(session) }));
  const inBlocks = blocks.map(({ rows }, index): DaySlice[] => {
    const billed = new Set(rows.map(({ day }) => day));
    return slices.flatMap(({ session, slices: all }) => {
      const at = assigned.get(session.id);
      const isHere = at !== undefined && 'block' in at && at.block === index;
      return isHere ? all.map((slice) => ({ ...slice, day: periodIn(slice.day, billed) })) : [];
    });
  });
  const days = daysOf(
    blocks.flatMap(({ rows }) => rows),
    inBlocks.flat(),
  );
  const done = new Set<string>();
  const compared = blocks.map((block, at): Compared => ({
    block,
    days: days.map((day, index) => {
      const onDaySlices = (inBlocks[at] ?? []).filter((slice) => slice.day === day);
      const answer = compareDay(
        day,
        block.rows.filter((row) => row.day === day),
        onDaySlices,
        {
          block,
          books,
          freshness: freshnessOf(day, writtenFor(day, bill.used), bill.all),
          billedColumns: columnsWithRows(block),
        },
      );
      for (const { session } of onDaySlices) done.add(session);
      onDay?.({
        day: at * days.length + index + 1,
        ofDays: blocks.length * days.length,
        sessions: done.size,
        ofSessions: sessions.length,
      });
      return answer;
    }),
  }));
  const lettered = letterDays(compared.flatMap((one) => one.days));
  const shared = sharedNamesOf(blocks);
  const told = compared.map((one, at) => ({
    one,
    days: lettered.days.slice(at * days.length, (at + 1) * days.length),
  }));
  const shown = told.map(({ one, days: own }) => blockOf(one, own, shared));
  const parts = lettered.days.flatMap(({ compared: day, told: story }) => partsOfDay(day, story));
  const unallocated = unallocatedOf(places, bill);
  const totals = totalsOf(shown, unallocated);
  const named = days.filter((day) => day !== '');
  const [from, to] = [named[0] ?? '', named.at(-1) ?? ''];
  const label = periodLabel(from, to);
  const files: Money[] = sumByCurrency(bill.used.flatMap(({ tally }) => tally.costs));
  const note = sumsNote(totals, files);
  const unread = bill.days.filter(isUnreadCharge).length;
  const astray = [...assigned].flatMap(([id, at]) => ('why' in at ? [`${id}: ${at.why}`] : []));
  return {
    voxtally: 1,
    kind: 'period',
    from,
    to,
    label,
    headline: headlineOf({ label, totals, blocks: shown, stories: lettered.stories, astray: astray.length }),
    lead: [
      `${plural(sessions.length, 'session')} against ${plural(bill.used.length, 'file')}.`,
      ...totals.map((total) => `${sumWords(total)}.`),
      ...(unread === 0
        ? []
        : [`${plural(unread, 'charge')} cannot be read and ${unread === 1 ? 'is' : 'are'} in no sum.`]),
    ].join(' '),
    blocks: shown,
    sessions: sessions.map((session) => {
      const at = assigned.get(session.id);
      const block = at !== undefined && 'block' in at ? at.block : null;
      return sessionOf(session, {
        block,
        why: at !== undefined && 'why' in at ? at.why : null,
        parts: parts.filter((part) => part.session === session.id),
        prices: block === null ? null : (compared[block]?.days.find(({ held }) => held !== null)?.held ?? null),
      });
    }),
    stories: lettered.stories,
    unallocated,
    totals,
    sources: bill.used.map(sourceOf),
    notes: [
      ...astray,
      ...order.notes,
      ...bill.used.flatMap(({ notes }) => notes),
      ...bill.notes,
      ...monthNotes(blocks),
      ...besideNote(shown),
      ...(note === null ? [] : [note]),
    ],
  };
}
