import { values } from '../../../shared/session/chunk-list.ts';
import type { MarkView } from '../../../shared/session/view.ts';
import { overlaps, type Scene } from './scene.ts';

interface MarkLook {
  readonly ink: string;
  /** A line through the lanes: solid for what happened in the sound, dashed for what was set. */
  readonly line: 'solid' | 'dashed' | null;
}

/** How each kind of mark looks; its glyph goes by the same name. */
const looks: Readonly<Record<MarkView['kind'], MarkLook | null>> = {
  interrupted: { ink: 'ink-1', line: 'solid' },
  options: { ink: 'ink-2', line: 'dashed' },
  error: { ink: 'alarm', line: 'dashed' },
  input: { ink: 'ink-2', line: null },
  connection: { ink: 'ink-2', line: null },
  commit: { ink: 'ink-2', line: null },
  // Clips are bars in the microphone lane.
  clip: null,
};

function line({ brush: { context, color }, lanes }: Scene, x: number, look: MarkLook): void {
  context.strokeStyle = color(look.ink);
  context.lineWidth = look.line === 'solid' ? 1.5 : 1;
  context.setLineDash(look.line === 'dashed' ? [3, 3] : []);
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, lanes.microphone.top);
  context.lineTo(Math.round(x) + 0.5, lanes.marks.top + 2);
  context.stroke();
  context.setLineDash([]);
}

function glyph({ brush: { context, color } }: Scene, path: Path2D, x: number, y: number, ink: string): void {
  context.save();
  context.translate(x, y);
  context.scale(0.5, 0.5);
  context.strokeStyle = color(ink);
  context.lineWidth = 2.5;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.stroke(path);
  context.restore();
}

/** Marks with their glyph, and their words where the window is wide and the next mark leaves room. */
export function paintMarks(scene: Scene, words: boolean): void {
  const { view, lanes, x, brush, glyphs } = scene;
  if (view === null) return;
  const shown = [...values(view.marks)].filter(
    (mark) => looks[mark.kind] !== null && overlaps(scene, mark.t - (scene.toMs - scene.fromMs) / 8, mark.t),
  );
  const { context, color, font } = brush;
  const middle = lanes.marks.top + lanes.marks.height / 2;
  let busyUntil = Number.NEGATIVE_INFINITY;
  for (const [index, mark] of shown.entries()) {
    const known = looks[mark.kind];
    if (known === null) continue;
    const look = mark.outcome === undefined ? known : { ...known, ink: mark.outcome };
    const left = x(mark.t);
    if (look.line !== null) line(scene, left, look);
    // Several marks on one spot show the first; hovering and `[` `]` reach them all.
    if (left < busyUntil) continue;
    const path = glyphs.get(mark.kind);
    if (path !== undefined) glyph(scene, path, left - 6, middle - 6, look.ink);
    busyUntil = left + 14;
    const following = shown.slice(index + 1).find((later) => x(later.t) >= busyUntil);
    context.font = font('t-cap', 'w-reg');
    const wide = context.measureText(mark.text).width;
    if (words && left + 12 + wide < (following === undefined ? brush.width : x(following.t) - 10)) {
      context.fillStyle = color(look.ink);
      context.textBaseline = 'middle';
      context.textAlign = 'left';
      context.fillText(mark.text, left + 10, middle + 0.5);
      busyUntil = left + 14 + wide;
    }
    const { top, height } = lanes.marks;
    scene.spots.push({
      left: left - 8,
      right: busyUntil,
      top,
      bottom: top + height,
      seq: mark.seq,
      itemId: null,
      text: mark.text,
    });
  }
}
