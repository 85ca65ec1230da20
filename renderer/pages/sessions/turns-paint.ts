import type uPlot from 'uplot';

/** A value of each turn in one session; null: it has none. */
export type TurnValues = readonly (number | null)[];

/** How the line of a session looks, by its place: a marker, a dash and an ink, so that no two need colour to be told apart. */
interface LineLook {
  readonly name: 'circle' | 'square' | 'triangle' | 'diamond';
  readonly dash: readonly number[];
  readonly ink: 'ink-1' | 'ink-2';
}

export const lineLooks: readonly LineLook[] = [
  { name: 'circle', dash: [], ink: 'ink-1' },
  { name: 'square', dash: [5, 3], ink: 'ink-2' },
  { name: 'triangle', dash: [1.5, 3], ink: 'ink-2' },
  { name: 'diamond', dash: [7, 2, 1.5, 2], ink: 'ink-1' },
];

/** Half the size of a marker, CSS pixels. */
const markerHalf = 3.5;

type Pen = CanvasRenderingContext2D;

function paintMarker(pen: Pen, look: LineLook['name'], x: number, y: number, half: number): void {
  pen.beginPath();
  switch (look) {
    case 'circle':
      pen.arc(x, y, half, 0, 2 * Math.PI);
      break;
    case 'square':
      pen.rect(x - half, y - half, 2 * half, 2 * half);
      break;
    case 'triangle':
      pen.moveTo(x, y - half);
      pen.lineTo(x + half, y + half);
      pen.lineTo(x - half, y + half);
      break;
    case 'diamond':
      pen.moveTo(x, y - half);
      pen.lineTo(x + half, y);
      pen.lineTo(x, y + half);
      pen.lineTo(x - half, y);
      break;
  }
  pen.closePath();
  pen.fill();
}

/** What is painted of a plot. */
export interface TurnsPicture {
  readonly sessions: readonly TurnValues[];
  /** Which turn is chosen, from 1. */
  readonly chosen: number;
  readonly color: (token: string) => string;
}

/** Paints the band of the chosen turn, then a line for each session; a turn without a value is a gap in it. */
export function paintTurns(plot: uPlot, { sessions, chosen, color }: TurnsPicture): void {
  const { ctx: pen, bbox } = plot;
  const scale = devicePixelRatio;
  const atX = (turn: number): number => plot.valToPos(turn, 'x', true);
  pen.save();
  pen.fillStyle = color('bg-3');
  const half = (atX(2) - atX(1)) * 0.3;
  pen.fillRect(atX(chosen) - half, bbox.top, 2 * half, bbox.height);
  for (const [index, values] of sessions.entries()) {
    const look = lineLooks[index % lineLooks.length];
    if (look === undefined) continue;
    const points = values.flatMap((value, turn) =>
      value === null ? [] : [{ turn, x: atX(turn + 1), y: plot.valToPos(value, 'y', true) }],
    );
    pen.strokeStyle = color(look.ink);
    pen.fillStyle = color(look.ink);
    pen.lineWidth = 1.5 * scale;
    pen.setLineDash(look.dash.map((length) => length * scale));
    pen.beginPath();
    for (const [at, { turn, x, y }] of points.entries()) {
      if (points[at - 1]?.turn === turn - 1) pen.lineTo(x, y);
      else pen.moveTo(x, y);
    }
    pen.stroke();
    pen.setLineDash([]);
    for (const { x, y } of points) paintMarker(pen, look.name, x, y, markerHalf * scale);
  }
  pen.restore();
}
