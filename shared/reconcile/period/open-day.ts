import { periodWords } from '../../kit/dates.ts';
import { benchError, type BenchError } from '../../kit/errors.ts';
import type { PeriodDay } from './period-report.ts';

const bad = (message: string, nextStep: string): BenchError => benchError('invalid-argument', message, { nextStep });

/** Why a day of a period cannot be compared by itself; null: it can. */
export function dayRefusal({ day, sessions, state }: Pick<PeriodDay, 'day' | 'sessions' | 'state'>): BenchError | null {
  if (day === '') {
    return bad(
      'The file names no day for these rows, so no day of theirs can be opened.',
      'Give an export that has a column of days.',
    );
  }
  if (sessions.length === 0) {
    return bad(
      `No session here ran on ${periodWords(day)}, so there is nothing to hold that day against.`,
      'Choose a day with sessions, or add the sessions of that day.',
    );
  }
  if (state === 'no row') {
    return bad(
      `The file has no row of ${periodWords(day)}, so the sessions of that day have nothing to be held against.`,
      'Choose a day with rows, or add the bill of that day.',
    );
  }
  return null;
}
