import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Rows drawn beyond both edges, so that a turn of the wheel finds them there. */
const overscan = 8;

export interface FixedRows {
  /** For the element that scrolls. */
  readonly scroll: RefObject<HTMLDivElement | null>;
  /** Rows `first` to `end - 1` are to be drawn. */
  readonly first: number;
  readonly end: number;
  /** Rows that fit. */
  readonly fit: number;
  readonly onScroll: () => void;
  /** Brings a row into view and stays there. */
  readonly show: (row: number) => void;
}

/**
 * Which rows of a long list of equal rows are in view. It follows the end until somebody scrolls away. Unlike a
 * virtualizer it remembers nothing of a row, so that a list of a quarter million costs what one of ten does.
 */
export function useFixedRows(count: number, rowPx: number): FixedRows {
  const scroll = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  /** The row at the upper edge; null: the end is followed. */
  const [topRow, setTopRow] = useState<number | null>(null);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const element = scroll.current;
    if (element === null) return undefined;
    const size = new ResizeObserver(() => {
      setHeight(element.clientHeight);
      if (atEnd.current) element.scrollTo({ top: element.scrollHeight });
    });
    size.observe(element);
    return () => size.disconnect();
  }, []);
  useLayoutEffect(() => {
    // Before the paint that brings the rows, and without asking for the height of the list: the browser stops at its end.
    if (atEnd.current) scroll.current?.scrollTo({ top: count * rowPx });
  }, [count, rowPx]);
  const onScroll = (): void => {
    const element = scroll.current;
    if (element === null) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    atEnd.current = scrollHeight - scrollTop - clientHeight < rowPx;
    setTopRow(atEnd.current ? null : Math.floor(scrollTop / rowPx));
  };
  const show = (row: number): void => {
    const element = scroll.current;
    if (element === null) return;
    atEnd.current = false;
    const lowest = Math.max((row + 1) * rowPx - element.clientHeight, element.scrollTop);
    const top = Math.min(row * rowPx, lowest);
    setTopRow(Math.floor(top / rowPx));
    element.scrollTo({ top });
  };
  const fit = Math.max(1, Math.ceil(height / rowPx));
  // Below the end there is nothing.
  const drawn = fit + 1 + (topRow === null ? overscan : 2 * overscan);
  // At the end the newest rows are in view, whatever the scroll position was a frame ago.
  const first = Math.max(0, Math.min(topRow === null ? count : topRow - overscan, count - drawn));
  return { scroll, first, end: Math.min(count, first + drawn), fit, onScroll, show };
}
