import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayAfter, endOfMonthMs, instantMs, isDay, utcDayOf, utcDays } from '../../../shared/kit/dates.ts';

describe('an instant', () => {
  it.each([
    // As `date -u -d … +%s` has them.
    ['2026-11-28', 1_795_824_000_000],
    ['2026-11-28T10:00:00Z', 1_795_860_000_000],
    ['2026-11-28 10:00', 1_795_860_000_000],
    ['2026-11-28T10:00:00.123456789Z', 1_795_860_000_123],
    ['2026-11-28T10:00:00,5+02:00', 1_795_852_800_500],
    ['2026-11-28T10:00:00-0530', 1_795_879_800_000],
    ['2024-02-29', 1_709_164_800_000],
    ['0050-01-01', -60_589_296_000_000],
  ])('%s is %i', (text, ms) => {
    expect(instantMs(text)).toBe(ms);
  });

  it.each([
    '2026-02-31',
    '2026-02-29T10:00:00Z',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-01-01T25:00:00Z',
    '2026-01-01T10:61:00Z',
    '2026-01-01T10:00:00+99:00',
    'yesterday',
    '',
  ])('%s is none', (text) => {
    expect(instantMs(text)).toBeNull();
  });
});

describe('a UTC day', () => {
  it('is one of the calendar, and no other', () => {
    expect(['2024-02-29', '2000-02-29', '2026-12-31'].filter((day) => !isDay(day))).toEqual([]);
    expect(['2026-02-29', '1900-02-29', '2026-2-3', '2026-11-31', '26-11-01', 'x'].filter(isDay)).toEqual([]);
  });

  it('is followed by the next, over ends of months and years', () => {
    expect(['2026-02-28', '2024-02-28', '2026-12-31'].map((day) => dayAfter(day))).toEqual([
      '2026-03-01',
      '2024-02-29',
      '2027-01-01',
    ]);
    expect(dayAfter('2026-03-01', -1)).toBe('2026-02-28');
    expect(new Date(endOfMonthMs('2026-12-05')).toISOString()).toBe('2027-01-01T00:00:00.000Z');
  });

  it('holds every instant that lies in it, as the calendar of the system has it', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          const said = Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC', dateStyle: 'short' }).format(date);
          expect(utcDayOf(date.getTime())).toBe(said);
          expect(instantMs(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });

  it('is one of several where a session runs past midnight', () => {
    expect(utcDays('2026-02-28T23:59:00Z', 120_000)).toEqual(['2026-02-28', '2026-03-01']);
    expect(utcDays('not a time', 120_000)).toEqual([]);
  });
});
