import type { LevelReading } from '../../shared/audio/level-meter.ts';
import type { BenchApi } from '../../shared/contract/bench-api.ts';

/** Peaks of a stream over session time, one byte for each 50 ms: an hour is 72 KB. */
export class LevelHistory {
  static readonly bucketMs = 50;
  /** 0: nothing known; 1 to 255: -60 dBFS to full scale. */
  #peaks = new Uint8Array(1200);
  #clips: number[] = [];
  #generation = 0;

  /** Notes a reading at session time `t` in ms; `peakDbfs` null is silence. */
  push(t: number, peakDbfs: number | null, clipped: boolean): void {
    const bucket = Math.floor(t / LevelHistory.bucketMs);
    if (bucket < 0) return;
    if (bucket >= this.#peaks.length) {
      const grown = new Uint8Array(Math.max(this.#peaks.length * 2, bucket + 1));
      grown.set(this.#peaks);
      this.#peaks = grown;
    }
    const above = peakDbfs === null ? 0 : Math.max(0, Math.min(1, (peakDbfs + 60) / 60));
    this.#peaks[bucket] = Math.max(this.#peaks[bucket] ?? 0, 1 + Math.round(above * 254));
    if (clipped && this.#clips.at(-1) !== bucket) this.#clips.push(bucket);
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

type Stream = 'input' | 'output';
type Source = 'page' | 'engine';

/**
 * The newest level of both streams and their past. Read by canvases on every frame, so it stands outside React;
 * only the clip light, which a person resets, is told to listeners.
 */
export class Meters {
  readonly history: Readonly<Record<Stream, LevelHistory>> = { input: new LevelHistory(), output: new LevelHistory() };
  readonly latest: Record<Stream, LevelReading | null> = { input: null, output: null };
  /** Each channel of the own microphone as it comes; empty where there is one. */
  channels: readonly LevelReading[] = [];
  /** Clipped samples that nobody has acknowledged yet. */
  readonly #clips: Record<Stream, number> = { input: 0, output: 0 };
  readonly #sessionTime: () => number;
  readonly #fileSpeaks: () => boolean;
  /** Streams measured in this page: the engine's own readings of them would count twice. */
  readonly #own: Record<Stream, boolean> = { input: false, output: false };
  /** Clips by the last reading of each who measures. */
  readonly #counted: Record<Source, Record<Stream, number>> = {
    page: { input: 0, output: 0 },
    engine: { input: 0, output: 0 },
  };

  /** @param fileSpeaks whether a file has the word: the microphone is not sent then, and what the engine reads of the file counts */
  constructor(bench: BenchApi, sessionTime: () => number, fileSpeaks: () => boolean) {
    this.#sessionTime = sessionTime;
    this.#fileSpeaks = fileSpeaks;
    bench.onPush((push) => {
      if (push.type === 'session.opened') {
        this.forget();
        this.clearClips();
        this.#counted.engine = { input: 0, output: 0 };
      }
      if (push.type !== 'level') return;
      if (this.#own[push.stream] && !this.#isOfFile(push.stream)) {
        // Counted by the page already.
        this.#newClips(push.stream, 'engine', push.level.clips);
        return;
      }
      if (push.stream === 'input') this.channels = [];
      this.#note(push.stream, push.level, 'engine');
    });
  }

  /** A reading from this page's own worklet. */
  own(stream: Stream, level: LevelReading, channels: readonly LevelReading[] = []): void {
    this.#own[stream] = true;
    if (this.#isOfFile(stream)) {
      // It clips unheard.
      this.#newClips(stream, 'page', level.clips);
      return;
    }
    if (stream === 'input') this.channels = channels;
    this.#note(stream, level, 'page');
  }

  /** What the page measures of this stream begins anew, with another device or the same. Clips are for a person to acknowledge. */
  anew(stream: Stream): void {
    this.#counted.page[stream] = 0;
    // What is shown of a file is not of the device.
    if (this.#isOfFile(stream)) return;
    this.latest[stream] = null;
    if (stream === 'input') this.channels = [];
  }

  /** The page no longer measures this stream. */
  release(stream: Stream): void {
    this.#own[stream] = false;
    this.anew(stream);
  }

  /** Clipped samples since a person last cleared the light, or a session began. */
  clips(stream: Stream): number {
    return this.#clips[stream];
  }

  clearClips(): void {
    for (const stream of ['input', 'output'] as const) this.#clips[stream] = 0;
  }

  forget(): void {
    this.history.input.clear();
    this.history.output.clear();
  }

  #isOfFile(stream: Stream): boolean {
    return stream === 'input' && this.#fileSpeaks();
  }

  /** One that counts fewer than before has begun anew. */
  #newClips(stream: Stream, by: Source, counted: number): number {
    const before = this.#counted[by][stream];
    this.#counted[by][stream] = counted;
    return counted < before ? counted : counted - before;
  }

  #note(stream: Stream, level: LevelReading, by: Source): void {
    const clips = this.#newClips(stream, by, level.clips);
    this.#clips[stream] += clips;
    this.latest[stream] = level;
    const t = this.#sessionTime();
    if (t > 0) this.history[stream].push(t, level.momentDbfs, clips > 0);
  }
}
