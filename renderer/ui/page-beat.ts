import { Beat, type Visibility } from './beat.ts';

export const pageVisibility: Visibility = {
  get hidden() {
    return document.hidden;
  },
  onChange: (listener) => document.addEventListener('visibilitychange', listener),
};

/** Whether a person asked for little motion. */
export const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

/** The beat of this page. */
export const beat = new Beat({
  visibility: pageVisibility,
  // The clock that all threads of a page share: the beats of each fall together.
  nowMs: () => performance.timeOrigin + performance.now(),
  failed: (error) => reportError(error),
  after(ms, run) {
    // A browser cuts off the fraction, and would wake before the beat.
    const timer = setTimeout(run, Math.ceil(ms));
    return () => clearTimeout(timer);
  },
});

/** Calls back once before the next picture; in a hidden page, where none is made, after 100 ms. */
export function nextFrame(run: () => void): void {
  let ran = false;
  const once = (): void => {
    if (ran) return;
    ran = true;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, 100);
}
