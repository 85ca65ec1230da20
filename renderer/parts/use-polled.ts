import { useEffect, useRef, useState } from 'react';

/** A value read from outside React a few times a second; the component draws again only when it changed. */
export function usePolled<T extends string | number | boolean | null>(read: () => T, everyMs = 200): T {
  const [value, setValue] = useState(read);
  const reader = useRef(read);
  useEffect(() => {
    reader.current = read;
  });
  useEffect(() => {
    const timer = setInterval(() => setValue(reader.current()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return value;
}
