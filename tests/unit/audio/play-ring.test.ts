import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlayRing } from '../../../shared/audio/play-ring.ts';
import type { FromPlayer } from '../../../shared/audio/player-messages.ts';

/** A ring at a device rate with everything it reported, and a way to let it play. */
function player(rateHz = 48_000): { ring: PlayRing; reports: FromPlayer[]; play: (ms: number) => Float32Array } {
  const reports: FromPlayer[] = [];
  const ring = new PlayRing(rateHz, (event) => reports.push(event));
  const play = (ms: number): Float32Array => {
    const quanta = Math.round((ms * rateHz) / 1000 / 128);
    const all = new Float32Array(quanta * 128);
    for (let i = 0; i < quanta; i += 1) ring.pull(all.subarray(i * 128, i * 128 + 128));
    return all;
  };
  return { ring, reports, play };
}

/** A stretch of a low tone at half of full scale: every kink in it that is not a fault is far below -60 dBFS. */
const tone = (ms: number, fromMs = 0): Int16Array =>
  Int16Array.from({ length: ms * 24 }, (_, n) =>
    Math.round(16_384 * Math.cos((2 * Math.PI * 60 * (n + fromMs * 24)) / 24_000)),
  );

/** The largest change of slope from one sample to the next: what is heard as a click. */
function largestKink(samples: Float32Array): number {
  let largest = 0;
  for (let n = 1; n < samples.length - 1; n += 1) {
    const [before = 0, here = 0, after = 0] = samples.subarray(n - 1, n + 2);
    largest = Math.max(largest, Math.abs(before - 2 * here + after));
  }
  return largest;
}

/** The digital silences between the first sound and the last, in samples. */
function silencesWithin(samples: readonly number[]): number[] {
  const first = samples.findIndex((sample) => sample !== 0);
  const last = samples.findLastIndex((sample) => sample !== 0);
  const lengths: number[] = [];
  for (let at = first; at < last; at += 1) {
    if (samples[at] !== 0) continue;
    if (samples[at - 1] === 0) lengths[lengths.length - 1] = (lengths.at(-1) ?? 0) + 1;
    else lengths.push(1);
  }
  return lengths;
}

const minus60Dbfs = 0.001;

const loud = (ms: number): Int16Array => new Int16Array(ms * 24).fill(12_000);
const types = (reports: readonly FromPlayer[]): string[] => reports.map((report) => report.type);

