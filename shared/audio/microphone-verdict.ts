import { type LevelReading, zerosAlarmMs } from './level-meter.ts';

/**
 * What a check says of a microphone: nothing to judge by, every sample 0, samples at full scale, a voice too quiet to be understood,
 * channels that cancel each other, or good.
 */
export type MicrophoneVerdict = 'waiting' | 'zeros' | 'clipping' | 'quiet' | 'cancelling' | 'good';

/** A voice whose highest peak stays below this is lost in the noise of a room. */
const quietDbfs = -40;
/** Below this is a room in which nobody speaks. */
const silentDbfs = -60;
/** Long enough for a word. */
const listenForMs = 3000;
/** What is longer ago than this counts no more: a gain that was turned is seen to help. */
const judgedMs = 5000;

/**
 * Judges a microphone by what came of it in the last seconds. Once a voice was loud enough, what is quieter after that is the room:
 * nobody speaks all the time.
 */
export class MicrophoneJudge {
  #heard: { readonly atMs: number; readonly peakDbfs: number | null; readonly clipped: boolean }[] = [];
  #clips = 0;
  #spoken = false;

  /**
   * @param level the newest reading of what is heard
   * @param atMs how much sound has come since the check began
   * @param cancels its channels cancel each other
   */
  hear(level: LevelReading, atMs: number, cancels: boolean): MicrophoneVerdict {
    this.#heard = this.#heard.filter((one) => one.atMs > atMs - judgedMs);
    const peakDbfs = level.momentsDbfs.reduce(
      (most, moment) => (moment === null || (most !== null && most > moment) ? most : moment),
      null,
    );
    this.#heard.push({ atMs, peakDbfs, clipped: level.clips > this.#clips });
    this.#clips = level.clips;
    this.#spoken ||= peakDbfs !== null && peakDbfs >= quietDbfs;
    if (level.zerosMs >= zerosAlarmMs) return 'zeros';
    if (cancels) return 'cancelling';
    if (this.#heard.some(({ clipped }) => clipped)) return 'clipping';
    if (this.#hasPeak(quietDbfs)) return 'good';
    return atMs >= listenForMs && !this.#spoken && this.#hasPeak(silentDbfs) ? 'quiet' : 'waiting';
  }

  #hasPeak(fromDbfs: number): boolean {
    return this.#heard.some(({ peakDbfs }) => peakDbfs !== null && peakDbfs >= fromDbfs);
  }
}
