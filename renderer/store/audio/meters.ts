import type { LevelReading } from '../../../shared/audio/level.ts';
import type { BenchApi } from '../../../shared/bench-api.ts';
import { LevelHistory } from './level-history.ts';

type Stream = 'input' | 'output';

/**
 * The newest level of both streams and their past. Read by canvases on every frame, so it stands outside React;
 * only the clip light, which a person resets, is told to listeners.
 */
export class Meters {
  readonly history: Readonly<Record<Stream, LevelHistory>> = { input: new LevelHistory(), output: new LevelHistory() };
  readonly latest: Record<Stream, LevelReading | null> = { input: null, output: null };
  /** Clips before this count were acknowledged by a person. */
  readonly #cleared: Record<Stream, number> = { input: 0, output: 0 };
  readonly #sessionTime: () => number;
  /** Streams measured in this page: the engine's own readings of them would count twice. */
  readonly #own: Record<Stream, boolean> = { input: false, output: false };

  constructor(bench: BenchApi, sessionTime: () => number) {
    this.#sessionTime = sessionTime;
    bench.onPush((push) => {
      if (push.type === 'level' && !this.#own[push.stream]) this.#note(push.stream, push.level);
    });
  }

  /** A reading from this page's own worklet. */
  own(stream: Stream, level: LevelReading): void {
    this.#own[stream] = true;
    this.#note(stream, level);
  }

  /** The page no longer measures this stream. */
  release(stream: Stream): void {
    this.#own[stream] = false;
    this.latest[stream] = null;
    this.#cleared[stream] = 0;
  }

  /** Clipped samples since a person last cleared the light. */
  clips(stream: Stream): number {
    return Math.max(0, (this.latest[stream]?.clips ?? 0) - this.#cleared[stream]);
  }

  clearClips(): void {
    for (const stream of ['input', 'output'] as const) this.#cleared[stream] = this.latest[stream]?.clips ?? 0;
  }

  forget(): void {
    this.history.input.clear();
    this.history.output.clear();
  }

  #note(stream: Stream, level: LevelReading): void {
    const before = this.latest[stream]?.clips ?? 0;
    if (level.clips < before) this.#cleared[stream] = 0;
    this.latest[stream] = level;
    const t = this.#sessionTime();
    if (t > 0) this.history[stream].push(t, level.momentDbfs, level.clips > before);
  }
}
