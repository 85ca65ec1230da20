import { describe, expect, it } from 'vitest';
import { assemble, type Assembled } from '../../../shared/reconcile/case/assemble.ts';
import type { Reported, SessionEvidence } from '../../../shared/reconcile/evidence/evidence.ts';
import { joinEvidence } from '../../../shared/reconcile/evidence/session-evidence.ts';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import type { Wanted } from '../../../shared/reconcile/scope/scope.ts';
import { shipped } from '../pricing/books.ts';
import { billOf, rowsOf, sessionOf, sixOf } from './period-case.ts';

const books = [shipped('2026-10-09')] as const;
const monday = [
  sessionOf('2026-10-05T08-00-00Z-a', '2026-10-05', [110, 420, 119, 117]),
  sessionOf('2026-10-05T09-00-00Z-b', '2026-10-05', [83, 257, 371, 74]),
];
const tuesday = [sessionOf('2026-10-06T08-00-00Z-c', '2026-10-06', [61, 188, 902, 63])];
const all = [...monday, ...tuesday];
const bills = billOf([...rowsOf('2026-10-05', sixOf(monday)), ...rowsOf('2026-10-06', sixOf(tuesday))]).all;

const joinedOf = (sessions: readonly SessionEvidence[], requests: number | null = null): Reported => {
  const parts = sessions.map(({ reported }) => reported);
  const log = joinEvidence(parts.flatMap((part) => part.log ?? []));
  return {
    turns: parts.flatMap(({ turns }) => turns),
    notes: parts.flatMap(({ notes }) => notes),
    log: requests === null ? log : { ...log, requests: { count: requests, source: 'Azure Monitor' } },
    sessions: sessions.map(({ id }) => id),
    days: [...new Set(parts.flatMap(({ days }) => days))],
    resources: ['contoso-voice'],
    models: ['gpt-realtime-mini-2025-12-15'],
  };
};

const held = (wanted: Partial<Wanted>, requests: number | null = null): Assembled => {
  const answer = assemble({
    reported: joinedOf(all, requests),
    sessions: all,
    bill: { kind: 'imports', name: 'The bill', bills },
    wanted: { days: [], model: null, resource: null, ...wanted },
    books,
  });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.assembled;
};

const reportOf = (assembled: Assembled): ReconcileReport => {
  if (assembled.kind !== 'report') throw new Error(`a ${assembled.kind}`);
  return assembled.report;
};

/** Sessions of Monday, held against Tuesday by hand. */
function mondayOnTuesday(): Assembled {
  const answer = assemble({
    reported: joinedOf(monday),
    sessions: monday,
    bill: { kind: 'imports', name: 'The bill', bills },
    wanted: { days: ['2026-10-06'], model: null, resource: null },
    books,
  });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.assembled;
}

describe('one day of a bill of several', () => {
  it('is held against the sessions of that day alone', () => {
    const report = reportOf(
      held({ days: ['2026-10-05'], model: 'gpt-realtime-mini 1215, global', resource: 'contoso-voice' }),
    );
    expect(report.finding.headline).toBe('The bill is what was reported.');
    expect(report.sessions).toEqual(monday.map(({ id }) => id));
    expect(report.responses).toBe(2);
  });

  it('is all that the sessions hold again once no day is wanted', () => {
    expect(held({}).kind).toBe('period');
  });

  it('takes every session where none ran on it: a person says that they belong there', () => {
    const report = reportOf(mondayOnTuesday());
    expect(report.responses).toBe(2);
  });

  it('leaves out requests that were counted for all of the sessions, and says so', () => {
    const report = reportOf(held({ days: ['2026-10-06'] }, 3));
    expect(report.finding.headline).toBe('The bill is what was reported.');
    expect(report.notes.filter((note) => note.includes('counted requests for all of the sessions'))).toHaveLength(1);
  });
});
