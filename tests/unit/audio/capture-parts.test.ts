import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AudioFrame, decodeFrame, encodeFrame, Framer } from '../../../shared/audio/frames.ts';
import { LevelMeter } from '../../../shared/audio/level-meter.ts';
import { floatToPcm16, pcm16FromBytes, pcm16ToFloat } from '../../../shared/audio/samples.ts';

const sine = (rateHz: number, hz: number, amplitude: number, ms: number): Float32Array =>
  Float32Array.from({ length: (rateHz * ms) / 1000 }, (_, n) => amplitude * Math.sin((2 * Math.PI * hz * n) / rateHz));

describe('PCM16', () => {
  it('rounds to the nearest step and clips at full scale, counting what it clipped', () => {
    const output = new Int16Array(6);
    expect(floatToPcm16(Float32Array.of(0, 0.5, -1, 1, 1.5, -1.5), output)).toBe(3);
    expect([...output]).toEqual([0, 16_384, -32_768, 32_767, 32_767, -32_768]);
  });

  it('comes back unchanged from float, for every value', () => {
    const all = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768);
    const floats = new Float32Array(all.length);
    pcm16ToFloat(all, floats);
    const back = new Int16Array(all.length);
    expect(floatToPcm16(floats, back)).toBe(0);
    expect(back).toEqual(all);
  });

  it('is read from bytes at any alignment', () => {
    const bytes = Uint8Array.of(9, 1, 0, 255, 255, 7);
    expect([...pcm16FromBytes(bytes.subarray(1))]).toEqual([1, -1]);
    // A Buffer's slice is no copy.
    expect([...pcm16FromBytes(Buffer.from(bytes.buffer).subarray(1))]).toEqual([1, -1]);
  });
});

describe('an audio frame', () => {
  it('survives the port, header and samples', () => {
    const samples = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { maxLength: 480 });
    const whole = fc.nat(0xffff_ffff);
    fc.assert(
      fc.property(
        whole,
        whole,
        fc.double({ noNaN: true }),
        whole,
        fc.boolean(),
        samples,
        (number, clipped, firstAtMs, streamId, muted, values) => {
          const frame: AudioFrame = { number, clipped, firstAtMs, streamId, muted, pcm24k: Int16Array.from(values) };
          expect(decodeFrame(new Uint8Array(encodeFrame(frame)))).toEqual(frame);
        },
      ),
    );
  });

  it('is read wherever it lies in what a socket took in at once', () => {
    const frame = { number: 1, clipped: 0, firstAtMs: 2, streamId: 3, muted: false, pcm24k: Int16Array.of(4, -5) };
    const sent = Buffer.from(encodeFrame(frame));
    for (const before of [0, 1, 2, 3]) {
      const taken = Buffer.from(new Uint8Array([...new Uint8Array(before), ...sent]).buffer);
      expect(decodeFrame(taken.subarray(before))).toEqual(frame);
    }
  });

  it('is refused when it is too short or has half a sample', () => {
    expect(decodeFrame(new Uint8Array(23))).toBeNull();
    expect(decodeFrame(new Uint8Array(25))).toBeNull();
  });
});