describe('the player', () => {
  it('waits for 60 ms of audio before it begins, unless the stream is shorter', () => {
    const { ring, reports, play } = player();
    ring.begin(1);
    ring.write(1, loud(40));
    expect(Math.max(...play(20))).toBe(0);
    expect(reports).toEqual([]);
    ring.write(1, loud(20));
    play(10);
    expect(types(reports)).toEqual(['started']);
    const short = player();
    short.ring.begin(7);
    short.ring.write(7, loud(20));
    short.ring.end(7);
    short.play(60);
    expect(short.reports).toEqual([
      { type: 'started', streamId: 7 },
      { type: 'drained', streamId: 7, playedMs: 20 },
    ]);
  });

  it('plays every sample of every stream, one after another, and counts them exactly', () => {
    const { ring, reports, play } = player(44_100);
    for (const id of [1, 2]) {
      ring.begin(id);
      ring.write(id, loud(500));
      ring.end(id);
    }
    play(1200);
    expect(reports.filter((report) => report.type === 'drained')).toEqual([
      { type: 'drained', streamId: 1, playedMs: 500 },
      { type: 'drained', streamId: 2, playedMs: 500 },
    ]);
    expect(ring.stats.underruns).toBe(0);
  });

  it('is silent within one quantum and a 3 ms fade after a flush, and says what was heard to within 20 ms', () => {
    const { ring, reports, play } = player();
    ring.begin(3);
    ring.write(3, loud(2000));
    play(700);
    ring.flush();
    const after = play(100);
    const lastSound = after.findLastIndex((sample) => sample !== 0);
    expect(lastSound).toBeLessThan(128 + 0.003 * 48_000);
    const flushed = reports.find((report) => report.type === 'flushed');
    expect(flushed?.type === 'flushed' && Math.abs(flushed.playedMs - 700)).toBeLessThanOrEqual(20);
    expect(ring.progress()).toBeNull();
  });

  it('does not click when it is cut: no step larger than the fade makes', () => {
    const { ring, play } = player();
    ring.begin(1);
    ring.write(1, loud(1000));
    const before = play(300);
    ring.flush();
    const joined = Float32Array.of(before.at(-1) ?? 0, ...play(20));
    const steps = joined.slice(1).map((sample, i) => Math.abs(sample - (joined[i] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(0.05);
  });

  it('counts a gap in delivery as an underrun and leaves it out of what was played', () => {
    const { ring, reports, play } = player();
    ring.begin(1);
    ring.write(1, loud(200));
    play(500);
    expect(ring.stats.underruns).toBe(1);
    ring.write(1, loud(200));
    ring.end(1);
    play(400);
    const underrun = reports.find((report) => report.type === 'underrun');
    expect(underrun?.type === 'underrun' && Math.abs(underrun.silenceMs - 300)).toBeLessThanOrEqual(5);
    expect(reports.at(-1)).toEqual({ type: 'drained', streamId: 1, playedMs: 400 });
  });

  it('tells every silence inside a stream, to the sample, whatever comes when', () => {
    const rateHz = 44_100;
    const agree = (pieces: readonly { quantaLater: number; ms: number }[]): void => {
      const { ring, reports, play } = player(rateHz);
      const heard: number[] = [];
      const quanta = (count: number): void => void heard.push(...play((count * 128_000) / rateHz));
      ring.begin(1);
      for (const { quantaLater, ms } of pieces) {
        quanta(quantaLater);
        ring.write(1, tone(ms));
      }
      ring.end(1);
      while (reports.at(-1)?.type !== 'drained') quanta(1);
      const told = reports.flatMap((report) => (report.type === 'underrun' ? [report.silenceMs] : []));
      const silencesMs = silencesWithin(heard).map((samples) => (samples * 1000) / rateHz);
      expect(silencesMs).toEqual(told.map((ms) => expect.closeTo(ms, 6) as number));
      expect(ring.stats.silenceMs).toBeCloseTo(
        told.reduce((sum, ms) => sum + ms, 0),
        6,
      );
      expect(ring.stats.underruns).toBe(told.length);
    };
    // The last piece comes at every moment around the one at which the first runs dry.
    for (let quantaLater = 25; quantaLater < 50; quantaLater += 1) {
      for (const ms of [97, 100, 103]) {
        agree([
          { quantaLater: 0, ms },
          { quantaLater, ms: 50 },
        ]);
      }
    }
    const piece = fc.record({ quantaLater: fc.nat(60), ms: fc.integer({ min: 10, max: 150 }) });
    fc.assert(fc.property(fc.array(piece, { minLength: 2, maxLength: 8 }), agree), { numRuns: 50 });
  });

  it.each([44_100, 48_000, 96_000])('has no click above -60 dBFS at either edge of an underrun, at %i Hz', (rateHz) => {
    const { ring, play } = player(rateHz);
    ring.begin(1);
    // Its length is no whole number of quanta, and breaks off at a crest of the tone.
    ring.write(1, tone(217));
    play(50);
    const out = play(250);
    ring.write(1, tone(217, 217));
    const back = play(150);
    expect(ring.stats.underruns).toBe(1);
    expect(out.at(-1)).toBe(0);
    expect(Math.max(...out)).toBeGreaterThan(0.45);
    expect(Math.max(...back)).toBeGreaterThan(0.45);
    expect(largestKink(Float32Array.of(...out, ...back))).toBeLessThan(minus60Dbfs);
  });

  it('loses no sample to the fades: all that was written is counted as played', () => {
    const { ring, reports, play } = player();
    ring.begin(1);
    for (let part = 0; part < 3; part += 1) {
      ring.write(1, tone(100));
      play(300);
    }
    ring.end(1);
    play(10);
    expect(ring.stats.underruns).toBe(3);
    expect(reports.at(-1)).toEqual({ type: 'drained', streamId: 1, playedMs: 300 });
  });

  it('leaves the sound alone where nothing runs dry', () => {
    const whole = player();
    whole.ring.begin(1);
    whole.ring.write(1, tone(400));
    const bits = player();
    bits.ring.begin(1);
    bits.ring.write(1, tone(400).subarray(0, 24 * 70));
    const first = bits.play(40);
    bits.ring.write(1, tone(400).subarray(24 * 70));
    expect(Float32Array.of(...first, ...bits.play(300))).toEqual(whole.play(340));
  });

  it('does not click when it is cut while it fades in or out', () => {
    for (const cutAfterMs of [0, 3]) {
      const { ring, play } = player();
      ring.begin(1);
      ring.write(1, tone(217));
      const parts = [play(217 - 6), play(300)];
      ring.write(1, tone(217, 217));
      parts.push(play(cutAfterMs));
      ring.flush();
      parts.push(play(20));
      expect(largestKink(Float32Array.of(...parts.flatMap((part) => [...part])).subarray(2000))).toBeLessThan(
        minus60Dbfs,
      );
    }
    const { ring, play } = player();
    ring.begin(1);
    ring.write(1, tone(217));
    const before = play(216);
    ring.flush();
    expect(largestKink(Float32Array.of(...before, ...play(20)).subarray(2000))).toBeLessThan(minus60Dbfs);
  });

  it('says that nothing was heard of a stream whose first 60 ms have not come', () => {
    const { ring, reports, play } = player();
    ring.begin(5);
    ring.write(5, loud(40));
    play(100);
    ring.flush();
    expect(reports).toEqual([{ type: 'flushed', streamId: 5, playedMs: 0, latencyMs: 0 }]);
  });

  it('drops audio that arrives for a stream after it was flushed', () => {
    const { ring, play } = player();
    ring.begin(1);
    ring.write(1, loud(500));
    play(100);
    ring.flush();
    play(20);
    ring.write(1, loud(500));
    expect(Math.max(...play(200))).toBe(0);
  });

  it('says nothing was playing when it is flushed in silence', () => {
    const { ring, reports } = player();
    ring.flush();
    expect(reports).toEqual([]);
  });
});

describe('an output that holds what it was given for 200 ms', () => {
  const late = (): ReturnType<typeof player> => {
    const made = player();
    made.ring.outputLatencyMs = 200;
    return made;
  };

  it('has heard 200 ms less than it was given, and nothing in its first 200 ms', () => {
    const { ring, play } = late();
    ring.begin(1);
    ring.write(1, loud(2000));
    play(150);
    expect(ring.progress()).toMatchObject({ streamId: 1, playedMs: 0 });
    play(550);
    expect(Math.abs((ring.progress()?.playedMs ?? 0) - 500)).toBeLessThanOrEqual(10);
  });

  it('is cut at what was heard, a gap in the delivery left out', () => {
    const { ring, reports, play } = late();
    ring.begin(1);
    ring.write(1, loud(300));
    play(400);
    ring.write(1, loud(1000));
    play(100);
    // 500 ms after the beginning the output sounds what was given at 300 ms, when the first part was over.
    ring.flush();
    const flushed = reports.at(-1);
    expect(flushed?.type === 'flushed' && Math.abs(flushed.playedMs - 300)).toBeLessThanOrEqual(10);
    expect(flushed).toMatchObject({ latencyMs: 200 });
  });

  it('reports the end of a stream when it has been heard, and cuts one that sounds still', () => {
    const { ring, reports, play } = late();
    for (const id of [1, 2]) {
      ring.begin(id);
      ring.write(id, loud(300));
      ring.end(id);
    }
    play(400);
    expect(types(reports)).toEqual(['started', 'started']);
    play(150);
    expect(reports.at(-1)).toEqual({ type: 'drained', streamId: 1, playedMs: 300 });
    play(150);
    expect(types(reports)).toEqual(['started', 'started', 'drained']);
    ring.flush();
    const flushed = reports.at(-1);
    expect(flushed?.type === 'flushed' && flushed.streamId === 2 && Math.abs(flushed.playedMs - 200)).toBeLessThan(12);
    play(500);
    expect(types(reports)).not.toContain('underrun');
    expect(reports.length).toBe(4);
  });

  it.each([Number.NaN, -50, Number.POSITIVE_INFINITY])('counts a latency of %d as none', (latencyMs) => {
    const { ring, reports, play } = player();
    ring.outputLatencyMs = latencyMs;
    ring.begin(1);
    ring.write(1, loud(100));
    ring.end(1);
    play(110);
    expect(reports.at(-1)).toEqual({ type: 'drained', streamId: 1, playedMs: 100 });
  });
});
