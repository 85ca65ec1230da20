/** Sizes of the panels in CSS pixels, kept for this window only. */
const key = (name: string): string => `voxtally.panel.${name}`;

export function storedSize(name: string): number | null {
  const size = Number(sessionStorage.getItem(key(name)) ?? Number.NaN);
  return Number.isFinite(size) ? size : null;
}

export const storeSize = (name: string, size: number): void => sessionStorage.setItem(key(name), String(size));
