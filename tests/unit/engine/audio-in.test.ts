import { describe, expect, it } from 'vitest';
import { AudioIn } from '../../../electron/engine/session/audio-in.ts';
import { encodeFrame, frameSamples } from '../../../shared/audio/frames.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';

/** An audio input with a clock that a test sets and a connection that a test clogs. */
function makeInput() {
  const told: BenchEvent[] = [];
  const state = { nowMs: 1_000_000, clogged: false, number: 0 };
  const audioIn = new AudioIn(
    { send: () => !state.clogged, bench: (event) => void told.push(event) },
    () => state.nowMs,
  );
  const frame = (firstAtMs: number): void => {
    state.number += 1;
    const pcm24k = new Int16Array(frameSamples);
    const bytes = encodeFrame({ number: state.number, clipped: 0, firstAtMs, streamId: 1, muted: false, pcm24k });
    audioIn.frame(new Uint8Array(bytes));
  };
  return { audioIn, told, state, frame };
}

describe('the delay of captured frames', () => {
  it('is told every five seconds of audio, and the rest when the input stops', () => {
    const { audioIn, told, state, frame } = makeInput();
    for (let n = 0; n < 251; n += 1) frame(state.nowMs - (n === 100 ? 34 : 21));
    expect(told).toEqual([{ type: 'bench.capture', frames: 250, p50Ms: 21, p95Ms: 21, maxMs: 34 }]);
    audioIn.stop();
    audioIn.stop();
    expect(told.slice(1)).toEqual([{ type: 'bench.capture', frames: 1, p50Ms: 21, p95Ms: 21, maxMs: 21 }]);
  });

  it('leaves out frames that were dropped, and frames without a stamp', () => {
    const { audioIn, told, state, frame } = makeInput();
    frame(0);
    state.clogged = true;
    frame(state.nowMs - 900);
    state.clogged = false;
    frame(state.nowMs - 22);
    audioIn.stop();
    expect(told).toEqual([{ type: 'bench.capture', frames: 1, p50Ms: 22, p95Ms: 22, maxMs: 22 }]);
  });

  it('of a file is nothing to tell', () => {
    const { audioIn, told } = makeInput();
    audioIn.samples(new Int16Array(frameSamples));
    audioIn.stop();
    expect(told).toEqual([]);
  });
});
