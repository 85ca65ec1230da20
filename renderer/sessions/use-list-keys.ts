import { useEffect, useRef } from 'react';
import { useStores } from '../store/context.ts';

const fields = 'input:not([type=checkbox]), textarea, select, [contenteditable]';

/** Keys of this page wherever its focus is: `C` compares, `Delete` asks whether to delete, `Escape` goes a step back. */
export function useListKeys(keys: Readonly<Record<'c' | 'Delete' | 'Escape', () => void>>): void {
  const { ui, preferences } = useStores();
  const newest = useRef(keys);
  useEffect(() => {
    newest.current = keys;
  });
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      const { key, target, ctrlKey, metaKey, altKey, shiftKey } = event;
      if (event.defaultPrevented || ctrlKey || metaKey || altKey || shiftKey) return;
      if (ui.getState().dialog !== null || (target instanceof Element && target.closest(`${fields}, [role=dialog]`))) {
        return;
      }
      if (key === 'c' && preferences.getState().preferences.letterKeys !== false) newest.current.c();
      if (key === 'Escape') newest.current.Escape();
      if (key === 'Delete') newest.current.Delete();
    };
    addEventListener('keydown', down);
    return () => removeEventListener('keydown', down);
  }, [ui, preferences]);
}
