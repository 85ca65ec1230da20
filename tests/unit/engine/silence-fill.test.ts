import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AudioIn } from '../../../electron/engine/session/audio-in.ts';
import { silentAfterMs } from '../../../electron/engine/session/silence-fill.ts';
import type { PaceClock } from '../../../electron/engine/session/pace-clock.ts';
import { encodeFrame, frameMs, frameSamples } from '../../../shared/audio/frames.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';

const wallAtStartMs = 1_790_000_000_000;

/** A session's input on a clock that moves when a test says so. What was sent stands as one letter a frame: v voice, 0 silence. */
function microphone() {
  let nowMs = 0;
  let timer: { atMs: number; run: () => void } | null = null;
  const clock: PaceClock = {
    nowMs: () => nowMs,
    after: (ms, run) => {
      const mine = { atMs: nowMs + ms, run };
      timer = mine;
      return () => {
        if (timer === mine) timer = null;
      };
    },
  };
  const told: BenchEvent[] = [];
  let sent = '';
  let number = 0;
  let takes = true;
  const send = (pcm24k: Uint8Array): boolean => {
    if (!takes) return false;
    sent += pcm24k.some((byte) => byte !== 0) ? 'v' : '0';
    return true;
  };
  const audioIn = new AudioIn({ send, bench: (event) => void told.push(event) }, () => wallAtStartMs + nowMs, clock);
  const pass = (ms: number): void => {
    const untilMs = nowMs + ms;
    while (timer !== null && timer.atMs <= untilMs) {
      nowMs = Math.max(nowMs, timer.atMs);
      const { run } = timer;
      timer = null;
      run();
    }
    nowMs = untilMs;
  };
  /** A frame whose first sample was taken so long ago; no answer for one that has no stamp. */
  const frame = (agoMs: number | null = frameMs, streamId = 1): void => {
    number += 1;
    const firstAtMs = agoMs === null ? 0 : wallAtStartMs + nowMs - agoMs;
    const pcm24k = new Int16Array(frameSamples).fill(7);
    audioIn.frame(new Uint8Array(encodeFrame({ number, clipped: 0, firstAtMs, streamId, muted: false, pcm24k })));
  };
  const speak = (frames: number): void => {
    for (let n = 0; n < frames; n += 1) {
      pass(frameMs);
      frame();
    }
  };
  return {
    audioIn,
    pass,
    frame,
    speak,
    /** The engine stands still: time passes and no timer runs. */
    standStill: (ms: number) => {
      nowMs += ms;
    },
    /** The connection takes audio, or drops it. */
    take: (now: boolean) => void (takes = now),
    sent: () => sent,
    filled: () => told.filter((event) => event.type === 'bench.input.filled'),
  };
}

const silence = (sent: string): number => sent.split('0').length - 1;

