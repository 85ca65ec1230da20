/** From this position of the service's input buffer on, session time is the position plus `offsetMs`. */
export interface ClockAnchor {
  readonly fromBufferMs: number;
  readonly offsetMs: number;
}

/** How far the offset may wander before it is written down anew: less than one frame of audio. */
const toleranceMs = 15;

/**
 * Anchors kept. The service speaks of the last moments of the buffer, and a stream that jitters with every frame must
 * not make the view grow: what is older is placed by the oldest kept.
 */
export const mostAnchors = 256;

/**
 * Follows the audio sent, so that a position in the service's buffer has a session time also where frames came late or
 * the stream stood still. In a steady stream one anchor holds for the whole session.
 * @param sentMs audio sent, the frame at `t` included
 */
export function anchorInput(
  clock: readonly ClockAnchor[],
  sentMs: number,
  frameMs: number,
  t: number,
): readonly ClockAnchor[] {
  const offsetMs = t - sentMs;
  const held = clock.at(-1);
  if (held !== undefined && Math.abs(held.offsetMs - offsetMs) <= toleranceMs) return clock;
  return [...clock.slice(1 - mostAnchors), { fromBufferMs: sentMs - frameMs, offsetMs }];
}

/** Session time of a position in the service's input buffer; null before any audio was sent. */
export function sessionTimeOf(clock: readonly ClockAnchor[], bufferMs: number): number | null {
  const anchor = clock.findLast(({ fromBufferMs }) => fromBufferMs <= bufferMs) ?? clock[0];
  return anchor === undefined ? null : bufferMs + anchor.offsetMs;
}

/** Where nothing was sent for longer than this, what is said after it began after it. */
const longestStallMs = 1000;

/**
 * As `sessionTimeOf`, of the beginning of speech that the service told of when it had been sent `sentMs`. It says where its
 * padding begins; where that was sent before a pause, as between two files, the speech begins behind the pause.
 */
export function sessionTimeOfStart(clock: readonly ClockAnchor[], startMs: number, sentMs: number): number | null {
  const behindPause = clock.findLast(({ fromBufferMs, offsetMs }, index) => {
    const before = clock[index - 1];
    const isWithin = fromBufferMs > startMs && fromBufferMs < sentMs;
    return isWithin && before !== undefined && offsetMs - before.offsetMs > longestStallMs;
  });
  return behindPause === undefined ? sessionTimeOf(clock, startMs) : behindPause.fromBufferMs + behindPause.offsetMs;
}

/**
 * As `sessionTimeOf`, of the end of something: at the seam of two frames it belongs to the earlier, however long the
 * later was in coming.
 */
export function sessionTimeOfEnd(clock: readonly ClockAnchor[], endMs: number): number | null {
  const anchor = clock.findLast(({ fromBufferMs }) => fromBufferMs < endMs) ?? clock[0];
  return anchor === undefined ? null : endMs + anchor.offsetMs;
}
