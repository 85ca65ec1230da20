import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { useFocusReturn } from './focus-return.ts';

/** What lies over a narrow window and is never modal: the focus goes in, Escape closes, and the focus goes back. */
export function useOverlay(onClose: () => void): {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
} {
  const ref = useRef<HTMLDivElement>(null);
  useFocusReturn();
  useEffect(() => ref.current?.querySelector<HTMLElement>('[data-region]')?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const { target, currentTarget } = event;
    // A list that opens from here takes its own Escape, and in a field it takes back what was typed.
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (!(target instanceof Element) || !currentTarget.contains(target) || target.matches('input, textarea')) return;
    event.preventDefault();
    onClose();
  };
  return { ref, onKeyDown };
}
