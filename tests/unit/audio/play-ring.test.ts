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
