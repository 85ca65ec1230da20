import { createContext, useContext, useState } from 'react';

const ScrollPlace = createContext<HTMLElement | null>(null);

/** Says which element scrolls to the long tables within it. Its only child holds all that scrolls. */
export const ScrollPlaceProvider = ScrollPlace.Provider;
export const useScrollPlace = (): HTMLElement | null => useContext(ScrollPlace);

/** An element for `ref` that draws again once it is there. */
export const usePlaceRef = (): readonly [HTMLElement | null, (element: HTMLElement | null) => void] =>
  useState<HTMLElement | null>(null);
