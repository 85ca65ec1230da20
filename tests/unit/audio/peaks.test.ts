import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyPeaks, hasPeak, PeakTrack, takePeaks } from '../../../shared/audio/peaks.ts';

const pcm = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { maxLength: 400 });

describe('the peaks of a sound', () => {
  it('are the lowest and the highest of each stretch, in whatever pieces it comes', () => {
    fc.assert(
      fc.property(fc.array(pcm, { maxLength: 6 }), fc.integer({ min: 1, max: 50 }), (pieces, bucket) => {
        const track = new PeakTrack(bucket);
        for (const piece of pieces) track.push(Int16Array.from(piece));
        const all = pieces.flat().map((sample) => sample >> 8);
        const made = Array.from({ length: Math.ceil(all.length / bucket) }, (_, at) =>
          all.slice(at * bucket, (at + 1) * bucket),
        );
        expect([...track.peaks.lowest]).toEqual(made.map((part) => Math.min(...part)));
        expect([...track.peaks.highest]).toEqual(made.map((part) => Math.max(...part)));
        expect(track.samples).toBe(all.length);
      }),
    );
  });

  it('go on from those that were kept', () => {
    const whole = new PeakTrack(10);
    whole.push(Int16Array.from({ length: 95 }, (_, i) => i * 300));
    const first = new PeakTrack(10);
    first.push(Int16Array.from({ length: 40 }, (_, i) => i * 300));
    const { lowest, highest } = first.peaks;
    const on = new PeakTrack(10, { peaks: { lowest: lowest.slice(), highest: highest.slice() }, samples: 40 });
    on.push(Int16Array.from({ length: 55 }, (_, i) => (40 + i) * 300));
    expect(on.peaks).toEqual(whole.peaks);
  });

  it('of several stretches are those of all of them; of none, nothing', () => {
    const track = new PeakTrack(1);
    track.push(Int16Array.from([256, -512, 1024]));
    const into = emptyPeaks(2);
    takePeaks(into, 0, track.peaks, 0, 3);
    expect([into.lowest[0], into.highest[0]]).toEqual([-2, 4]);
    expect([hasPeak(into, 0), hasPeak(into, 1)]).toEqual([true, false]);
  });
});
