import type uPlot from 'uplot';

/** A value of each turn in one session; null: it has none. */
export type TurnValues = readonly (number | null)[];

/** How the line of a session looks, by its place: a marker, a dash and an ink, so that no two need colour to be told apart. */
export interface LineLook {
  readonly name: 'circle' | 'square' | 'triangle' | 'diamond';
  readonly dash: readonly number[];
  readonly ink: 'ink-1' | 'ink-2';
  /** Outline of the marker around its middle, in CSS pixels, as a path of SVG. */
  readonly marker: string;
}

export const lineLooks: readonly LineLook[] = [
  { name: 'circle', dash: [], ink: 'ink-1', marker: 'M-3.5 0A3.5 3.5 0 1 1 3.5 0A3.5 3.5 0 1 1 -3.5 0Z' },
  { name: 'square', dash: [5, 3], ink: 'ink-2', marker: 'M-3.2 -3.2H3.2V3.2H-3.2Z' },
  { name: 'triangle', dash: [1.5, 3], ink: 'ink-2', marker: 'M0 -3.8L3.8 3.2H-3.8Z' },
  { name: 'diamond', dash: [7, 2, 1.5, 2], ink: 'ink-1', marker: 'M0 -4L4 0L0 4L-4 0Z' },
];

const outlineOf = ({ marker }: LineLook): Path2D => new Path2D(marker);

/** Room at the right of the last turn for the number of a session, and under the plot for those of turns, in CSS pixels. */
export const endRoomPx = 20;
export const turnRoomPx = 20;

/** Least distances between two numbers, in CSS pixels. */
const turnNumberPx = 22;
const endNumberPx = 12;

/**
 * Which turns are numbered under a plot, from 1: all where there is room, else every second, fifth … as far as it does not come too
 * near the chosen one, which is always named.
 * @param pxPerTurn from one turn to the next
 */
export function numberedTurns(turns: number, chosen: number | null, pxPerTurn: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((one) => one * pxPerTurn >= turnNumberPx) ?? 1000;
  const all = Array.from({ length: turns }, (_, index) => index + 1);
  return all.filter((turn) => {
    if (turn === chosen) return true;
    const isOnStep = step === 1 || turn % step === 0;
    return isOnStep && (chosen === null || Math.abs(turn - chosen) * pxPerTurn >= turnNumberPx);
  });
}

/** Heights moved so far apart that numbers there do not cover each other, each in the order given. Pixels from above. */
export function apart(heights: readonly number[], leastPx: number): number[] {
  const moved = heights.map((y, index) => ({ y, index })).toSorted((one, other) => one.y - other.y);
  for (const [at, one] of moved.entries()) {
    const before = moved[at - 1];
    if (before !== undefined) one.y = Math.max(one.y, before.y + leastPx);
  }
  return moved.toSorted((one, other) => one.index - other.index).map(({ y }) => y);
}

/** What is painted of a plot. */
export interface TurnsPicture {
  readonly sessions: readonly TurnValues[];
  /** How many turns there are. */
  readonly turns: number;
  /** Which is chosen, from 1; null: none can be. */
  readonly chosen: number | null;
  readonly color: (token: string) => string;
}

interface End {
  readonly turn: number;
  readonly number: number;
  readonly x: number;
  readonly y: number;
}

/** Paints the band of the chosen turn, then a line for each session; a turn without a value is a gap in it. */
export function paintTurns(plot: uPlot, { sessions, turns, chosen, color }: TurnsPicture): void {
  const { ctx: pen, bbox } = plot;
  const scale = devicePixelRatio;
  const atX = (turn: number): number => plot.valToPos(turn, 'x', true);
  const turnPx = atX(2) - atX(1);
  pen.save();
  pen.fillStyle = color('bg-3');
  if (chosen !== null) pen.fillRect(atX(chosen) - turnPx * 0.3, bbox.top, turnPx * 0.6, bbox.height);
  const ends: End[] = [];
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
    const marker = outlineOf(look);
    for (const { x, y } of points) {
      pen.setTransform(scale, 0, 0, scale, x, y);
      pen.fill(marker);
    }
    pen.setTransform(1, 0, 0, 1, 0, 0);
    const end = points.at(-1);
    if (end !== undefined) ends.push({ ...end, number: index + 1 });
  }
  const font = (weight: number): string => `${weight} ${11 * scale}px ${color('font-ui')}`;
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  pen.font = font(600);
  pen.fillStyle = color('ink-1');
  for (const turn of new Set(ends.map((end) => end.turn))) {
    const here = ends.filter((end) => end.turn === turn);
    const heights = apart(
      here.map(({ y }) => y),
      endNumberPx * scale,
    );
    for (const [at, { x, number }] of here.entries()) pen.fillText(String(number), x + 8 * scale, heights[at] ?? 0);
  }
  pen.textAlign = 'center';
  for (const turn of numberedTurns(turns, chosen, turnPx / scale)) {
    pen.font = font(turn === chosen ? 600 : 400);
    pen.fillStyle = color(turn === chosen ? 'ink-1' : 'ink-3');
    pen.fillText(String(turn), atX(turn), bbox.top + bbox.height + (turnRoomPx / 2) * scale);
  }
  pen.restore();
}
