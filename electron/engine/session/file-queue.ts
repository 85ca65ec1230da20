import { frameMs, frameSamples } from '../../../shared/audio/frames.ts';
import { levelMs, type LevelReading } from '../../../shared/audio/level-meter.ts';
import { stretchWords } from '../../../shared/audio/resampler.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import { type PaceClock, realClock } from './pace-clock.ts';
import { SoundFrames, type SoundToPlay } from './sound-frames.ts';

/** How the conversation stands, as far as the next file has to wait for it. */
export interface Conversation {
  /** Somebody speaks, or an answer is being made, is on its way, or is heard. */
  busy(): boolean;
  /** The service ends no turn by itself. */
  byHand(): boolean;
  /** Ends the turn, and asks for an answer where one is to come. */
  commit(): void;
}

export interface FileQueueHooks {
  /** One frame of a file, or of the silence between two. */
  frame(pcm24k: Int16Array): void;
  level(level: LevelReading): void;
  bench(event: BenchEvent): void;
  /** Whether the connection takes audio now: a file, unlike a voice, can wait. */
  ready(): boolean;
  /** Milliseconds of audio sent in this session. */
  sentMs(): number;
  /** Whether a microphone speaks where no file does: the pause between two files is then its own. */
  microphone(): boolean;
  /** A file begins to speak, or the microphone may again. */
  speaking(speaks: boolean): void;
  readonly conversation: Conversation;
}

/** The next file begins when the conversation has been quiet for so long. */
export const pauseMs = 1500;
/** However long an answer is, no file waits longer for its end: a service may leave one open for ever. */
export const longestAnswerMs = 300_000;
/** As often as the page measures a microphone. */
const levelEveryFrames = levelMs / frameMs;

/** What the queue does at a tick: a file speaks, one waits for its turn, or there is none. */
type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'speaking'; readonly file: SoundToPlay; readonly frames: SoundFrames }
  | { readonly kind: 'pausing'; readonly sinceMs: number; quietSinceMs: number | null };

/**
 * Plays files into the session one after the other, at the pace of speech: frame n leaves n x 20 ms after the first on a monotonic
 * clock, so late timers are caught up and nothing drifts. While the connection takes no audio the time of the files stands still.
 * Each file is a turn: the next one begins once the answer to it is over.
 */
export class FileQueue {
  readonly #hooks: FileQueueHooks;
  readonly #clock: PaceClock;
  #waiting: SoundToPlay[] = [];
  #phase: Phase = { kind: 'idle' };
  #open = false;
  #startMs = 0;
  #ticks = 0;
  /** How many were last said to wait. */
  #told = 0;
  #cancel: (() => void) | null = null;

  constructor(hooks: FileQueueHooks, clock: PaceClock = realClock) {
    this.#hooks = hooks;
    this.#clock = clock;
  }

  /** Whether a file speaks now, its trailing silence included. */
  get speaking(): boolean {
    return this.#phase.kind === 'speaking';
  }

