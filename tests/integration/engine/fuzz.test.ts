import { describe, expect, it } from 'vitest';
import { failureWords, fuzz } from '../../fuzz/fuzz.ts';

describe('try', () => {
  it('runs', async () => {
    const done = await fuzz({ seed: Number(process.env['SEED'] ?? 1), frames: Number(process.env['N'] ?? 600), perSession: 200, hugeBytes: 0, progress: (s) => console.log(s) });
    console.log(done);
    expect(done.failures.map(failureWords)).toEqual([]);
  }, 600_000);
});