describe('a microphone that gives nothing', () => {
  it('is filled in with silence from the first missing frame on, at the pace of a clock', () => {
    const { speak, pass, sent } = microphone();
    speak(10);
    pass(silentAfterMs - 2 * frameMs);
    expect(silence(sent())).toBe(0);
    pass(2 * frameMs + 100);
    const atOnce = silence(sent());
    expect(atOnce * frameMs).toBeGreaterThanOrEqual(silentAfterMs - 100);
    pass(400);
    expect(silence(sent()) - atOnce).toBe(400 / frameMs);
  });

  it('is told with the length of the silence when it is back, and so much was sent as time passed', () => {
    const { speak, pass, sent, filled, frame } = microphone();
    speak(10);
    pass(3000);
    frame(frameMs, 2);
    speak(4);
    expect(sent()).toMatch(/^v{10}0+v{5}$/);
    const [gap] = filled();
    expect(gap).toMatchObject({ lateFrames: 0, silenceMs: silence(sent()) * frameMs });
    // 3,000 ms passed, the last 20 of which the first frame of the new stream holds.
    expect(Math.abs(silence(sent()) * frameMs - 2980)).toBeLessThanOrEqual(frameMs);
    expect(filled()).toHaveLength(1);
  });

  it('is told apart from what the connection did not take of the silence', () => {
    const { speak, pass, sent, filled, take } = microphone();
    speak(10);
    take(false);
    pass(1000);
    take(true);
    pass(1000);
    speak(1);
    const [gap] = filled();
    const sentMs = silence(sent()) * frameMs;
    expect(gap).toMatchObject({ silenceMs: sentMs });
    // It stays 100 ms behind the clock, so 900 ms of it fell due while nothing was taken.
    expect(gap?.type === 'bench.input.filled' && gap.droppedMs).toBe(900);
    expect(Math.abs(sentMs + 900 - 2000)).toBeLessThanOrEqual(frameMs);
  });

  it('is not sent twice for the same time: frames that were held up meanwhile are counted and left out', () => {
    const { speak, pass, sent, filled, frame } = microphone();
    speak(10);
    pass(1000);
    for (let agoMs = 1000; agoMs >= frameMs; agoMs -= frameMs) frame(agoMs);
    speak(5);
    const [gap] = filled();
    expect(gap?.type === 'bench.input.filled' && gap.lateFrames).toBeGreaterThan(40);
    expect(Math.abs(sent().length - (10 + 50 + 5))).toBeLessThanOrEqual(1);
  });

  it('sends what a busy page delivers late by less than half a second, and fills nothing', () => {
    const { speak, pass, sent, filled, frame } = microphone();
    speak(10);
    pass(silentAfterMs - 60);
    for (let agoMs = 440; agoMs >= frameMs; agoMs -= frameMs) frame(agoMs);
    speak(10);
    expect(silence(sent())).toBe(0);
    expect(filled()).toEqual([]);
    expect(sent()).toHaveLength(10 + 22 + 10);
  });

  it('loses nothing when this process stood still: the frames lie in its queue', () => {
    const { speak, pass, sent, frame, standStill } = microphone();
    speak(10);
    standStill(2000);
    // The timer runs before the queue is read.
    pass(0);
    for (let agoMs = 2000; agoMs >= frameMs; agoMs -= frameMs) frame(agoMs);
    expect(sent()).toBe('v'.repeat(110));
  });

  it('is not waited for before it was heard once, nor after the session', () => {
    const { audioIn, speak, pass, sent, filled } = microphone();
    pass(5000);
    expect(sent()).toBe('');
    speak(1);
    pass(1000);
    audioIn.stop();
    const before = sent();
    pass(5000);
    expect(sent()).toBe(before);
    expect(filled()).toEqual([{ type: 'bench.input.filled', silenceMs: silence(before) * frameMs, lateFrames: 0 }]);
  });

  it('is heard again though it comes back with a delay that is longer than before, and stays so', () => {
    const { speak, pass, sent, frame, filled } = microphone();
    speak(10);
    pass(2000);
    for (let n = 0; n < 100; n += 1) {
      pass(frameMs);
      frame(300);
    }
    expect(filled()).toHaveLength(1);
    expect(sent().slice(-80)).toBe('v'.repeat(80));
  });

  it('is not filled in while something else speaks in its place', () => {
    const { audioIn, speak, pass, sent } = microphone();
    speak(1);
    for (let n = 0; n < 100; n += 1) {
      pass(frameMs);
      audioIn.samples(new Int16Array(frameSamples).fill(3));
    }
    expect(silence(sent())).toBe(0);
  });

  it('is heard again at once where frames have no stamp or the wall clock was set back', () => {
    for (const agoMs of [null, 3_600_000]) {
      const { speak, pass, sent, frame } = microphone();
      speak(10);
      pass(600);
      const before = sent().length;
      for (let n = 0; n < 100; n += 1) {
        pass(frameMs);
        frame(agoMs);
      }
      // A clock set back by an hour costs as many frames as were filled, and no more.
      expect(sent().length - before).toBeGreaterThanOrEqual(agoMs === null ? 100 : 65);
    }
  });

  it('never sends more than the time that passed and one frame, whatever comes when', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('speak' as const), n: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ kind: fc.constant('away' as const), n: fc.integer({ min: 1, max: 200 }) }),
      fc.record({ kind: fc.constant('held' as const), n: fc.integer({ min: 1, max: 120 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const { speak, pass, sent, frame } = microphone();
        speak(1);
        let frames = 1;
        for (const { kind, n } of steps) {
          frames += n;
          if (kind === 'speak') speak(n);
          else pass(n * frameMs);
          if (kind === 'held') for (let left = n; left >= 1; left -= 1) frame(left * frameMs);
        }
        expect(sent().length).toBeLessThanOrEqual(frames + 1);
      }),
      { numRuns: 30 },
    );
  });
});
