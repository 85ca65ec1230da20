import type { Surface } from '../../../renderer/drawing/tools/brush.ts';

/** What was done to a context: a call with its arguments, or a value that was set. */
export type Stroke = readonly [name: string, ...args: readonly unknown[]];

/** A canvas that keeps what is drawn on it as a list; a letter is six pixels wide. */
export function fakeSurface(): { readonly surface: Surface; readonly strokes: Stroke[] } {
  const strokes: Stroke[] = [];
  const values = new Map<string, unknown>();
  const context = new Proxy(
    {},
    {
      get: (_, name: string) => {
        if (name === 'measureText') return (text: string) => ({ width: text.length * 6 });
        return values.get(name) ?? ((...args: unknown[]) => void strokes.push([name, ...args]));
      },
      set: (_, name: string, value) => {
        values.set(name, value);
        strokes.push([name, value]);
        return true;
      },
    },
  );
  // It stands in for what only a browser has.
  const surface = { width: 1, height: 1, transferToImageBitmap: () => undefined, getContext: () => context };
  return { surface: surface as unknown as Surface, strokes };
}
