import { entryOf } from '../../../shared/kit/lookup.ts';
import type { Brush } from './brush.ts';
import { type FigureSheet, phases, type SheetGlyph } from './slots.ts';

/** The glyphs of a text: one where the sheet has it whole. What the sheet does not have is left out. */
function glyphsOf(sheet: FigureSheet, text: string): SheetGlyph[] {
  const whole = entryOf(sheet.glyphs, text);
  if (whole !== undefined) return [whole];
  return Array.from(text).flatMap((sign) => entryOf(sheet.glyphs, sign) ?? []);
}

/** Width of a text by its sheet, in CSS pixels. */
export const figureWidth = (sheet: FigureSheet, text: string): number =>
  glyphsOf(sheet, text).reduce((sum, { advance }) => sum + advance, 0);

/** Draws a text of figures from `x` on, its baseline at `y`: CSS pixels. */
export function drawFigure(
  { context, scale, leftPx, topPx }: Brush,
  sheet: FigureSheet,
  text: string,
  x: number,
  y: number,
): void {
  context.save();
  context.setTransform(1, 0, 0, 1, leftPx, topPx);
  const top = Math.round(y * scale) - sheet.basePx;
  let at = x;
  for (const { fromPx, cellPx, advance } of glyphsOf(sheet, text)) {
    // The nearest of the places between two pixels.
    const step = Math.floor(at * scale * phases + 0.5);
    const phase = ((step % phases) + phases) % phases;
    const left = (step - phase) / phases - sheet.padPx;
    const { height } = sheet.image;
    context.drawImage(sheet.image, fromPx + phase * cellPx, 0, cellPx, height, left, top, cellPx, height);
    at += advance;
  }
  context.restore();
}
