/** What pictures are painted on: a canvas of the page, or one that a worker paints. */
export type Surface = HTMLCanvasElement | OffscreenCanvas;
export type SurfaceContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** null: there is no such context, as where graphics failed. */
export const contextOf = (surface: Surface): SurfaceContext | null =>
  'transferToImageBitmap' in surface ? surface.getContext('2d') : surface.getContext('2d');

/** The tokens that pictures are painted with. A worker sees no style sheet, so these are read in the page and told. */
export const pictureTokens = [
  'alarm',
  'bg-0',
  'font-ui',
  'in',
  'in-dim',
  'in-fill',
  'in-soft',
  'ink-1',
  'ink-2',
  'ink-3',
  'line-2',
  'ok',
  'out',
  'out-dim',
  'out-fill',
  'out-soft',
  't-cap',
  'w-reg',
  'w-semi',
] as const;
export type PictureToken = (typeof pictureTokens)[number];
export type TokenValues = Readonly<Record<PictureToken, string>>;

/** What a text is measured with before it is painted. */
export interface Ruler {
  /** A font by the tokens of its size and weight. */
  readonly font: (size: PictureToken, weight: PictureToken) => string;
  /** Width of a text in that font, in CSS pixels. */
  readonly measure: (text: string, font: string) => number;
}

/** What a picture is painted with: sizes are in CSS pixels from its own corner, and the context is scaled to the screen. */
export interface Brush extends Ruler {
  readonly context: SurfaceContext;
  /** Where its corner lies on the canvas, in device pixels. */
  readonly leftPx: number;
  readonly topPx: number;
  readonly width: number;
  readonly height: number;
  /** Device pixels to a CSS pixel. */
  readonly scale: number;
  readonly color: (token: PictureToken) => string;
}

/** Texts whose widths are kept; a clock that runs makes ever new ones. */
const mostWidths = 500;

/** Measures by a context. What was measured is kept: where a font came meanwhile, another ruler is needed. */
export function rulerIn(context: SurfaceContext, tokens: TokenValues): Ruler {
  const known = new Map<string, number>();
  return {
    font: (size, weight) => `${tokens[weight]} ${tokens[size]} ${tokens['font-ui']}`,
    measure(text, font) {
      const key = `${font} ${text}`;
      const have = known.get(key);
      if (have !== undefined) return have;
      if (known.size >= mostWidths) known.clear();
      context.font = font;
      const { width } = context.measureText(text);
      known.set(key, width);
      return width;
    },
  };
}
