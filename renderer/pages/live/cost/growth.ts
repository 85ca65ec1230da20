import { responseCount } from '../../../../shared/usage/fields.ts';
import type { default as uPlot } from 'uplot';
import type { ResponseView } from '../../../../shared/session/view.ts';
import type { UsageBasis } from '../../../../shared/usage/expected.ts';
import { count } from '../../../../shared/kit/numbers.ts';

/** One bar: the tokens of one response, stacked from the ground. */
interface GrowthBar {
  readonly number: number;
  readonly id: string;
  readonly basis: UsageBasis;
  readonly startMs: number;
  readonly cached: number;
  /** Input that the conversation before this turn already held, paid again in full. */
  readonly reRead: number;
  readonly newIn: number;
  readonly out: number;
}

/** The bars of a session. Re-read is what the response before held in all, less what came from the cache. */
export function growthBars(responses: readonly ResponseView[]): GrowthBar[] {
  let before = 0;
  return responses.map(({ number, id, createdMs, expected: { basis, usage } }): GrowthBar => {
    const input = responseCount(usage, 'input') ?? 0;
    const out = responseCount(usage, 'output') ?? 0;
    const cached = Math.min(input, responseCount(usage, 'cached') ?? 0);
    const reRead = Math.min(input - cached, Math.max(0, before - cached));
    // One that never began was read by nothing, and nothing was read by it.
    if (input + out > 0) before = input + out;
    return { number, id, basis, startMs: createdMs, cached, reRead, newIn: input - cached - reRead, out };
  });
}

export const barTotal = (bar: Pick<GrowthBar, 'cached' | 'reRead' | 'newIn' | 'out'>): number =>
  bar.cached + bar.reRead + bar.newIn + bar.out;

/** Three round lines at or above the tallest bar: 500, 1,000, 1,500. */
export function growthScale(tallest: number): readonly number[] {
  const rough = Math.max(1, tallest) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const whole = Math.max(1, Math.ceil(step));
  return [whole, whole * 2, whole * 3];
}

/** Draws a square of `size` device pixels that tiles the plane. */
function tile(size: number, paint: (context: CanvasRenderingContext2D) => void): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  if (context !== null) paint(context);
  return canvas;
}

const made = new WeakMap<CanvasRenderingContext2D, Map<string, CanvasPattern | string>>();

/** A pattern of a context, made once for what it is made of. */
function patternOf(
  target: CanvasRenderingContext2D,
  key: string,
  make: () => CanvasPattern | string,
): CanvasPattern | string {
  const known = made.get(target) ?? new Map<string, CanvasPattern | string>();
  made.set(target, known);
  const pattern = known.get(key) ?? make();
  known.set(key, pattern);
  return pattern;
}

/** Dots on a ground: what came from the cache. `scale` is device pixels to a CSS pixel. */
const dots = (target: CanvasRenderingContext2D, color: string, ground: string, scale: number): CanvasPattern | string =>
  target.createPattern(
    tile(Math.round(4 * scale), (context) => {
      context.fillStyle = ground;
      context.fillRect(0, 0, 4 * scale, 4 * scale);
      context.fillStyle = color;
      context.beginPath();
      context.arc(scale, scale, 0.9 * scale, 0, Math.PI * 2);
      context.arc(3 * scale, 3 * scale, 0.9 * scale, 0, Math.PI * 2);
      context.fill();
    }),
    'repeat',
  ) ?? color;

/** Gaps of 45 degrees in the colour of the panel, laid over what is an estimate. */
const gaps = (target: CanvasRenderingContext2D, panel: string, scale: number): CanvasPattern | string => {
  const size = Math.round(7 * scale);
  return (
    target.createPattern(
      tile(size, (context) => {
        context.strokeStyle = panel;
        context.lineWidth = 2 * scale;
        for (const shift of [-size, 0, size]) {
          context.beginPath();
          context.moveTo(shift - scale, size + scale);
          context.lineTo(shift + size + scale, -scale);
          context.stroke();
        }
      }),
      'repeat',
    ) ?? panel
  );
};

/** One column of the plot with its words: a response, or the next turn. */
export interface GrowthColumn {
  readonly key: string;
  readonly name: string;
  /** Below the name: `~$0.0098`. */
  readonly cost: string;
  readonly note: string;
  readonly bar: Pick<GrowthBar, 'cached' | 'reRead' | 'newIn' | 'out'>;
  /** Reported, an estimate, an empty box for what may be billed, or the next turn, which has not begun. */
  readonly look: 'solid' | 'hatched' | 'open' | 'next';
}

const widestBar = 28;
/** Words under two columns stand at least so far apart. */
const wordsApart = 6;
const lineHeight = 16;
/** An estimate that became a report loses its hatch in this time. */
export const dissolveMs = 160;

/** Room under the plot for a column's words. */
export const wordsHeight = lineHeight * 3 + 4;

export interface Painter {
  readonly columns: readonly GrowthColumn[];
  readonly color: (token: string) => string;
  /** How much of a hatch is still to be seen on a column that is solid by now, 0 to 1. */
  readonly fading: (key: string) => number;
  /** Key of the column that is selected; null: none of them. */
  readonly selected: string | null;
}

