import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Resampler } from '../../../shared/audio/resampler.ts';
import { convert, delayMs, deviceRates, passEdgeHz, rippleDb, snr16Db, worstAliasDb } from './measure.ts';

const wire = 24_000;
const directions = deviceRates.flatMap((rate) => [[rate, wire] as const, [wire, rate] as const]);

describe.each(directions)('from %i to %i Hz', (from, to) => {
  it('passes speech flat within 0.01 dB', () => {
    expect(rippleDb(from, to)).toBeLessThanOrEqual(0.01);
  });

  it('keeps aliases and images at least 110 dB down', () => {
    const worst = worstAliasDb(from, to);
    if (worst === null) expect(Math.max(from, to) - passEdgeHz(from, to)).toBeGreaterThan(to / 2);
    else expect(worst).toBeLessThanOrEqual(-110);
  });

  it('loses nothing of 16 bits', () => {
    expect(snr16Db(from, to, 997)).toBeGreaterThanOrEqual(97.5);
    if (passEdgeHz(from, to) > 8999) expect(snr16Db(from, to, 8999)).toBeGreaterThanOrEqual(97.5);
  });

  it('delays by what it says', () => {
    expect(Math.abs(delayMs(from, to) - new Resampler(from, to).delayMs)).toBeLessThanOrEqual(0.01);
  });
});

describe('a resampler', () => {
  it('gives the same samples however the input is cut into blocks', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...deviceRates),
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 }),
        (rate, blocks) => {
          const input = Float32Array.from({ length: 12_000 }, (_, n) => Math.sin(n * n * 1e-5) * 0.8);
          const whole = convert(new Resampler(rate, wire), input, input.length);
          const resampler = new Resampler(rate, wire);
          const pieces: number[] = [];
          for (let at = 0, i = 0; at < input.length; i += 1) {
            const size = blocks[i % blocks.length] ?? 1;
            const block = input.subarray(at, at + size);
            const output = new Float32Array(resampler.maxOutput(block.length));
            pieces.push(...output.subarray(0, resampler.process(block, output)));
            at += size;
          }
          expect(Float32Array.from(pieces)).toEqual(whole);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('begins anew after a reset', () => {
    const resampler = new Resampler(48_000, wire);
    const input = Float32Array.from({ length: 4800 }, (_, n) => Math.sin(n / 9));
    const first = convert(resampler, input).slice();
    resampler.reset();
    expect(convert(resampler, input)).toEqual(first);
  });

  it('hands over its tail when flushed, so that no sound is lost at the end', () => {
    const resampler = new Resampler(48_000, wire);
    const input = new Float32Array(4800).fill(0.5);
    const body = convert(resampler, input).length;
    const tail = resampler.flush(new Float32Array(4096));
    expect(((body + tail) / wire) * 1000).toBeGreaterThanOrEqual(100 + resampler.delayMs - 0.1);
  });

  it('is a plain copy between equal rates', () => {
    const input = Float32Array.of(0.1, -0.2, 0.3);
    const output = new Float32Array(4);
    expect(new Resampler(wire, wire).process(input, output)).toBe(3);
    expect(output.subarray(0, 3)).toEqual(input);
  });

  it.each([0, 2999, 44_100.5, Number.NaN, 1_000_000])('refuses a rate of %s', (rate) => {
    expect(() => new Resampler(rate, wire)).toThrow('sample rate');
  });

  it.each([47_999, 44_099, 44_101, 8001, 767_999])(
    'takes a ratio of %s Hz that no table can hold by its nearest neighbour',
    (rate) => {
      expect(Math.abs(new Resampler(rate, wire).offPpm)).toBeLessThan(125);
    },
  );

  it.each([...deviceRates, 47_999])('gives, aligned, the sample at the very time of the input: %i Hz', (rate) => {
    const hz = Math.min(1000, rate / 8);
    const seconds = 0.5;
    const input = Float32Array.from({ length: rate * seconds }, (_, n) => Math.sin((2 * Math.PI * hz * n) / rate));
    const resampler = new Resampler(rate, wire, { aligned: true });
    const body = convert(resampler, input);
    const tail = new Float32Array(resampler.maxHeld());
    const output = [...body, ...tail.subarray(0, resampler.flush(tail))];
    expect(output.length).toBe(Math.ceil((input.length * wire) / rate));
    // The edges ring, for the input begins and ends at once.
    const inner = output.slice(2400, -2400);
    const off = inner.map((sample, i) => Math.abs(sample - Math.sin((2 * Math.PI * hz * (i + 2400)) / wire)));
    // A fifth of a millisecond of a beat by the odd rate; none of the others is off by a thousandth of a sample.
    expect(Math.max(...off)).toBeLessThan(rate === 47_999 ? 0.08 : 0.00003);
  });
});
