import { useEffect } from 'react';
import type { WindowStores } from '../store/context.ts';
import type { FirstStores } from '../store/first-stores.ts';
import type { Stores } from '../store/stores.ts';
import type { Late } from '../ui/late.ts';
import { act, type ActionId, actionList, actionOf } from './actions.ts';
import { actionOfPress } from './keys.ts';

const fields = 'input:not([type=radio]):not([type=checkbox]), textarea, [contenteditable]';
/** Where letters look for a choice: the lists that open over the window. A list inside a region walks by arrows only. */
const openLists = '[role=listbox], [role=option]';

/** Where letters and Space already mean something to the control that has the focus. */
const inField = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  (target.matches(fields) || (target.matches(openLists) && target.closest('[data-region]') === null));
/** Where keys mean what the player does. */
const inPlayer = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-player]') !== null;
const takesSpace = (target: EventTarget | null): boolean =>
  target instanceof Element && target.matches('button, [role=switch], [role=combobox], summary, a, input');

/**
 * Does what keys of the window ask for, until the function that it returns is called. Single letters are commands only where no
 * field has the focus and no dialog is open.
 */
export function listenForKeys(
  first: Pick<FirstStores, 'appWindow' | 'preferences'>,
  all: Pick<Late<Stores>, 'now' | 'with'>,
  keys: Pick<typeof globalThis, 'addEventListener' | 'removeEventListener'>,
): () => void {
  /**
   * What each key began that is still down, by the key itself (`code`): what it writes (`key`) may be another by the time it
   * comes up, with Caps Lock switched or a modifier pressed or let go before it.
   */
  const held = new Map<string, ActionId>();
  const down = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || first.appWindow.getState().dialog !== null) return;
    const { key, code, ctrlKey, metaKey, altKey, shiftKey, target } = event;
    const id = actionOfPress({
      key,
      ctrlKey,
      metaKey,
      altKey,
      shiftKey,
      inField: inField(target),
      inPlayer: inPlayer(target),
      letters: first.preferences.getState().preferences.letterKeys !== false,
    });
    if (id === null || (key === ' ' && takesSpace(target))) return;
    event.preventDefault();
    if (event.repeat && actionOf(id).repeats !== true) return;
    held.set(code, id);
    all.with((stores) => act(stores, id));
  };
  const up = ({ code }: KeyboardEvent): void => {
    const id = held.get(code);
    held.delete(code);
    if (id !== undefined) all.with((stores) => actionOf(id).release?.(stores));
  };
  // A key let go in another window is never told: whoever leaves, lets go of everything that lasts.
  const leave = (): void => {
    // What was pressed before the stores were there is done when they come, and let go of then.
    if (held.size === 0 && all.now === null) return;
    held.clear();
    all.with((stores) => {
      for (const [, action] of actionList) action.release?.(stores);
    });
  };
  keys.addEventListener('keydown', down);
  keys.addEventListener('keyup', up);
  keys.addEventListener('blur', leave);
  return () => {
    keys.removeEventListener('keydown', down);
    keys.removeEventListener('keyup', up);
    keys.removeEventListener('blur', leave);
  };
}

/** The keys of the window, for as long as it stands. */
export function useKeys({ first, all }: WindowStores): void {
  useEffect(() => listenForKeys(first, all, globalThis), [first, all]);
}
