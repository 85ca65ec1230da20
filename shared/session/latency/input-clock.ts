import { append, at, last, type ChunkList } from '../chunk-list.ts';

/** From this position of the service's input buffer on, session time is the position plus `offsetMs`. */
export interface ClockAnchor {
  readonly fromBufferMs: number;
  readonly offsetMs: number;
}

/** How far the offset may wander before it is written down anew: less than one frame of audio. */
const toleranceMs = 15;

/**
 * Follows the audio sent, so that a position in the service's buffer has a session time also where frames came late or
 * the stream stood still. In a steady stream one anchor holds for the whole session.
 * @param sentMs audio sent, the frame at `t` included
 */
export function anchorInput(
  clock: ChunkList<ClockAnchor>,
  sentMs: number,
  frameMs: number,
  t: number,
): ChunkList<ClockAnchor> {
  const offsetMs = t - sentMs;
  const held = last(clock);
  if (held !== undefined && Math.abs(held.offsetMs - offsetMs) <= toleranceMs) return clock;
  return append(clock, { fromBufferMs: sentMs - frameMs, offsetMs });
}

/** Session time of a position in the service's input buffer; null before any audio was sent. */
export function sessionTimeOf(clock: ChunkList<ClockAnchor>, bufferMs: number): number | null {
  for (let index = clock.length - 1; index >= 0; index -= 1) {
    const anchor = at(clock, index);
    if (anchor !== undefined && (anchor.fromBufferMs <= bufferMs || index === 0)) return bufferMs + anchor.offsetMs;
  }
  return null;
}
