/** Frames in which what was asked for may still be drawn: a page whose code is read, and its list. */
const mostFrames = 300;

/** Does something with an element of the page once it is there; with one that does not come in so many frames, something else. */
export function onceDrawn(
  selector: string,
  run: (element: HTMLElement) => void,
  frames = mostFrames,
  missing: () => void = () => undefined,
): void {
  const element = document.querySelector<HTMLElement>(selector);
  if (element !== null) run(element);
  else if (frames > 0) requestAnimationFrame(() => onceDrawn(selector, run, frames - 1, missing));
  else missing();
}
