import { describe, expect, it } from 'vitest';
import { meterKindOf } from '../../../shared/billing/meter-kind.ts';
import type { DayUsage } from '../../../shared/billing/day-usage.ts';
import { comparePeriod } from '../../../shared/reconcile/period/compare-period.ts';
import type { PeriodReport } from '../../../shared/reconcile/period/period-report.ts';
import type { SessionEvidence } from '../../../shared/reconcile/evidence/evidence.ts';
import { shipped } from '../pricing/books.ts';
import { billOf, rowsOf, sessionOf, sixOf } from './period-case.ts';

const books = [shipped('2026-10-09')] as const;
const nothing = { days: [], resource: null, model: null };

const compare = (sessions: readonly SessionEvidence[], rows: readonly DayUsage[]): PeriodReport =>
  comparePeriod({ sessions, bill: billOf(rows), wanted: nothing, books, notes: [] });

const dayOf = ({ blocks: [block] }: PeriodReport, day: string) => block?.days.find((one) => one.day === day);

const monday = [sessionOf('2026-10-05T08-00-00Z-a', '2026-10-05', [1110, 420, 1119, 317])];
const tuesday = [sessionOf('2026-10-06T08-00-00Z-c', '2026-10-06', [661, 188, 902, 263])];
const both = [...monday, ...tuesday];
const [mondayRows, tuesdayRows] = [rowsOf('2026-10-05', sixOf(monday)), rowsOf('2026-10-06', sixOf(tuesday))];

describe('what a day of a period claims', () => {
  it('is not as reported where a meter has no row that other days have', () => {
    const rows = tuesdayRows.filter(({ meter }) => meterKindOf(meter) !== 'text_out');
    const report = compare(both, [...mondayRows, ...rows]);
    expect(dayOf(report, '2026-10-06')?.state).toBe('open');
    expect(report.headline).toContain('1 day is open');
  });

  it('is other traffic only where audio and text each hold what was reported', () => {
    const more = { ...sixOf(tuesday), audio_out: 1188, text_out: 1263, text_in: 9_902 };
    const traffic = compare(both, [...mondayRows, ...rowsOf('2026-10-06', more)]);
    expect(dayOf(traffic, '2026-10-06')?.state).toBe('other traffic');
    const less = compare(both, [...mondayRows, ...rowsOf('2026-10-06', { ...more, audio_in: 611 })]);
    expect(dayOf(less, '2026-10-06')?.state).toBe('open');
  });
});
