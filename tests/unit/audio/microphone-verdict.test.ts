import { describe, expect, it } from 'vitest';
import type { LevelReading } from '../../../shared/audio/level-meter.ts';
import { MicrophoneJudge, type MicrophoneVerdict } from '../../../shared/audio/microphone-verdict.ts';

const level = (momentDbfs: number | null, part: Partial<LevelReading> = {}): LevelReading => ({
  peakDbfs: -30,
  rmsDbfs: -40,
  momentDbfs,
  holdDbfs: -30,
  clips: 0,
  zerosMs: 0,
  ...part,
});

describe('a microphone that is checked', () => {
  it.each([
    ['waiting', level(null), 0, false],
    ['waiting', level(-40.1), 2999, false],
    ['quiet', level(-40.1), 3000, false],
    ['quiet', level(null), 3000, false],
    ['good', level(-40), 100, false],
    ['clipping', level(-3, { clips: 1 }), 100, false],
    ['cancelling', level(-60, { clips: 1 }), 5000, true],
    ['zeros', level(-10, { zerosMs: 1000 }), 5000, true],
    ['good', level(-10, { zerosMs: 999 }), 5000, false],
  ] as const)('is %s', (verdict, reading, atMs, cancels) => {
    expect(new MicrophoneJudge().hear(reading, atMs, cancels)).toBe(verdict);
  });

  it('is judged by the last five seconds: what was mended since then is good again, and what was good may be quiet', () => {
    const judge = new MicrophoneJudge();
    const said = (atMs: number, peakDbfs: number, clips: number): MicrophoneVerdict =>
      judge.hear(level(peakDbfs, { clips }), atMs, false);
    expect(said(100, 0, 7)).toBe('clipping');
    // The count of the meter is latched, so it stands.
    expect(said(5099, -20, 7)).toBe('clipping');
    expect(said(5100, -60, 7)).toBe('good');
    expect(said(10_098, -60, 7)).toBe('good');
    expect(said(10_099, -60, 7)).toBe('quiet');
    expect(said(10_200, -1, 8)).toBe('clipping');
  });
});
