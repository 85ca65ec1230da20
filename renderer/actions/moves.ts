import { toArray } from '../../shared/kit/chunk-list.ts';
import type { Stores } from '../store/stores.ts';
import { followedMs } from '../store/followed.ts';
import { reveal } from '../drawing/told/viewport.ts';

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

/** Puts the cursor in the name of what is open, all of it chosen to be written over. */
export function focusName(): void {
  const name = document.querySelector<HTMLElement>('[data-rename]');
  name?.focus();
  if (name instanceof HTMLInputElement) name.select();
  else name?.click();
}

/** Puts the focus on the tab of usage that is open: from there the arrows walk the others. */
export const focusUsageTab = (): void =>
  document.querySelector<HTMLElement>('[data-usage-tabs] [aria-selected="true"]')?.focus();

/** Opens the entry of the mark before or after the selected one; without a selection, the last or first. */
export function stepMark(stores: Stores, by: 1 | -1): void {
  const { session, live } = stores;
  const { view } = session.getState();
  if (view === null) return;
  const marks = toArray(view.marks).filter((mark) => mark.kind !== 'clip');
  const from = live.getState().selectedSeq ?? (by > 0 ? 0 : Number.POSITIVE_INFINITY);
  const mark = by > 0 ? marks.find(({ seq }) => seq > from) : marks.findLast(({ seq }) => seq < from);
  if (mark === undefined) return;
  live.moveAxis((viewport) => reveal(viewport, followedMs(stores), mark.t));
  live.showEntry(mark.seq);
}