  /** Puts files behind those that wait. The first one speaks at once if none speaks, whatever else is going on. */
  add(files: readonly SoundToPlay[]): void {
    this.#waiting.push(...files);
    if (this.#open && this.#phase.kind === 'idle') this.#begin();
    else if (this.#open) this.#tellWaiting();
  }

  /** The session is open. */
  start(): void {
    this.#open = true;
    if (this.#phase.kind === 'idle') this.#begin();
  }

  /** Ends the file that speaks, in the middle; the next one has its turn as if it had ended. In a pause the next one begins. */
  next(): void {
    if (this.#phase.kind === 'speaking') this.#ended(this.#phase.file, true);
    else if (this.#phase.kind === 'pausing') this.#speakNext();
  }

  /** Ends the file that speaks, and forgets those that wait. */
  clear(): void {
    const had = this.#waiting.length > 0;
    this.#waiting = [];
    if (this.#phase.kind === 'speaking') this.#ended(this.#phase.file, true);
    if (had) this.#tellWaiting();
    this.#rest();
  }

  /** The session ends: no entry follows. */
  stop(): void {
    this.#open = false;
    this.#waiting = [];
    this.#rest();
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#hooks.speaking(phase.kind === 'speaking');
  }

  #rest(): void {
    this.#enter({ kind: 'idle' });
    this.#cancel?.();
    this.#cancel = null;
  }

  #begin(): void {
    this.#startMs = this.#clock.nowMs();
    this.#ticks = 0;
    if (this.#speakNext()) this.#schedule();
  }

  /** Returns false when none waits. */
  #speakNext(): boolean {
    const file = this.#waiting.shift();
    if (file === undefined) {
      this.#rest();
      return false;
    }
    const { info, heard, channel, gainDb, trailingSilenceMs, cancels = false } = file;
    const { name, format, rateHz, channels, durationMs } = info;
    this.#enter({ kind: 'speaking', file, frames: new SoundFrames(file) });
    this.#hooks.bench({
      type: 'bench.input.opened',
      kind: 'wav',
      label: name,
      format,
      sampleRateHz: rateHz,
      channels,
      durationMs: Math.round(durationMs),
      trailingSilenceMs,
      ...(channels > 1 ? { channel } : {}),
      ...(gainDb === 0 ? {} : { gainDb }),
      ...(stretchWords(heard.offPpm) === null ? {} : { offPpm: heard.offPpm }),
    });
    if (cancels) this.#hooks.bench({ type: 'bench.input.cancelling', label: name, channels });
    this.#tellWaiting();
    return true;
  }

  /** Who waits, where that is not what was said last. */
  #tellWaiting(): void {
    const waiting = this.#waiting.map(({ info }) => info.name);
    if (waiting.length > 0 || this.#told > 0) this.#hooks.bench({ type: 'bench.input.queued', waiting });
    this.#told = waiting.length;
  }

  #schedule(): void {
    const dueMs = this.#startMs + (this.#ticks + 1) * frameMs;
    this.#cancel = this.#clock.after(Math.max(0, dueMs - this.#clock.nowMs()), () => this.#tick());
  }

  #tick(): void {
    const due = Math.floor((this.#clock.nowMs() - this.#startMs) / frameMs);
    while (this.#ticks < due && this.#phase.kind !== 'idle') {
      if (!this.#hooks.ready()) {
        this.#startMs = this.#clock.nowMs() - this.#ticks * frameMs;
        break;
      }
      this.#ticks += this.#step(this.#phase) ? 1 : 0;
    }
    if (this.#phase.kind !== 'idle') this.#schedule();
  }

  /** Returns whether the time of one frame has been used. */
  #step(phase: Exclude<Phase, { kind: 'idle' }>): boolean {
    if (phase.kind === 'pausing') {
      if (this.#mayGoOn(phase)) {
        this.#speakNext();
        return false;
      }
      if (!this.#hooks.microphone()) this.#hooks.frame(new Int16Array(frameSamples));
      return true;
    }
    const frame = phase.frames.next();
    if (frame === null) {
      this.#ended(phase.file, false);
      return false;
    }
    this.#hooks.frame(frame);
    const clips = phase.frames.takeClips();
    if (clips > 0) this.#hooks.bench({ type: 'bench.input.clipped', count: clips });
    if (this.#ticks % levelEveryFrames === 0) this.#hooks.level(phase.frames.level());
    return true;
  }

  #ended({ info }: SoundToPlay, stopped: boolean): void {
    const sentMs = Math.round(this.#hooks.sentMs());
    this.#hooks.bench({ type: 'bench.input.ended', label: info.name, sentMs, ...(stopped ? { stopped } : {}) });
    if (this.#waiting.length === 0) {
      this.#rest();
      return;
    }
    const { conversation } = this.#hooks;
    // Where nobody else ends a turn, the next file would only lengthen this one.
    if (conversation.byHand()) conversation.commit();
    this.#enter({ kind: 'pausing', sinceMs: this.#clock.nowMs(), quietSinceMs: null });
  }

  #mayGoOn(phase: Extract<Phase, { kind: 'pausing' }>): boolean {
    const now = this.#clock.nowMs();
    if (this.#hooks.conversation.busy()) {
      phase.quietSinceMs = null;
      return now - phase.sinceMs >= longestAnswerMs;
    }
    phase.quietSinceMs ??= now;
    return now - phase.quietSinceMs >= pauseMs;
  }
}
