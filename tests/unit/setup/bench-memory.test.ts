import { describe, expect, test } from 'vitest';
import { measuredRun, peakKb } from '../../bench/support/peak-memory.ts';

const megabytes = 1024 * 1024;
const bare = 'console.log("done");';
const held = (mb: number): string => `Buffer.alloc(${mb} * ${megabytes}, 1); ${bare}`;

describe.runIf(process.platform === 'linux')('the most memory of a process', () => {
  test('is its own, and not that of the process that started it', async () => {
    // This process holds more than a bare one ever does, and lets go of it only after the other has begun.
    const ballast = Buffer.alloc(300 * megabytes, 1);
    const { peakKb: peak, printed } = await measuredRun(bare, []);
    expect(ballast.at(-1)).toBe(1);
    expect(printed).toBe('done\n');
    expect(peak).toBeGreaterThan(10_000);
    expect(peak).toBeLessThan(200_000);
    expect(peakKb(process.pid)).toBeGreaterThan(300 * 1024);
  });

  test('grows with what it held, also of what it gave back', async () => {
    const [small, large] = [await measuredRun(held(20), []), await measuredRun(held(220), [])];
    const grownMb = ((large.peakKb ?? 0) - (small.peakKb ?? 0)) / 1024;
    expect(grownMb).toBeGreaterThan(180);
    expect(grownMb).toBeLessThan(220);
  });

  test('is not known of one that is not there, and no number is made up', () => {
    expect(peakKb(2 ** 30)).toBeNull();
  });

  test('of one that ends before its work is done is a fault', async () => {
    await expect(measuredRun('process.exit(3);', [])).rejects.toThrow('ended with code 3 before');
  });
});
