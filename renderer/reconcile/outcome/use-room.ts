import { useLayoutEffect, useState, type RefObject } from 'react';

/** How much room an element has, and how much its words take. */
export interface Room {
  /** In px; 0 until it is there. */
  readonly width: number;
  /** Of words on one line in the element's own type, in px. */
  readonly widthOf: (words: string) => number;
}

const none: Room = { width: 0, widthOf: () => 0 };

/** Measures an element before anything is painted, and whenever it changes. */
export function useRoom(ref: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState(none);
  useLayoutEffect(() => {
    const element = ref.current;
    const ink = document.createElement('canvas').getContext('2d');
    if (element === null || ink === null) return undefined;
    const widthOf = (words: string): number => ink.measureText(words).width;
    const measure = (): void => {
      ink.font = getComputedStyle(element).font;
      setRoom({ width: element.clientWidth, widthOf });
    };
    measure();
    const size = new ResizeObserver(measure);
    size.observe(element);
    return () => size.disconnect();
  }, [ref]);
  return room;
}
