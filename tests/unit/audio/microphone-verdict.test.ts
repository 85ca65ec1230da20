import { describe, expect, it } from 'vitest';
import type { LevelReading } from '../../../shared/audio/level-meter.ts';
import { judgeMicrophone } from '../../../shared/audio/microphone-verdict.ts';

const level = (part: Partial<LevelReading> = {}): LevelReading => ({
  peakDbfs: -30,
  rmsDbfs: -40,
  momentDbfs: -30,
  holdDbfs: -30,
  clips: 0,
  zerosMs: 0,
  ...part,
});

describe('a microphone that is checked', () => {
  it.each([
    ['waiting', level(), null, 0, false],
    ['waiting', level(), -40.1, 2999, false],
    ['quiet', level(), -40.1, 3000, false],
    ['quiet', level(), null, 3000, false],
    ['good', level(), -40, 100, false],
    ['clipping', level({ clips: 1 }), -3, 100, false],
    ['cancelling', level({ clips: 1 }), -60, 5000, true],
    ['zeros', level({ zerosMs: 1000 }), -10, 5000, true],
    ['good', level({ zerosMs: 999 }), -10, 5000, false],
  ] as const)('is %s', (verdict, reading, loudestDbfs, listenedMs, cancels) => {
    expect(judgeMicrophone(reading, loudestDbfs, listenedMs, cancels)).toBe(verdict);
  });
});
