import { type FigureSheet, phases, type SheetGlyph } from './tools/slots.ts';

/** Device pixels around a glyph in its cell, for what reaches over its width. */
const padPx = 2;

/** How the style sheets set an element's text, as far as a glyph shows it. */
const typeOf = ({ fontWeight, fontSize, fontFamily, letterSpacing }: CSSStyleDeclaration) => ({
  font: `${fontWeight} ${fontSize} ${fontFamily}`,
  letterSpacing: letterSpacing === 'normal' ? '0px' : letterSpacing,
});

/** The same for texts that look the same. */
export function sheetName(slot: HTMLElement, glyphs: readonly string[], scale: number): string {
  const style = getComputedStyle(slot);
  const { font, letterSpacing } = typeOf(style);
  return [font, letterSpacing, style.lineHeight, style.color, scale, glyphs.join('')].join(' ');
}

/** Paints the glyphs of a slot, as the style sheets set them there. */
export async function makeSheet(slot: HTMLElement, glyphs: readonly string[], scale: number): Promise<FigureSheet> {
  const style = getComputedStyle(slot);
  const type = typeOf(style);
  const { color } = style;
  const lineHeight = Number.parseFloat(style.lineHeight);
  const canvas = document.createElement('canvas');
  canvas.hidden = true;
  // Inside the slot it takes from its style what a font of a canvas cannot say: that figures are of one width.
  slot.append(canvas);
  try {
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This page has no canvas to paint figures on.');
    Object.assign(context, type);
    const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = context.measureText('0');
    const cells: [text: string, glyph: SheetGlyph][] = [];
    let widthPx = 0;
    for (const text of glyphs) {
      const advance = context.measureText(text).width;
      const cellPx = Math.ceil(advance * scale) + 2 * padPx + 1;
      cells.push([text, { fromPx: widthPx, cellPx, advance }]);
      widthPx += cellPx * phases;
    }
    const basePx = Math.ceil(ascent * scale) + 1;
    canvas.width = widthPx;
    canvas.height = basePx + Math.ceil(descent * scale) + 1;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    Object.assign(context, type, { fillStyle: color });
    for (const [text, { fromPx, cellPx }] of cells) {
      for (let phase = 0; phase < phases; phase += 1) {
        context.fillText(text, (fromPx + phase * cellPx + padPx + phase / phases) / scale, basePx / scale);
      }
    }
    return {
      image: await createImageBitmap(canvas),
      glyphs: Object.fromEntries(cells),
      basePx,
      padPx,
      // As a line of text has it.
      baseline: Math.floor((lineHeight - ascent - descent) / 2) + ascent,
    };
  } finally {
    canvas.remove();
  }
}
