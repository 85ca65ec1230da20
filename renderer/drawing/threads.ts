import type { StudioThread } from './studio.ts';

/** The clock that all threads of a page share: milliseconds that only go on. */
const sharedMs = (): number => performance.timeOrigin + performance.now();

/**
 * The thread that this runs on, to draw on.
 * @param readFace brings a face of letters to it
 */
export const thisThread = (readFace: StudioThread['readFace']): StudioThread => ({
  nowMs: sharedMs,
  after(ms, run) {
    // A browser cuts off the fraction, and would wake before the beat.
    const timer = setTimeout(run, Math.ceil(ms));
    return () => clearTimeout(timer);
  },
  nextFrame: (run) => void requestAnimationFrame(run),
  newSurface: () => new OffscreenCanvas(1, 1),
  readFace,
});
