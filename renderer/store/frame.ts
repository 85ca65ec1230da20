/** Calls back once before the next paint; in a hidden page, where no frames come, after 100 ms. */
export type Schedule = (run: () => void) => void;

export const nextFrame: Schedule = (run) => {
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
};
