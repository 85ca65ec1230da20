import { describe, expect, it } from 'vitest';
import type { LevelReading } from '../../../shared/audio/level-meter.ts';
import { MicrophoneJudge, type MicrophoneVerdict } from '../../../shared/audio/microphone-verdict.ts';

const level = (momentDbfs: number | null, part: Partial<LevelReading> = {}): LevelReading => ({
  peakDbfs: -30,
  rmsDbfs: -40,
  momentsDbfs: [momentDbfs],
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
    ['quiet', level(-60), 3000, false],
    ['waiting', level(-60.1), 3000, false],
    ['waiting', level(null), 3000, false],
    ['good', level(-40), 100, false],
    ['clipping', level(-3, { clips: 1 }), 100, false],
    ['cancelling', level(-60, { clips: 1 }), 5000, true],
    ['zeros', level(-10, { zerosMs: 1000 }), 5000, true],
    ['good', level(-10, { zerosMs: 999 }), 5000, false],
  ] as const)('is %s', (verdict, reading, atMs, cancels) => {
    expect(new MicrophoneJudge().hear(reading, atMs, cancels)).toBe(verdict);
  });

  it('is judged by the last five seconds: what was mended since then is good again', () => {
    const judge = new MicrophoneJudge();
    const said = (atMs: number, peakDbfs: number, clips: number): MicrophoneVerdict =>
      judge.hear(level(peakDbfs, { clips }), atMs, false);
    expect(said(100, 0, 7)).toBe('clipping');
    // The count of the meter is latched, so it stands.
    expect(said(5099, -20, 7)).toBe('clipping');
    expect(said(5100, -50, 7)).toBe('good');
    expect(said(10_098, -50, 7)).toBe('good');
    expect(said(10_200, -1, 8)).toBe('clipping');
  });

  it('is quiet only while a voice is heard and too low, and waits again once a voice that was loud enough has paused', () => {
    const verdicts = (...peaks: readonly number[]): MicrophoneVerdict[] => {
      const judge = new MicrophoneJudge();
      return peaks.map((peakDbfs, second) => judge.hear(level(peakDbfs), second * 3000, false));
    };
    expect(verdicts(-50, -50, -70, -70, -70)).toEqual(['waiting', 'quiet', 'quiet', 'waiting', 'waiting']);
    // The room is as loud as a low voice.
    expect(verdicts(-50, -50, -20, -50, -50, -20)).toEqual(['waiting', 'quiet', 'good', 'good', 'waiting', 'good']);
    const judge = new MicrophoneJudge();
    expect(judge.hear(level(0, { clips: 1 }), 0, false)).toBe('clipping');
    expect(judge.hear(level(-50, { clips: 1 }), 6000, false)).toBe('waiting');
  });
});
