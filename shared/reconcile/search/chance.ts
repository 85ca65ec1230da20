import type { Coverage } from '../stories/answer-types.ts';
import type { Beyond, Setting, Space } from '../stories/space.ts';
import { moved, type Span } from '../../kit/span.ts';
import { cacheAssumptions, complexity, happeningsOf, type Story } from '../stories/story.ts';
import {
  cacheAgrees,
  type Combination,
  eachExact,
  eachOpen,
  mostFurther,
  mostWithOpen,
  outputsAgree,
  together,
} from './story-search.ts';

/** Whole numbered cells of a grid, all bounds included. */
export interface Cells {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** More rectangles than this are too many to count. */
const mostRectangles = 1000;
/** A rectangle of no more cells than this is counted cell by cell. */
const mostSingle = 64;

/** Length of the union of intervals, bounds included. */
function lengthOf(intervals: readonly (readonly [number, number])[]): number {
  let [length, end] = [0, Number.NEGATIVE_INFINITY];
  for (const [left, right] of intervals.toSorted((one, other) => one[0] - other[0])) {
    length += Math.max(0, right - Math.max(left, end + 1) + 1);
    end = Math.max(end, right);
  }
  return length;
}

type Cell = readonly [x: number, y: number];

const sizeOf = ({ left, right, low, high }: Cells): number => (right - left + 1) * (high - low + 1);

/** The small ones as single cells, lowest first, and the rest as rectangles, each once. */
function sorted(all: readonly Cells[]): { readonly cells: readonly Cell[]; readonly rectangles: readonly Cells[] } {
  const cells = new Map<string, Cell>();
  const rectangles = new Map<string, Cells>();
  for (const one of all) {
    const { left, right, low, high } = one;
    if (sizeOf(one) > mostSingle) rectangles.set(`${left} ${right} ${low} ${high}`, one);
    else {
      for (let x = left; x <= right; x += 1) {
        for (let y = low; y <= high; y += 1) cells.set(`${x} ${y}`, [x, y]);
      }
    }
  }
  return {
    cells: [...cells.values()].sort((one, other) => one[1] - other[1]),
    rectangles: [...rectangles.values()],
  };
}

/** How many cells a set of rectangles covers, each counted once; null: the rectangles are too many to count. */
export function coveredCells(all: readonly Cells[]): number | null {
  const { cells, rectangles } = sorted(all);
  if (rectangles.length > mostRectangles) return null;
  const edges = [...new Set(rectangles.flatMap(({ low, high }) => [low, high + 1]))].sort((a, b) => a - b);
  let covered = 0;
  let next = 0;
  /** Single cells below a row that lie in none of these rectangles, which hold every row from the last one told. */
  const countCells = (below: number, inside: readonly (readonly [number, number])[]): void => {
    for (; next < cells.length; next += 1) {
      const [x, y] = cells[next] ?? [0, below];
      if (y >= below) return;
      if (!inside.some(([left, right]) => x >= left && x <= right)) covered += 1;
    }
  };
  countCells(edges[0] ?? Number.POSITIVE_INFINITY, []);
  for (const [index, edge] of edges.entries()) {
    const inside = rectangles
      .filter(({ low, high }) => low <= edge && high >= edge)
      .map(({ left, right }): [number, number] => [left, right]);
    const end = edges[index + 1];
    if (end !== undefined) covered += lengthOf(inside) * (end - edge);
    countCells(end ?? Number.POSITIVE_INFINITY, inside);
  }
  return covered;
}

const modalities = ['audio', 'text'] as const;

/** Stories that are told apart before they are counted; more are too many to count. */
const mostCounted = 300_000;

/** A modality's input as it is drawn: so many tokens beyond the report, from none to twice the excess. */
interface Drawn {
  readonly size: number;
  /** What further inferences read in this setting of the smallest bill drawn, as wide as the meter's rounding; null: it has no row. */
  readonly least: (setting: Setting) => Span | null;
}

const drawnOf = (modality: 'audio' | 'text', excess: number): Drawn => ({
  size: 2 * excess + 1,
  least: ({ missing }) => {
    const value = missing[modality];
    return value === null ? null : moved(value, -excess);
  },
});

/** Which of the drawn amounts a sum of inputs holds; null: none. */
function heldBy(span: Span, { size, least }: Drawn, setting: Setting): readonly [number, number] | null {
  const from = least(setting);
  if (from === null) return [0, size - 1];
  const low = Math.max(0, span.low - from.high);
  const high = Math.min(size - 1, span.high - from.low);
  return low > high ? null : [low, high];
}

/** A story as simple: no more inferences and side events, assumptions and open numbers. */
type Level = Readonly<Record<'happenings' | 'assumptions' | 'open', number>>;

/**
 * Counts, of all bills as far off as this one, those that a story as simple holds: meters that are not beyond stay as billed, the
 * excess of each input meter that is beyond is every whole number from 0 to twice its size, outputs stay as billed.
 */
function countHeld(space: Space, beyond: Beyond, level: Level): Coverage {
  const { turns, billed, candidates, sets } = space;
  const audio = drawnOf('audio', beyond.audioIn);
  const text = drawnOf('text', beyond.textIn);
  const of = audio.size * text.size;
  // Stories of more inferences than are tried are too many to count.
  if (level.happenings > mostFurther(turns, billed)) return { hits: of, of, share: 1 };
  const cells: Cells[] = [];
  let told = 0;
  const add = (combination: Combination, settings: readonly Setting[]): void => {
    const { further } = combination;
    told += 1;
    for (const setting of settings) {
      const { events, cache, base } = setting;
      const assumed = events.filter(({ assumption }) => assumption !== null).length;
      const workedOut = further.filter((one) => one.workedOut).length;
      if (cacheAssumptions(cache) + assumed + workedOut > level.assumptions) continue;
      // Without a meter that it predicts a combination is no story.
      const checked = modalities.some((one) => one !== combination.open && setting.missing[one] !== null);
      if (further.length > 0 && !checked) continue;
      if (!cacheAgrees(setting, billed, further.length) || !outputsAgree(base, billed, further)) continue;
      const heard = heldBy(combination.audio, audio, setting);
      const read = heldBy(combination.text, text, setting);
      if (heard === null || read === null) continue;
      cells.push({ left: heard[0], right: heard[1], low: read[0], high: read[1] });
    }
  };
  for (const { events, settings, exact, open } of sets) {
    const left = level.happenings - events.length;
    if (left < 0) continue;
    const most = Math.min(left, mostFurther(turns, billed));
    if (tooMany(exact.length, most)) return { hits: of, of, share: 1 };
    eachExact(exact, most, null, (one) => add(one, settings));
    if (level.open > 0) {
      eachOpen(open, exact, Math.min(most, mostWithOpen(turns)), (one) => add(one, settings));
    }
    if (events.length > 0) continue;
    for (const whole of together(exact, candidates.logged, turns)) {
      if (happeningsOf(whole) <= left) add(whole, settings);
    }
    if (told > mostCounted) return { hits: of, of, share: 1 };
  }
  const hits = coveredCells(cells);
  return hits === null ? { hits: of, of, share: 1 } : { hits, of, share: hits / of };
}

/** Combinations of at most `most` of so many, with repetition, are more than are counted. */
function tooMany(count: number, most: number): boolean {
  let all = 1;
  for (let taken = 1; taken <= most; taken += 1) all = (all * (count + taken - 1)) / taken;
  return all > mostCounted;
}

/** How often chance does as well as a story, worked out once for each level; null: no input is beyond the report. */
export function chanceTable(space: Space, beyond: Beyond): (story: Story) => Coverage | null {
  const known = new Map<string, Coverage>();
  return (story) => {
    if (beyond.audioIn === 0 && beyond.textIn === 0) return null;
    const { happenings, assumptions, open } = complexity(story);
    const key = `${happenings} ${assumptions} ${open}`;
    const have = known.get(key) ?? countHeld(space, beyond, { happenings, assumptions, open });
    known.set(key, have);
    return have;
  };
}
