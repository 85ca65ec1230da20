import { useEffect, useState } from 'react';

/**
 * Gives the focus back to what had it before this part of the window opened, when the part goes away with the focus in it.
 * Somebody who has gone elsewhere meanwhile stays there.
 */
export function useFocusReturn(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    },
    [before],
  );
}
