import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from '../../../shared/audio/latency-histogram.ts';

const noted = (delays: readonly number[]): LatencyHistogram => {
  const histogram = new LatencyHistogram();
  for (const delay of delays) histogram.note(delay);
  return histogram;
};

describe('a histogram of delays', () => {
  it('has nothing to say before the first frame', () => {
    expect(new LatencyHistogram().take()).toBeNull();
  });

  it('gives the ranks of the sorted list, to the millisecond, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1 }), (delays) => {
        const sorted = delays.toSorted((a, b) => a - b);
        const rank = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] as number;
        expect(noted(delays).take()).toEqual({
          frames: delays.length,
          p50Ms: rank(0.5),
          p95Ms: rank(0.95),
          maxMs: sorted.at(-1),
        });
      }),
    );
  });

  it('keeps the longest delay exactly, however long', () => {
    expect(noted([20, 21, 4711]).take()).toEqual({ frames: 3, p50Ms: 21, p95Ms: 4711, maxMs: 4711 });
  });

  it('counts a frame from the future as undelayed, and passes over what is no number', () => {
    expect(noted([-30, Number.NaN, Number.POSITIVE_INFINITY]).take()).toEqual({
      frames: 1,
      p50Ms: 0,
      p95Ms: 0,
      maxMs: 0,
    });
  });

  it('begins anew after each take', () => {
    const histogram = noted([500]);
    histogram.take();
    expect(histogram.take()).toBeNull();
    histogram.note(3);
    expect(histogram.take()).toEqual({ frames: 1, p50Ms: 3, p95Ms: 3, maxMs: 3 });
  });
});
