import { wireRateHz } from './frames.ts';

/** Where the speech of a turn ended, and the two levels that decided it. */
export interface SpeechEnd {
  /** Position in the audio sent, milliseconds. */
  readonly endMs: number;
  /** Level of the quietest tenth of a second: the room. dBFS, a full-scale sine reads -3.01. */
  readonly noiseDbfs: number;
  /** Level that the loudest 200 ms reach: the voice. dBFS. */
  readonly speechDbfs: number;
}

/** Places an end to a hundredth of a second, and is as long as a period of a voice of 100 Hz. */
const blockMs = 10;
const blockSamples = (wireRateHz * blockMs) / 1000;
/** Kept: the last minute. A turn's end and the room around it lie within it. */
const keptBlocks = 60_000 / blockMs;
/** A 16-bit converter with dither is no quieter, and neither is any room. */
const quietestDbfs = -75;
/** The room is the quietest stretch of this length: as long as the gaps between words, long enough to be steady. */
const roomBlocks = 100 / blockMs;
/** The voice is what is held for so long in all: a knock is shorter, "yes" is longer. */
const speechBlocks = 200 / blockMs;
/** A voice nearer to its room than this cannot be told from it. */
const leastRangeDb = 12;
/** Blocks of a steady room scatter by 2 to 3 dB about their level, and the quietest stretch lies as much below it. */
const aboveNoiseDb = 9;
/** The weakest sounds of a voice lie 25 dB under its vowels; what is further down is its echo in the room. */
const belowSpeechDb = 25;
/** Speech lasts: 50 ms of any 80 are over the line. The click of a key or a mouse is shorter. */
const runBlocks = 8;
const loudInRun = 5;

const decibels = (power: number): number => 10 * Math.log10(power / (32_768 * 32_768));

interface Block {
  readonly endMs: number;
  readonly power: number;
}

/**
 * Finds the last moment of speech in the audio sent, afterwards: when a turn is over, its whole course is known, so the
 * line between voice and room is drawn from both levels of that turn and needs no guess in advance. The line lies 9 dB
 * above the room, but no lower than 25 dB under the voice. Digital silence (a mute, a noise gate, a file's tail) says
 * nothing about the room and is left out of its level.
 */
export class SpeechEndFinder {
  #blocks: Block[] = [];
  #power = 0;
  #filled = 0;

  /** @param endMs position of the end of this audio in all audio sent */
  push(pcm24k: Int16Array, endMs: number): void {
    for (let i = 0; i < pcm24k.length; i += 1) {
      const sample = pcm24k[i] as number;
      this.#power += sample * sample;
      this.#filled += 1;
      if (this.#filled < blockSamples) continue;
      const leftMs = ((pcm24k.length - 1 - i) * 1000) / wireRateHz;
      this.#blocks.push({ endMs: endMs - leftMs, power: this.#power / blockSamples });
      this.#power = 0;
      this.#filled = 0;
    }
    // Cut seldom, so that a frame costs no copy of the minute.
    if (this.#blocks.length > 2 * keptBlocks) this.#blocks = this.#blocks.slice(-keptBlocks);
  }

  /** Forgets what lies before a position: it belongs to a turn that is over, or was thrown away. */
  forget(beforeMs: number): void {
    this.#blocks = this.#blocks.filter(({ endMs }) => endMs > beforeMs);
  }

  /**
   * The end of the speech between two positions. The room's level is taken from everything not forgotten up to `toMs`.
   * Null: there is no voice that stands out.
   */
  between(fromMs: number, toMs: number): SpeechEnd | null {
    const heard = this.#blocks.filter(({ endMs }) => endMs <= toMs).slice(-keptBlocks);
    const turn = heard.filter(({ endMs }) => endMs > fromMs);
    const quiet = quietest(heard);
    const voice = turn.map(({ power }) => power).toSorted((a, b) => b - a)[speechBlocks - 1];
    if (voice === undefined || voice === 0 || quiet === null) return null;
    const noiseDbfs = Math.max(quietestDbfs, decibels(quiet));
    const speechDbfs = decibels(voice);
    if (speechDbfs - noiseDbfs < leastRangeDb) return null;
    const endMs = lastRun(turn, Math.max(noiseDbfs + aboveNoiseDb, speechDbfs - belowSpeechDb));
    return endMs === null ? null : { endMs, noiseDbfs, speechDbfs };
  }
}

/** Mean power of the quietest stretch without digital silence in it; null when there is none. */
function quietest(blocks: readonly Block[]): number | null {
  let least: number | null = null;
  let [sum, sounding] = [0, 0];
  blocks.forEach(({ power }, index) => {
    sounding = power > 0 ? sounding + 1 : 0;
    // What leaves the window; after digital silence the sum begins anew.
    sum = sounding === 0 ? 0 : sum + power - (sounding > roomBlocks ? (blocks[index - roomBlocks]?.power ?? 0) : 0);
    if (sounding >= roomBlocks) least = Math.min(least ?? Infinity, Math.max(0, sum) / roomBlocks);
  });
  return least;
}

/** End of the last block over the line that is no click. */
function lastRun(turn: readonly Block[], lineDbfs: number): number | null {
  const isLoud = ({ power }: Block): boolean => decibels(power) >= lineDbfs;
  const last = turn.findLastIndex(
    (block, index) =>
      isLoud(block) && turn.slice(Math.max(0, index + 1 - runBlocks), index + 1).filter(isLoud).length >= loudInRun,
  );
  return turn[last]?.endMs ?? null;
}
