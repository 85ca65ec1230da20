import { describe, expect, it } from 'vitest';
import {
  anchorInput,
  type ClockAnchor,
  sessionTimeOf,
  sessionTimeOfStart,
} from '../../../shared/session/input-clock.ts';

const frameMs = 20;

/** Frames in a steady stream from a session time on, until so much has been sent. */
function stream(
  clock: readonly ClockAnchor[],
  fromMs: number,
  sentBeforeMs: number,
  sentMs: number,
): readonly ClockAnchor[] {
  let next = clock;
  for (let sent = sentBeforeMs + frameMs; sent <= sentMs; sent += frameMs) {
    next = anchorInput(next, sent, frameMs, fromMs + sent - sentBeforeMs);
  }
  return next;
}

describe('the session time of the beginning of speech', () => {
  // Five seconds are sent from 1 s on, then nothing until 100 s.
  const before = stream([], 1000, 0, 5000);
  const clock = stream(before, 100_000, 5000, 8000);

  it('is behind a pause in what was sent, where the padding that the service tells of was sent before it', () => {
    // The next file begins at 5,000 ms of the buffer; the service pads by 300 ms.
    expect(sessionTimeOf(clock, 4900)).toBe(5900);
    expect(sessionTimeOfStart(clock, 4900, 5400)).toBe(100_000);
  });

  it('is where it was sent, where no pause lies between', () => {
    expect(sessionTimeOfStart(clock, 3000, 3500)).toBe(4000);
    expect(sessionTimeOfStart(clock, 5600, 6000)).toBe(100_600);
    // It was told before the pause.
    expect(sessionTimeOfStart(clock, 4900, 5000)).toBe(5900);
  });

  it('is not moved by frames that came late', () => {
    const late = stream(before, 6000 + 600, 5000, 8000);
    expect(sessionTimeOfStart(late, 4900, 5400)).toBe(5900);
  });
});