const wordFont = (weight: number, scale: number, color: Painter['color']): string =>
  `${weight} ${11 * scale}px ${color('font-ui')}`;

/** Paints the columns into uPlot's canvas, in its device pixels. */
export function paintColumns(plot: uPlot, { columns, color, fading, selected }: Painter): void {
  const { ctx: context, bbox } = plot;
  const scale = devicePixelRatio;
  const y = (tokens: number): number => Math.round(plot.valToPos(tokens, 'y', true));
  const slot = bbox.width / Math.max(1, columns.length);
  const width = Math.max(1, Math.min(widestBar * scale, Math.floor(slot * 0.62)));
  const [fill, soft, panel] = [color('in-fill'), color('in-soft'), color('bg-1')];
  const cached = patternOf(context, `dots ${fill} ${soft} ${scale}`, () => dots(context, fill, soft, scale));
  const hatch = patternOf(context, `gaps ${panel} ${scale}`, () => gaps(context, panel, scale));
  context.save();
  context.font = wordFont(500, scale, color);
  const widest = (texts: readonly string[]): number =>
    Math.max(0, ...texts.map((text) => context.measureText(text).width)) + wordsApart * scale;
  const every = Math.max(1, Math.ceil(widest(columns.map(({ name }) => name)) / slot));
  const isRoomy = widest(columns.flatMap(({ cost, note }) => [cost, note])) <= slot;
  columns.forEach((column, index) => {
    const center = plot.valToPos(index + 1, 'x', true);
    const left = Math.round(center - width / 2);
    if (column.key === selected) {
      context.fillStyle = color('bg-3');
      context.fillRect(Math.round(center - slot / 2), bbox.top, Math.round(slot), bbox.height);
      context.fillStyle = color('ink-1');
      context.fillRect(Math.round(center - slot / 2), bbox.top, Math.round(slot), 2 * scale);
    }
    const parts = [
      [column.bar.cached, cached],
      [column.bar.reRead, color('in-dim')],
      [column.bar.newIn, color('in-fill')],
      [column.bar.out, color('out-fill')],
    ] as const;
    let below = 0;
    for (const [tokens, ground] of parts) {
      if (tokens <= 0) continue;
      const foot = y(below);
      const top = y(below + tokens);
      below += tokens;
      // Stacked fills stand a pixel apart; a part too thin for that is still a pixel.
      const height = Math.max(scale, foot - top - scale);
      if (column.look === 'open' || column.look === 'next') {
        context.setLineDash([3 * scale, 2 * scale]);
        context.lineWidth = scale;
        context.strokeStyle = ground === color('out-fill') ? ground : color('in');
        context.strokeRect(left + scale / 2, foot - height + scale / 2, width - scale, Math.max(0, height - scale));
        continue;
      }
      context.fillStyle = ground;
      context.fillRect(left, foot - height, width, height);
      const hatched = column.look === 'hatched' ? 1 : fading(column.key);
      if (hatched > 0) {
        context.globalAlpha = hatched;
        context.fillStyle = hatch;
        context.fillRect(left, foot - height, width, height);
        context.globalAlpha = 1;
      }
    }
    context.setLineDash([]);
    // Counted from the last, so that the newest has its name.
    const isNamed = (columns.length - 1 - index) % every === 0;
    paintWords(plot, column, center, isNamed, isRoomy, color);
  });
  context.restore();
}

function paintWords(
  plot: uPlot,
  { name, cost, note, look }: GrowthColumn,
  center: number,
  named: boolean,
  isRoomy: boolean,
  color: (token: string) => string,
): void {
  const { ctx: context, bbox } = plot;
  const scale = devicePixelRatio;
  const line = (text: string, at: number, token: string, weight: number): void => {
    context.font = wordFont(weight, scale, color);
    context.fillStyle = color(token);
    context.fillText(text, center, bbox.top + bbox.height + (12 + at * lineHeight) * scale);
  };
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  const quiet = look === 'next';
  if (named) line(name, 0, quiet ? 'ink-2' : 'ink-1', 500);
  if (!isRoomy) {
    // The price of the next turn is shown however many columns there are: it ends where the plot ends.
    if (!quiet) return;
    context.textAlign = 'right';
    context.font = wordFont(400, scale, color);
    context.fillStyle = color('ink-1');
    const text = `next turn ${cost} ${note}`;
    context.fillText(text, bbox.left + bbox.width, bbox.top + bbox.height + (12 + lineHeight) * scale);
    return;
  }
  line(cost, 1, 'ink-1', 400);
  line(note, 2, quiet ? 'ink-1' : 'ink-3', 400);
}

/** A column in words, for a hover and for the table. */
export const columnWords = ({ name, cost, note, bar }: GrowthColumn): string =>
  `${name}: ${count(bar.cached)} cached, ${count(bar.reRead)} re-read, ${count(bar.newIn)} new in, ${count(bar.out)} out, ${[cost, note].filter((text) => text !== '').join(' ')}`;