describe('the framer', () => {
  it('numbers 20 ms frames without a hole, at any device rate', () => {
    for (const rate of [16_000, 44_100, 48_000]) {
      const frames: AudioFrame[] = [];
      const framer = new Framer(rate, 5);
      const input = sine(rate, 440, 0.5, 1000);
      for (let at = 0; at < input.length; at += 128)
        framer.push(input.subarray(at, at + 128), at, 0, (frame) => frames.push(frame));
      expect(frames.map((frame) => frame.number)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
      expect(frames.every((frame) => frame.pcm24k.length === 480 && frame.streamId === 5)).toBe(true);
    }
  });

  it('sends zeros while muted, and says so', () => {
    const frames: AudioFrame[] = [];
    const framer = new Framer(24_000, 1);
    framer.muted = true;
    framer.push(new Float32Array(480).fill(0.5), 0, 0, (frame) => frames.push(frame));
    expect(frames[0]?.muted).toBe(true);
    expect(frames[0]?.pcm24k.every((sample) => sample === 0)).toBe(true);
  });

  it('carries the clip count of the samples it was made of, once', () => {
    const frames: AudioFrame[] = [];
    const framer = new Framer(24_000, 1);
    framer.push(new Float32Array(480), 0, 3, (frame) => frames.push(frame));
    framer.push(new Float32Array(480), 0, 0, (frame) => frames.push(frame));
    expect(frames.map((frame) => frame.clipped)).toEqual([3, 0]);
  });

  it('completes the last frame with silence', () => {
    const frames: AudioFrame[] = [];
    const framer = new Framer(24_000, 1);
    framer.push(new Float32Array(100).fill(0.5), 0, 0, (frame) => frames.push(frame));
    framer.finish((frame) => frames.push(frame));
    expect(frames[0]?.pcm24k.findLastIndex((sample) => sample !== 0)).toBe(99);
  });
});

describe('the level meter', () => {
  it('reads a full-scale sine as 0 dBFS peak and -3.01 dBFS RMS', () => {
    const meter = new LevelMeter(48_000);
    meter.push(sine(48_000, 1000, 1, 500));
    const { peakDbfs, rmsDbfs } = meter.read();
    expect(peakDbfs).toBeCloseTo(0, 1);
    expect(rmsDbfs).toBeCloseTo(-3.01, 1);
  });

  it('holds the highest peak for 2 s and then lets it go', () => {
    const meter = new LevelMeter(48_000);
    meter.push(sine(48_000, 1000, 0.5, 100));
    for (let ms = 0; ms < 1500; ms += 10) meter.push(sine(48_000, 1000, 0.01, 10));
    expect(meter.read().holdDbfs).toBeCloseTo(-6, 0);
    for (let ms = 0; ms < 1000; ms += 10) meter.push(sine(48_000, 1000, 0.01, 10));
    expect(meter.read().holdDbfs).toBeCloseTo(-40, 0);
  });

  it('gives the peak of each 50 ms by itself, once, without the fall of the bar', () => {
    const meter = new LevelMeter(48_000);
    const blocks = (amplitude: number, ms: number): void => {
      const samples = sine(48_000, 1000, amplitude, ms);
      for (let at = 0; at < samples.length; at += 120) meter.push(samples.subarray(at, at + 120));
    };
    blocks(0.5, 50);
    blocks(0.01, 60);
    const { momentsDbfs, peakDbfs } = meter.read();
    expect(momentsDbfs).toEqual([expect.closeTo(-6, 0), expect.closeTo(-40, 0)]);
    expect(peakDbfs).toBeGreaterThan(-10);
    expect(meter.read().momentsDbfs).toEqual([]);
    blocks(0.01, 39);
    expect(meter.read().momentsDbfs).toEqual([]);
    blocks(0.01, 1);
    expect(meter.read().momentsDbfs).toEqual([expect.closeTo(-40, 0)]);
  });

  it('latches clipped samples until they are reset', () => {
    const meter = new LevelMeter(48_000);
    meter.push(Float32Array.of(1, -1, 0.5));
    meter.push(new Float32Array(48_000));
    expect(meter.read().clips).toBe(2);
    meter.resetClips();
    expect(meter.read().clips).toBe(0);
    meter.push(Float32Array.of(0.5, 0.5), 2, 1);
    expect(meter.read().clips).toBe(1);
  });

  it('knows silence from zeros: it counts only samples that are exactly zero', () => {
    const meter = new LevelMeter(48_000);
    meter.push(new Float32Array(48_000));
    expect(meter.read()).toMatchObject({ peakDbfs: null, rmsDbfs: null, zerosMs: 1000 });
    meter.push(Float32Array.of(1e-5));
    expect(meter.read().zerosMs).toBe(0);
  });
});
