import { describe, expect, it } from 'vitest';
import { Notices } from '../../../electron/engine/ports/notices.ts';
import type { BenchPush } from '../../../shared/contract/bench-api.ts';
import { noRepairs, type RepairNews, repairWords } from '../../../shared/contract/repairs.ts';

const repairs = (repaired: number, broken: number): RepairNews => ({
  repaired: Array.from({ length: repaired }, (_, at) => ({ sessionId: `r${at}`, did: ['Its end was noted.'] })),
  broken: Array.from({ length: broken }, (_, at) => ({ sessionId: `b${at}`, problem: 'It may not be written.' })),
});

describe('records that a start repaired', () => {
  it.each([
    [0, 0, null],
    [1, 0, '1 record was repaired'],
    [3, 0, '3 records were repaired'],
    [0, 1, '1 record could not be repaired'],
    [2, 1, '2 records were repaired, 1 could not be'],
  ])('%d of them, and %d that could not be, are told in one line', (repaired, broken, words) => {
    expect(repairWords(repairs(repaired, broken))).toBe(words);
  });

  it('are logged one by one and told once, whoever comes later, too; where there are none nothing is told', () => {
    const pushes: BenchPush[] = [];
    const lines: string[] = [];
    const clients = { push: (push: BenchPush) => void pushes.push(push) };
    const notices = new Notices(clients, (line) => void lines.push(line));
    notices.sayRepairs(noRepairs);
    expect(pushes).toEqual([]);
    notices.sayRepairs(repairs(2, 1));
    expect(pushes).toEqual([{ type: 'repairs', repairs: repairs(2, 1) }]);
    expect(lines).toEqual([
      'Session r0 was repaired. Its end was noted.',
      'Session r1 was repaired. Its end was noted.',
      'Session b0 was not repaired: It may not be written.',
    ]);
    expect(notices.repairs).toEqual(repairs(2, 1));
    expect(notices.all).toEqual([]);
  });
});
