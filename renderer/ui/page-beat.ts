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
  nowMs: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});
