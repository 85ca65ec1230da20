import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cleanDaily } from '../../../electron/engine/data/clean-daily.ts';

const dayMs = 24 * 60 * 60 * 1000;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('cleans at once and once a day until it is closed, and one that fails hinders neither the others nor the next day', async () => {
  const cleaned: string[] = [];
  const said: string[] = [];
  const failing = { clean: () => Promise.reject(Object.assign(new Error('EACCES'), { code: 'EACCES' })) };
  const store = { clean: (nowMs: number) => Promise.resolve(void cleaned.push(new Date(nowMs).toISOString())) };
  vi.setSystemTime('2026-11-01T00:00:00Z');
  const cleaning = cleanDaily([failing, store], (line) => void said.push(line));
  await vi.advanceTimersByTimeAsync(2 * dayMs);
  await cleaning.close();
  await vi.advanceTimersByTimeAsync(2 * dayMs);
  expect(cleaned.map((at) => at.slice(0, 10))).toEqual(['2026-11-01', '2026-11-02', '2026-11-03']);
  expect(said).toHaveLength(3);
  expect(said[0]).toMatch(/^Old uploads could not be deleted: /);
});
