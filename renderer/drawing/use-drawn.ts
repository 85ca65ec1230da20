import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { Drawing, OnPage } from './drawing.ts';
import type { PictureKind } from './told/messages.ts';

/** Draws a picture over the element that takes this ref, as long as it is on the page. It must be positioned, or lie in what is drawn together. */
export function useDrawn<E extends HTMLElement>(drawing: Drawing, picture: PictureKind): RefObject<E | null> {
  const host = useRef<E>(null);
  const onPage = useRef<OnPage | null>(null);
  const first = useRef(picture);
  useEffect(() => {
    const { current } = host;
    if (current === null) return undefined;
    onPage.current = drawing.put(current, first.current);
    return () => {
      onPage.current?.remove();
      onPage.current = null;
    };
  }, [drawing]);
  useEffect(() => {
    first.current = picture;
    onPage.current?.show(picture);
  }, [picture]);
  // Whatever was drawn anew may have moved a place in it.
  useLayoutEffect(() => onPage.current?.measure());
  return host;
}
