import type { MeterKind } from '../../shared/billing/meter-kind.ts';
import type { DayUsage } from '../../shared/billing/day-usage.ts';
import type { SessionEvidence } from '../../shared/reconcile/evidence/evidence.ts';
import { comparePeriod } from '../../shared/reconcile/period/compare-period.ts';
import type { PeriodReport } from '../../shared/reconcile/period/period-report.ts';
import { between, seeded, type Random } from '../findings/random.ts';
import { finishedOf, gaAzure, type Talk, turnsOf } from '../unit/reconcile/by-the-rules.ts';
import { shipped } from '../unit/pricing/books.ts';
import { billOf, rowsOf, sessionOf, sixOf } from '../unit/reconcile/period-case.ts';
import { atMost, type BenchTable, figure } from './table.ts';

const days = 30;
const sessionsInAll = 500;
/** Responses of a session, as a call of some minutes has. */
const turnsEach = 10;

const dayOf = (index: number): string => `2026-09-${String(index + 1).padStart(2, '0')}`;

interface Call {
  readonly session: SessionEvidence;
  /** What a response over the finished conversation reads, by the rules as they stand written apart. */
  readonly finished: ReturnType<typeof finishedOf>;
}

/** A recorded call by the measured rules. */
function callOf(random: Random, id: string, day: string): Call {
  const talk: Talk = {
    prompt: 120,
    counting: gaAzure,
    exchanges: Array.from({ length: turnsEach }, () => ({
      asked: { kind: 'spoken', audio: between(random, 20, 90) },
      answered: { kind: 'spoken', words: between(random, 20, 90), audio: between(random, 90, 400) },
    })),
  };
  const turns = turnsOf(talk).map((turn) => ({ ...turn, conversation: id }));
  const { reported, ...session } = sessionOf(id, day, [0, 0, 0, 0]);
  const log = {
    responsesCreated: turns.length,
    responsesReported: turns.length,
    unreported: [],
    days: turns.map(() => day),
    transcription: null,
  };
  return { session: { ...session, reported: { ...reported, turns, log } }, finished: finishedOf(talk, turnsEach - 1) };
}

type Six = Record<MeterKind, number>;

/** What a day bills beyond its reports: nothing, a response over every finished session, other traffic, or a stray number. */
const makings: readonly ((random: Random, six: Six, calls: readonly Call[]) => void)[] = [
  (random, six, calls) => {
    for (const { finished } of calls) {
      six.audio_in += finished.audio;
      six.text_in += finished.text;
      six.audio_out += between(random, 90, 400);
      six.text_out += between(random, 20, 90);
    }
  },
  (random, six) => {
    for (const kind of ['audio_in', 'audio_out', 'text_in', 'text_out'] as const) {
      six[kind] += between(random, 5000, 90_000);
    }
  },
  (random, six) => {
    six.text_in += between(random, 1, 200);
  },
];

interface Month {
  readonly sessions: readonly SessionEvidence[];
  readonly rows: readonly DayUsage[];
}

/** A month of which `odd` days in 30 bill something beyond their reports. */
function monthOf(odd: number): Month {
  const random = seeded(odd + 1);
  const calls = Array.from({ length: sessionsInAll }, (_, index) => {
    const day = dayOf(index % days);
    return callOf(random, `${day}T10-00-00Z-voice-${String(index).padStart(6, '0')}`, day);
  });
  const rows = Array.from({ length: days }, (_, index) => {
    const own = calls.filter(({ session }) => session.reported.days[0] === dayOf(index));
    const six = sixOf(own.map(({ session }) => session));
    if (index < odd) makings[index % makings.length]?.(random, six, own);
    return rowsOf(dayOf(index), six);
  });
  return { sessions: calls.map(({ session }) => session), rows: rows.flat() };
}

function timed(month: Month): { readonly seconds: number; readonly report: PeriodReport } {
  const start = performance.now();
  const report = comparePeriod({
    sessions: month.sessions,
    bill: billOf(month.rows),
    wanted: { days: [], resource: null, model: null },
    books: [shipped('2026-10-09')],
    notes: [],
  });
  return { seconds: (performance.now() - start) / 1000, report };
}

const countOf = ({ blocks: [block] }: PeriodReport, state: string): number =>
  (block?.days ?? []).filter((day) => day.state === state).length;

/** A month of sessions against its bill, as a worker compares it: reading the records is apart. */
export function benchPeriod(): BenchTable {
  const quiet = timed(monthOf(0));
  const mixed = timed(monthOf(9));
  const odd = timed(monthOf(days));
  return {
    title: 'A month of sessions against its bill',
    note: `${sessionsInAll} sessions of ${turnsEach} responses on ${days} days, one deployment. Days that bill more are in turn a response over every finished session, other traffic, and a stray number of text tokens. Reading the records is not in it.`,
    rows: [
      atMost('every day as reported', quiet.seconds, 's', 30),
      atMost('9 days of 30 bill more', mixed.seconds, 's', 30),
      figure('of these, explained', countOf(mixed.report, 'explained'), 'days'),
      figure('of these, other traffic', countOf(mixed.report, 'other traffic'), 'days'),
      figure('of these, open', countOf(mixed.report, 'open'), 'days'),
      atMost('every day bills more', odd.seconds, 's', 30),
    ],
  };
}
