import { useEffect } from 'react';
import type { Stores } from '../store/stores.ts';
import { act, actionList, actionOf } from './actions.ts';
import { actionOfPress } from './keys.ts';

const fields = 'input:not([type=radio]):not([type=checkbox]), textarea, [contenteditable]';
/** Where letters look for a choice: the lists that open over the window. A list inside a region walks by arrows only. */
const openLists = '[role=listbox], [role=option]';

/** Where letters and Space already mean something to the control that has the focus. */
const inField = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  (target.matches(fields) || (target.matches(openLists) && target.closest('[data-region]') === null));
const takesSpace = (target: EventTarget | null): boolean =>
  target instanceof Element && target.matches('button, [role=switch], [role=combobox], summary, a, input');

/** The keys of the window. Single letters are commands only where no field has the focus and no dialog is open. */
export function useKeys(stores: Stores): void {
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || stores.appWindow.getState().dialog !== null) return;
      const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
      const id = actionOfPress({
        key,
        ctrlKey,
        metaKey,
        altKey,
        shiftKey,
        inField: inField(target),
        letters: stores.preferences.getState().preferences.letterKeys !== false,
      });
      if (id === null || (key === ' ' && takesSpace(target))) return;
      event.preventDefault();
      if (!event.repeat || actionOf(id).repeats === true) act(stores, id);
    };
    const release = (key: string | null): void => {
      for (const [, action] of actionList) {
        if (key === null || action.keys?.includes(key) === true) action.release?.(stores);
      }
    };
    const up = ({ key }: KeyboardEvent): void => release(key === ' ' ? 'Space' : key);
    // A key let go in another window is never told: whoever leaves, lets go.
    const leave = (): void => release(null);
    addEventListener('keydown', down);
    addEventListener('keyup', up);
    addEventListener('blur', leave);
    return () => {
      removeEventListener('keydown', down);
      removeEventListener('keyup', up);
      removeEventListener('blur', leave);
    };
  }, [stores]);
}
