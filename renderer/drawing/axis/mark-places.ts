import { values } from '../../../shared/kit/chunk-list.ts';
import type { MarkView } from '../../../shared/session/view.ts';
import type { PictureToken, Ruler } from '../tools/brush.ts';
import { overlaps, type Scene } from './scene.ts';

export interface MarkLook {
  readonly ink: PictureToken;
  /** A line through the lanes: solid for what happened in the sound, dashed for what was set. */
  readonly line: 'solid' | 'dashed' | null;
}

/** How each kind of mark looks; its glyph goes by the same name. */
const markLooks: Readonly<Record<MarkView['kind'], MarkLook | null>> = {
  interrupted: { ink: 'ink-1', line: 'solid' },
  options: { ink: 'ink-2', line: 'dashed' },
  error: { ink: 'alarm', line: 'dashed' },
  input: { ink: 'ink-2', line: null },
  connection: { ink: 'ink-2', line: null },
  commit: { ink: 'ink-2', line: null },
  // Clips are bars in the microphone lane.
  clip: null,
};

/** Wide enough for the words of the marks; below, the glyph stands alone and says its words on hover. */
const wordsFromPx = 660;

/** A mark on the axis, and where it stands. */
export interface PlacedMark {
  readonly mark: MarkView;
  readonly look: MarkLook;
  /** Of its line and the middle of its glyph, in CSS pixels. */
  readonly x: number;
  /** null: another one stands there. `worded`: with its words. */
  readonly place: { readonly right: number; readonly worded: boolean } | null;
}

/** The marks in view. Several on one spot show the first; hovering and `[` `]` reach them all. */
export function marksIn(scene: Scene, { font, measure }: Ruler): PlacedMark[] {
  const { view, width, x } = scene;
  if (view === null) return [];
  const shown = [...values(view.marks)].flatMap((mark) => {
    const look = markLooks[mark.kind];
    const isIn = overlaps(scene, mark.t - (scene.toMs - scene.fromMs) / 8, mark.t);
    return look === null || !isIn
      ? []
      : [{ mark, look: mark.outcome === undefined ? look : { ...look, ink: mark.outcome }, x: x(mark.t) }];
  });
  let busyUntil = Number.NEGATIVE_INFINITY;
  return shown.map((one, index) => {
    if (one.x < busyUntil) return { ...one, place: null };
    busyUntil = one.x + 14;
    const following = shown.slice(index + 1).find((later) => later.x >= busyUntil);
    const wide = measure(one.mark.text, font('t-cap', 'w-reg'));
    const worded = width >= wordsFromPx && one.x + 12 + wide < (following === undefined ? width : following.x - 10);
    if (worded) busyUntil += wide;
    return { ...one, place: { right: busyUntil, worded } };
  });
}
