import { describe, expect, it } from 'vitest';
import { FileQueue, longestAnswerMs, pauseMs } from '../../../electron/engine/session/file-queue.ts';
import type { PaceClock } from '../../../electron/engine/session/pace-clock.ts';
import type { SoundToPlay } from '../../../electron/engine/session/sound-frames.ts';
import { frameMs } from '../../../shared/audio/frames.ts';
import { hearSound } from '../../../shared/audio/heard-sound.ts';
import type { SoundFile } from '../../../shared/audio/sound-file.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';

/** Time that passes when it is told to. */
class Clock implements PaceClock {
  ms = 0;
  #timers: { atMs: number; run: () => void }[] = [];

  nowMs(): number {
    return this.ms;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { atMs: this.ms + ms, run };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((one) => one !== timer));
  }

  pass(ms: number): void {
    const untilMs = this.ms + ms;
    for (;;) {
      const next = this.#timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.ms = Math.max(this.ms, next.atMs);
      next.run();
    }
    this.ms = untilMs;
  }
}

/** A file of one level at 24 kHz; two channels are opposite. */
function file(
  name: string,
  ms: number,
  level: number,
  more: Partial<SoundToPlay> & { channels?: number } = {},
): SoundToPlay {
  const { channels = 1, ...play } = more;
  const samples = 24 * ms;
  const data = new Int16Array(samples * channels);
  for (let i = 0; i < data.length; i += 1) data[i] = i % channels === 0 ? level : -level;
  const sound: SoundFile = {
    name,
    format: 'PCM 16-bit',
    encoding: 'pcm16',
    littleEndian: true,
    rateHz: 24_000,
    channels,
    samples,
    durationMs: ms,
    data: new Uint8Array(data.buffer),
  };
  const choice = { channel: 'mix', gainDb: 0, trailingSilenceMs: 0, ...play } as const;
  return { info: sound, heard: hearSound(sound, choice), ...choice };
}

function bench() {
  const clock = new Clock();
  const entries: BenchEvent[] = [];
  const state = { busy: false, byHand: false, ready: true, microphone: false, commits: 0, speaking: false };
  /** The first sample of each frame that was sent, and when. */
  const sent: { level: number; atMs: number }[] = [];
  const queue = new FileQueue(
    {
      frame: (pcm) => void sent.push({ level: pcm[0] as number, atMs: clock.ms }),
      level: () => undefined,
      bench: (event) => void entries.push(event),
      ready: () => state.ready,
      sentMs: () => sent.length * frameMs,
      microphone: () => state.microphone,
      speaking: (speaks) => void (state.speaking = speaks),
      conversation: {
        busy: () => state.busy,
        byHand: () => state.byHand,
        commit: () => void (state.commits += 1),
      },
    },
    clock,
  );
  const told = (): string[] =>
    entries.map((event) =>
      event.type === 'bench.input.queued'
        ? `waiting ${event.waiting.join(' ')}`.trim()
        : `${event.type.split('.').at(-1)} ${'label' in event ? event.label : ''}${'stopped' in event ? ' stopped' : ''}`,
    );
  const levels = (level: number): number => sent.filter((frame) => frame.level === level).length;
  return { clock, entries, state, sent, queue, told, levels };
}

