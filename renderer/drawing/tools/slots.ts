/**
 * The places that the page keeps for what is drawn, by the name in their `data-slot`. A picture lies over a part of the
 * page and draws into those it finds there. Of a figure: what may stand in it, by which its glyphs are made; of a box: null.
 */
export const slotGlyphs = {
  clock: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ':', '.'],
  'input-value': ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '\u2212', 'silent'],
  'output-value': ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '\u2212', 'silent'],
  'input-unit': ['dBFS'],
  'output-unit': ['dBFS'],
  'input-peak': ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '\u2212', 'silent', 'none'],
  'output-peak': ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '\u2212', 'silent', 'none'],
  'input-well': null,
  'output-well': null,
  'check-well': null,
} as const satisfies Readonly<Record<string, readonly string[] | null>>;
export type SlotName = keyof typeof slotGlyphs;

/** Where a slot lies, in CSS pixels from the corner of its picture. */
export interface Slot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Of a figure: the sheet of its glyphs. */
  readonly sheet: string | null;
}
export type Slots = { readonly [S in SlotName]?: Slot };

/** One glyph or word of a sheet: where its cell begins, how wide a cell is (device pixels), how far the next one stands (CSS pixels). */
export interface SheetGlyph {
  readonly fromPx: number;
  readonly cellPx: number;
  readonly advance: number;
}

/**
 * Figures painted beforehand with all that a style sheet says of their type: a canvas knows no figures of one width
 * outside a page. Every glyph stands there at each of `phases` parts of a pixel, as text does.
 */
export interface FigureSheet {
  readonly image: ImageBitmap;
  readonly glyphs: Readonly<Record<string, SheetGlyph>>;
  /** Device pixels from the top of the sheet to the baseline. */
  readonly basePx: number;
  /** Device pixels before the glyph in its cell. */
  readonly padPx: number;
  /** CSS pixels from the top of a line to its baseline. */
  readonly baseline: number;
}

/** Places between two pixels at which a glyph can stand. */
export const phases = 4;
