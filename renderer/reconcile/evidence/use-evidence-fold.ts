import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** `by itself`: because a side was missing, and until none is. `by hand`: until a person folds it. */
type Fold = 'folded' | 'by itself' | 'by hand';

export interface EvidenceFold {
  readonly box: RefObject<HTMLElement | null>;
  readonly folded: boolean;
  readonly overlay: boolean;
  readonly toggle: () => void;
}

/**
 * Whether the evidence is to be seen on a narrow window. It is open beside the outcome while a side is missing, and folds once both
 * are read; whoever is typing in it is let finish, and it folds when the focus has left it. Opened by hand it lies over the outcome.
 */
export function useEvidenceFold(
  narrow: boolean,
  lacking: boolean,
  handle: RefObject<HTMLElement | null>,
): EvidenceFold {
  const box = useRef<HTMLElement>(null);
  const [fold, setFold] = useState<Fold>('folded');
  const [lackedBefore, setLackedBefore] = useState(false);
  if (lacking !== lackedBefore) {
    setLackedBefore(lacking);
    if (lacking) setFold('by itself');
  }
  const folded = narrow && fold === 'folded';
  useLayoutEffect(() => {
    if (folded && box.current?.contains(document.activeElement) === true) handle.current?.focus();
  }, [folded, handle]);

  const done = narrow && fold === 'by itself' && !lacking;
  useEffect(() => {
    if (!done) return undefined;
    const here = document.activeElement;
    if (box.current?.contains(here) !== true || here?.matches('input, textarea') !== true) {
      setFold('folded');
      return undefined;
    }
    // After the click, so that what is clicked does not move away under the pointer.
    const look = (): void => {
      if (box.current?.contains(document.activeElement) !== true) setFold('folded');
    };
    document.addEventListener('click', look);
    document.addEventListener('keyup', look);
    return () => {
      document.removeEventListener('click', look);
      document.removeEventListener('keyup', look);
    };
  }, [done]);

  return {
    box,
    folded,
    overlay: narrow && fold === 'by hand',
    toggle: () => setFold(fold !== 'folded' ? 'folded' : lacking ? 'by itself' : 'by hand'),
  };
}
