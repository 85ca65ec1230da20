import { useEffect, useRef, useState } from 'react';

/** The value, let through at most once in `everyMs`; the last one always comes through. Money repaints four times a second. */
export function useThrottled<T>(value: T, everyMs: number): T {
  const [shown, setShown] = useState(value);
  const lastMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const show = (): void => {
      lastMs.current = performance.now();
      setShown(value);
    };
    const wait = lastMs.current + everyMs - performance.now();
    if (wait <= 0) {
      show();
      return undefined;
    }
    const timer = setTimeout(show, wait);
    return () => clearTimeout(timer);
  }, [value, everyMs]);
  return shown;
}
