import { describe, expect, it } from 'vitest';
import { TimeStretch } from '../../../shared/audio/time-stretch.ts';

const rateHz = 24_000;

const tone = (hz: number, seconds: number): Float32Array =>
  Float32Array.from({ length: seconds * rateHz }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rateHz));

function stretched(samples: Float32Array, speed: number, blockSamples: number): Float32Array {
  const stretch = new TimeStretch(speed);
  const parts: Float32Array[] = [];
  for (let at = 0; at < samples.length; at += blockSamples)
    parts.push(stretch.push(samples.slice(at, at + blockSamples)));
  parts.push(stretch.flush());
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

/** Pitch of a tone by the moments at which it rises through zero, over as many periods as there are. */
function pitchHz(samples: Float32Array): number {
  const rises: number[] = [];
  for (let i = 1; i < samples.length; i += 1) {
    const [before, after] = [samples[i - 1] as number, samples[i] as number];
    if (before < 0 && after >= 0) rises.push(i - 1 + -before / (after - before));
  }
  const [first = 0] = rises;
  return ((rises.length - 1) * rateHz) / ((rises.at(-1) ?? 0) - first);
}

/** A click is a step that no tone of this height makes. */
const steepest = (samples: Float32Array): number =>
  samples.reduce((most, value, i) => Math.max(most, Math.abs(value - (samples[i - 1] ?? value))), 0);

describe.each([0.5, 1.5, 2])('at %s times the speed', (speed) => {
  it.each([110, 220, 440, 1000])('a tone of %s Hz keeps its pitch within two cents, and does not click', (hz) => {
    const made = stretched(tone(hz, 3), speed, 4800);
    expect(Math.abs(made.length - (3 * rateHz) / speed)).toBeLessThanOrEqual(1);
    const inside = made.subarray(2400, made.length - 2400);
    expect(Math.abs(1200 * Math.log2(pitchHz(inside) / hz))).toBeLessThan(2);
    expect(steepest(inside)).toBeLessThan(1.2 * 0.5 * ((2 * Math.PI * hz) / rateHz));
  });

  it('comes out the same in whatever blocks it goes in', () => {
    const whole = stretched(tone(300, 1), speed, 24_000);
    expect(stretched(tone(300, 1), speed, 777)).toEqual(whole);
  });
});

it('gives at its own speed what it was given', () => {
  const samples = tone(440, 0.5);
  expect(stretched(samples, 1, 1000)).toEqual(samples);
});

it('has no speed beyond a quarter and four times', () => {
  for (const speed of [0, 0.1, 5, Number.NaN]) expect(() => new TimeStretch(speed)).toThrow(RangeError);
});
