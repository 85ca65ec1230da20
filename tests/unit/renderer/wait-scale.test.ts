import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOn, waitScale } from '../../../renderer/pages/sessions/wait-scale.ts';

describe('the scale of waits', () => {
  it('goes round numbers around all of them, half a step beyond', () => {
    expect(waitScale([520, 1830, 990])).toEqual({ fromMs: 250, toMs: 2250, ticksMs: [500, 1000, 1500, 2000] });
    expect(waitScale([900])).toEqual({ fromMs: 895, toMs: 905, ticksMs: [900] });
    expect(waitScale([])).toBeNull();
  });

  it('holds every wait, with few labels', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 600_000 }), { minLength: 1, maxLength: 30 }), (waits) => {
        const scale = waitScale(waits);
        expect(scale?.ticksMs.length).toBeLessThanOrEqual(5);
        for (const ms of waits) {
          const place = scale === null ? -1 : placeOn(scale, ms);
          expect(place).toBeGreaterThan(0);
          expect(place).toBeLessThan(100);
        }
      }),
    );
  });
});
