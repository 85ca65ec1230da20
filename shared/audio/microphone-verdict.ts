import type { LevelReading } from './level-meter.ts';

/**
 * What a check says of a microphone: nothing yet, every sample 0, samples at full scale, too quiet to be understood, channels that
 * cancel each other, or good.
 */
export type MicrophoneVerdict = 'waiting' | 'zeros' | 'clipping' | 'quiet' | 'cancelling' | 'good';

/** All-zero input for this long is a fault: a room has noise in it. */
const zerosForMs = 1000;
/** A voice whose highest peak stays below this is lost in the noise of a room. */
const quietDbfs = -40;
/** Long enough for a word. */
const listenForMs = 3000;

/**
 * @param level the newest reading of what is heard
 * @param loudestDbfs the highest peak since the check began; null: all was silent
 * @param listenedMs how much sound came since then
 */
export function judgeMicrophone(
  level: LevelReading,
  loudestDbfs: number | null,
  listenedMs: number,
  cancels: boolean,
): MicrophoneVerdict {
  if (level.zerosMs >= zerosForMs) return 'zeros';
  if (cancels) return 'cancelling';
  if (level.clips > 0) return 'clipping';
  if (loudestDbfs !== null && loudestDbfs >= quietDbfs) return 'good';
  return listenedMs >= listenForMs ? 'quiet' : 'waiting';
}
