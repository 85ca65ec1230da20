import { useEffect, useRef, useState } from 'react';
import { beat } from './page-beat.ts';

/**
 * A value read from outside React a few times a second; the component draws again only when it changed. One that is the
 * same by `isSame` keeps the identity it had.
 */
export function usePolled<T>(
  read: () => T,
  everyMs = 250,
  isSame: (one: T, other: T) => boolean = (one, other) => Object.is(one, other),
): T {
  const [value, setValue] = useState(read);
  const ways = useRef({ read, isSame });
  const last = useRef(value);
  useEffect(() => {
    ways.current = { read, isSame };
  });
  useEffect(
    () =>
      beat.every(everyMs, () => {
        const next = ways.current.read();
        if (ways.current.isSame(next, last.current)) return false;
        last.current = next;
        setValue(() => next);
        return true;
      }),
    [everyMs],
  );
  return value;
}

/** The value, let through at most once in `everyMs`; the last one always comes through. */
export function useThrottled<T>(value: T, everyMs: number): T {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return usePolled(() => latest.current, everyMs);
}

export interface TickerProps {
  /** The text now; called `perSecond` times a second, outside React. */
  readonly text: () => string;
  readonly perSecond: number;
  readonly className?: string | undefined;
  readonly name?: string;
  /** It runs within what is read out as it changes: readers are not told of every step. */
  readonly silent?: boolean;
}

/** A running figure. It writes its own text node, so that a clock or a level repaints nothing else. */
export function Ticker({ text, perSecond, className, name, silent = false }: TickerProps) {
  const element = useRef<HTMLSpanElement>(null);
  const read = useRef(text);
  useEffect(() => {
    read.current = text;
  });
  useEffect(() => {
    const write = (): boolean => {
      const next = read.current();
      const { current } = element;
      if (current === null) return false;
      const { firstChild } = current;
      if (!(firstChild instanceof Text)) {
        current.textContent = next;
        return next !== '';
      }
      if (firstChild.data === next) return false;
      firstChild.data = next;
      return true;
    };
    write();
    return beat.every(1000 / perSecond, write);
  }, [perSecond]);
  return (
    <span
      ref={element}
      className={className}
      aria-hidden={silent ? true : undefined}
      aria-label={name}
      role={name === undefined ? undefined : 'timer'}
    />
  );
}
