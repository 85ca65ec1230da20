import { useEffect, useState, type FocusEvent } from 'react';

/** As long as a pointer must rest for the same help. */
const afterMs = 700;

export interface RowHelp {
  readonly open: boolean;
  readonly onPointer: (open: boolean) => void;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: () => void;
  readonly onKeyDown: () => void;
}

/** Opens a row's help when the pointer rests on its name or the keyboard rests in its control; typing closes it. */
export function useRowHelp(): RowHelp {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [rested, setRested] = useState(false);
  useEffect(() => {
    if (!focused) return;
    const timer = setTimeout(() => setRested(true), afterMs);
    return () => clearTimeout(timer);
  }, [focused]);
  const leave = (): void => {
    setFocused(false);
    setRested(false);
  };
  return {
    open: pointed || rested,
    onPointer: setPointed,
    onFocus: (event) => {
      if (event.target.matches(':focus-visible')) setFocused(true);
    },
    onBlur: leave,
    onKeyDown: leave,
  };
}
