import { type KeyboardEvent as ReactKeyboardEvent, useEffect, useRef } from 'react';
import { usePreferences, useStores } from '../../store/context.ts';
import type { Hits } from './hits.ts';

const typingFields = 'input:not([type=checkbox]), textarea, select, [contenteditable]';

/** Keys of this page wherever its focus is: `C` compares, `Delete` asks whether to delete, `Escape` goes a step back. */
export function useListKeys(keys: Readonly<Record<'c' | 'Delete' | 'Escape', () => void>>): void {
  const { appWindow, preferences } = useStores();
  const newest = useRef(keys);
  useEffect(() => {
    newest.current = keys;
  });
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      const { key, target, ctrlKey, metaKey, altKey, shiftKey } = event;
      if (event.defaultPrevented || ctrlKey || metaKey || altKey || shiftKey) return;
      if (
        appWindow.getState().dialog !== null ||
        (target instanceof Element && target.closest(`${typingFields}, [role=dialog]`))
      ) {
        return;
      }
      if (key === 'c' && preferences.getState().preferences.letterKeys !== false) newest.current.c();
      if (key === 'Escape') newest.current.Escape();
      if (key === 'Delete') newest.current.Delete();
    };
    addEventListener('keydown', down);
    return () => removeEventListener('keydown', down);
  }, [appWindow, preferences]);
}

/** A key by itself, pressed where it is no text and no dialog is open. */
export function isListKey({ target, ctrlKey, metaKey, altKey, shiftKey }: ReactKeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || shiftKey) return false;
  return target instanceof Element && target.closest(`${typingFields}, [role=dialog]`) === null;
}

/** Keys of the hits, where the focus is in this page and in no field: `]` and `[` walk them, `P` plays. Gives what hears them. */
export function useHitKeys({ step, play, chosen }: Pick<Hits, 'step' | 'play' | 'chosen'>, sessionId: string | null) {
  const letters = usePreferences(({ letterKeys }) => letterKeys !== false);
  return (event: ReactKeyboardEvent): void => {
    const { key } = event;
    if (event.defaultPrevented || !letters || !isListKey(event)) return;
    if (key !== ']' && key !== '[' && key !== 'p') return;
    event.preventDefault();
    if (key !== 'p') step(key === ']' ? 1 : -1);
    else if (chosen !== null && sessionId !== null) play({ sessionId, hit: chosen });
  };
}
