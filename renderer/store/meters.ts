import type { LevelReading } from '../../shared/audio/level-meter.ts';
import type { BenchApi } from '../../shared/contract/bench-api.ts';
import type { LevelNews, Stream } from '../drawing/told/messages.ts';

type Source = 'page' | 'engine';

/**
 * The newest level of both streams. It comes many times a second, so it stands outside React; what is made of it in
 * pictures is told to listeners, who keep what was heard.
 */
export class Meters {
  readonly latest: Record<Stream, LevelReading | null> = { input: null, output: null };
  /** Each channel of the own microphone as it comes; empty where there is one. */
  channels: readonly LevelReading[] = [];
  /** Clipped samples that nobody has acknowledged yet. */
  readonly #clips: Record<Stream, number> = { input: 0, output: 0 };
  readonly #sessionTime: () => number;
  readonly #fileSpeaks: () => boolean;
  readonly #listeners = new Set<(news: LevelNews) => void>();
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
    this.#tell(stream, null, false);
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

  /** Another session begins: what was heard is not of it. */
  forget(): void {
    for (const listener of this.#listeners) listener({ kind: 'levels-forgotten' });
  }

  /** Calls back with all that is heard from now on. */
  onNews(listener: (news: LevelNews) => void): void {
    this.#listeners.add(listener);
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
    this.#tell(stream, t > 0 ? t : null, clips > 0);
  }

  #tell(stream: Stream, t: number | null, clipped: boolean): void {
    const level = this.latest[stream];
    for (const listener of this.#listeners) {
      listener({ kind: 'level', stream, level, channels: this.channels, t, clipped });
    }
  }
}
