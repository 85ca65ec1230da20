import { momentMs } from '../../../shared/audio/level-meter.ts';

/** Peaks of a stream over session time, one byte for each moment of a level meter: an hour is 90 KB. */
export class LevelHistory {
  static readonly bucketMs = momentMs;
  /** 0: nothing known; 1 to 255: -60 dBFS to full scale. */
  #peaks = new Uint8Array(1200);
  #clips: number[] = [];
  #generation = 0;

  /** Notes a reading at session time `t` in ms: the last of its moments has just ended; null is silence. */
  push(t: number, momentsDbfs: readonly (number | null)[], clipped: boolean): void {
    const bucket = Math.floor(t / LevelHistory.bucketMs);
    momentsDbfs.forEach((peakDbfs, at) => this.#note(bucket - (momentsDbfs.length - 1 - at), peakDbfs));
    if (clipped && bucket >= 0 && this.#clips.at(-1) !== bucket) this.#clips.push(bucket);
  }

  #note(bucket: number, peakDbfs: number | null): void {
    if (bucket < 0) return;
    if (bucket >= this.#peaks.length) {
      const grown = new Uint8Array(Math.max(this.#peaks.length * 2, bucket + 1));
      grown.set(this.#peaks);
      this.#peaks = grown;
    }
    const before = bucket - 1;
    const above = peakDbfs === null ? 0 : Math.max(0, Math.min(1, (peakDbfs + 60) / 60));
    const peak = 1 + Math.round(above * 254);
    this.#peaks[bucket] = Math.max(this.#peaks[bucket] ?? 0, peak);
    // Readings come about as often as a bucket begins: one that came late leaves one empty that it counts for as well.
    if (this.#peaks[before] === 0 && (this.#peaks[before - 1] ?? 0) > 0) this.#peaks[before] = peak;
  }

  /** The highest peak between two session times, 0 to 1; null where nothing was noted. */
  peak(fromMs: number, toMs: number): number | null {
    const first = Math.max(0, Math.floor(fromMs / LevelHistory.bucketMs));
    const last = Math.min(this.#peaks.length - 1, Math.ceil(toMs / LevelHistory.bucketMs) - 1);
    let highest = 0;
    for (let bucket = first; bucket <= Math.max(first, last); bucket += 1) {
      highest = Math.max(highest, this.#peaks[bucket] ?? 0);
    }
    return highest === 0 ? null : (highest - 1) / 254;
  }

  /** Session times in ms at which samples stood at full scale. */
  clipTimes(fromMs: number, toMs: number): number[] {
    return this.#clips
      .map((bucket) => bucket * LevelHistory.bucketMs)
      .filter((t) => t >= fromMs - LevelHistory.bucketMs && t <= toMs);
  }

  /** Another one after each `clear`: what was drawn of it before is of something else. */
  get generation(): number {
    return this.#generation;
  }

  clear(): void {
    this.#generation += 1;
    this.#peaks.fill(0);
    this.#clips = [];
  }
}