describe('files that are to speak', () => {
  it('begin at their first sample, a frame every 20 ms, however late the timer', () => {
    const { clock, queue, sent } = bench();
    queue.add([file('a', 200, 100)]);
    clock.pass(1000);
    expect(sent).toEqual([]);
    queue.start();
    clock.pass(60);
    expect(sent.map(({ level }) => level)).toEqual([100, 100, 100]);
    clock.ms += 100;
    clock.pass(0);
    expect(sent).toHaveLength(8);
  });

  it('speak one after the other, each when the answer to the one before is over and a pause has passed', () => {
    const { clock, queue, state, told, levels, sent } = bench();
    queue.add([file('a', 100, 100), file('b', 100, 200), file('c', 100, 300)]);
    queue.start();
    state.busy = true;
    clock.pass(10_000);
    expect(levels(200)).toBe(0);
    // A voice without a microphone beside it is followed by silence, so that a VAD hears the end.
    expect(sent).toHaveLength(500);
    state.busy = false;
    clock.pass(pauseMs);
    expect(levels(200)).toBe(0);
    clock.pass(200);
    expect(levels(200)).toBe(5);
    clock.pass(pauseMs + 200);
    expect(levels(300)).toBe(5);
    expect(told().join(', ')).toBe(
      'opened a, waiting b c, ended a, opened b, waiting c, ended b, opened c, waiting, ended c',
    );
    expect(state.speaking).toBe(false);
  });

  it('wait no longer than five minutes for an answer that has no end', () => {
    const { clock, queue, state, levels } = bench();
    queue.add([file('a', 20, 100), file('b', 20, 200)]);
    queue.start();
    state.busy = true;
    clock.pass(longestAnswerMs - 100);
    expect(levels(200)).toBe(0);
    clock.pass(300);
    expect(levels(200)).toBe(1);
  });

  it('end a turn that nobody else ends, where another one follows; the last is the client’s to end', () => {
    const { clock, queue, state } = bench();
    state.byHand = true;
    queue.add([file('a', 20, 100), file('b', 20, 200)]);
    queue.start();
    clock.pass(100);
    expect(state.commits).toBe(1);
    clock.pass(10_000);
    expect(state.commits).toBe(1);
  });

  it('leave the pause between them to the microphone, which they silence while they speak', () => {
    const { clock, queue, state, sent } = bench();
    state.microphone = true;
    queue.start();
    queue.add([file('a', 100, 100), file('b', 100, 200)]);
    expect(state.speaking).toBe(true);
    clock.pass(500);
    expect(state.speaking).toBe(false);
    expect(sent).toHaveLength(5);
    clock.pass(pauseMs);
    expect(sent.length).toBeGreaterThan(5);
    expect(sent.every(({ level }) => level > 0)).toBe(true);
  });

  it('are stopped in the middle: the next one has its turn, or all are forgotten', () => {
    const { clock, queue, levels, told } = bench();
    queue.start();
    queue.add([file('a', 1000, 100), file('b', 1000, 200), file('c', 1000, 300)]);
    clock.pass(100);
    queue.next();
    clock.pass(pauseMs + 200);
    expect(levels(100)).toBe(5);
    expect(levels(200)).toBeGreaterThan(0);
    queue.clear();
    clock.pass(10_000);
    expect(levels(300)).toBe(0);
    expect(told().slice(-3)).toEqual(['waiting c', 'ended b stopped', 'waiting']);
    queue.add([file('d', 100, 400)]);
    clock.pass(200);
    expect(levels(400)).toBe(5);
  });

  it('stand still while the connection takes nothing, and lose nothing by it', () => {
    const { clock, queue, state, sent } = bench();
    queue.start();
    queue.add([file('a', 100, 100)]);
    clock.pass(40);
    state.ready = false;
    clock.pass(5000);
    expect(sent).toHaveLength(2);
    state.ready = true;
    clock.pass(100);
    expect(sent).toHaveLength(5);
  });

  it('are heard by the channel and at the gain that were chosen', () => {
    const { clock, queue, sent, entries } = bench();
    queue.start();
    const gainDb = 20 * Math.log10(2);
    queue.add([file('a', 20, 1000, { channels: 2 })]);
    clock.pass(30);
    queue.add([file('b', 20, 1000, { channels: 2, channel: 2 }), file('c', 20, 20_000, { gainDb })]);
    clock.pass(10_000);
    expect(sent.filter(({ level }) => level !== 0).map(({ level }) => level)).toEqual([-1000, 32_767]);
    expect(entries).toContainEqual(expect.objectContaining({ label: 'b', channels: 2, channel: 2 }));
    expect(entries).toContainEqual({ type: 'bench.input.clipped', count: 480 });
  });
});
