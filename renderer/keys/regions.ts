const regions = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-region]:not([hidden])')];

/** Moves the focus to the next region of the window, or the one before, round and round. */
export function focusRegion(by: 1 | -1): void {
  const all = regions();
  const at = all.findIndex((region) => region.contains(document.activeElement));
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
  all[next]?.focus();
}

/** Puts the cursor in the search field of the region that has the focus, else of the first that has one. */
export function focusSearch(): void {
  const here = regions().find((region) => region.contains(document.activeElement));
  const field =
    here?.querySelector<HTMLElement>('[data-search]') ?? document.querySelector<HTMLElement>('[data-search]');
  field?.focus();
}
