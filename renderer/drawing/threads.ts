import type { StudioThread } from './studio.ts';

/** The clock that all threads of a page share: milliseconds that only go on. */
export const sharedMs = (): number => performance.timeOrigin + performance.now();

/**
 * The thread that this runs on, to draw on.
 * @param readFace brings a face of letters to it
 */
export const thisThread = (readFace: StudioThread['readFace']): StudioThread => ({
  nowMs: sharedMs,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  nextFrame: (run) => void requestAnimationFrame(run),
  newSurface: () => new OffscreenCanvas(1, 1),
  readFace,
});
