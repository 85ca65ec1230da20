import type { Billed } from '../../shared/billing/meter-kind.ts';
import type { Turn } from '../../shared/reconcile/facts.ts';
import { reportedBy } from './bill.ts';
import type { Conversation } from './conversation.ts';
import { leastRead, openMeter, type PlantedContext } from './planted.ts';

/*
 * The condition under which a further inference may be stated, by a count of its own: an audio meter is beyond the report,
 * and of the bills that are as far off at most one in a thousand is held by a story as simple.
 */

/** Bills drawn, and those of them that some story holds. */
export interface Share {
  readonly hits: number;
  readonly of: number;
}

/** One inference that may have run: what it read at least, and the meter whose number it leaves open. */
interface Option {
  readonly context: PlantedContext;
  readonly turn: number | null;
  readonly audio: number;
  readonly text: number;
  readonly open: 'audio' | 'text' | null;
}

/** Inferences together. An open number lets a meter hold anything from here on. */
export interface Sum {
  readonly parts: readonly Option[];
  readonly audio: number;
  readonly text: number;
  readonly openAudio: boolean;
  readonly openText: boolean;
  /** Numbers left open. */
  readonly free: number;
}

const contexts = Object.keys(openMeter).filter((name): name is PlantedContext => name in openMeter);

function optionsOf(conversation: Conversation): Option[] {
  const places = [...conversation.turns.keys()];
  return contexts.flatMap((context) =>
    (context === 'first-turn' ? [null] : places).flatMap((turn): Option[] => {
      const least = leastRead(conversation, context, turn);
      return least === null ? [] : [{ context, turn, ...least, open: openMeter[context] }];
    }),
  );
}

/** Every sum of at least one and at most `most` inferences with at most `free` open numbers. */
export function sumsOf(conversation: Conversation, most: number, free: number): Sum[] {
  const options = optionsOf(conversation);
  const sums: Sum[] = [];
  const visit = (from: number, sum: Sum): void => {
    if (sum.parts.length > 0) sums.push(sum);
    if (sum.parts.length === most) return;
    for (const [step, option] of options.slice(from).entries()) {
      const open = sum.free + (option.open === null ? 0 : 1);
      if (open > free) continue;
      visit(from + step, {
        parts: [...sum.parts, option],
        audio: sum.audio + option.audio,
        text: sum.text + option.text,
        openAudio: sum.openAudio || option.open === 'audio',
        openText: sum.openText || option.open === 'text',
        free: open,
      });
    }
  };
  visit(0, { parts: [], audio: 0, text: 0, openAudio: false, openText: false, free: 0 });
  return sums;
}

/** One meter of input as the gate sees it: which excesses are drawn, or the one the bill has. null: no row, anything goes. */
interface Axis {
  readonly from: number;
  readonly to: number;
  /** How far the meter may lie below what was read, by the ways that cached tokens can have gone. */
  readonly less: readonly number[];
}

function axisOf(turns: readonly Turn[], billed: Billed, modality: 'audio' | 'text', draw: boolean): Axis | null {
  const reported = reportedBy(turns);
  const base = reported[`${modality}_in`];
  const value = billed[`${modality}_in`];
  const cached = billed[`${modality}_cached`];
  const known = reported[`${modality}_cached`];
  if (value === undefined) return null;
  // What is on the cached meter was read too.
  const excess = value + (cached ?? 0) - base;
  const less = (cached ?? 0) > 0 ? [0] : [0, known];
  const range = draw && excess > 0 ? { from: 0, to: 2 * excess } : { from: excess, to: excess };
  return { ...range, less: [...new Set(less)] };
}

interface Area {
  readonly audio: number;
  readonly text: number;
  readonly openAudio: boolean;
  readonly openText: boolean;
}

/** Points of the rectangle that lie in any of the areas, each counted once. */
function cover(areas: readonly Area[], audio: Axis, text: Axis): number {
  const points = new Map<number, Set<number>>();
  const rows = new Map<number, number>();
  const columns: Area[] = [];
  const corners: Area[] = [];
  for (const area of areas) {
    if (area.openAudio && area.openText) corners.push(area);
    else if (area.openAudio) rows.set(area.text, Math.min(area.audio, rows.get(area.text) ?? Number.POSITIVE_INFINITY));
    else if (area.openText) columns.push(area);
    else points.set(area.text, (points.get(area.text) ?? new Set()).add(area.audio));
  }
  const within = ({ from, to }: Axis, at: number): boolean => at >= from && at <= to;
  let hits = 0;
  for (let at = text.from; at <= text.to; at += 1) {
    const open = [...corners.filter((corner) => corner.text <= at).map((corner) => corner.audio), rows.get(at)];
    const start = Math.max(audio.from, Math.min(...open.map((one) => one ?? Number.POSITIVE_INFINITY)));
    const single = new Set([
      ...columns.filter((column) => column.text <= at).map((column) => column.audio),
      ...(points.get(at) ?? []),
    ]);
    hits += Math.max(0, audio.to - Math.max(start, audio.from) + 1);
    hits += [...single].filter((one) => one < start && within(audio, one)).length;
  }
  return hits;
}

const wide: Axis = { from: 0, to: 0, less: [0] };

/** Bills as far off as this one, and how many of them are held by these sums. Cached tokens may have gone any way the bill allows. */
export function coverageOf(sums: readonly Sum[], turns: readonly Turn[], billed: Billed): Share {
  const audio = axisOf(turns, billed, 'audio', true);
  const text = axisOf(turns, billed, 'text', true);
  const areas = sums.flatMap((sum) =>
    (audio?.less ?? [0]).flatMap((lessAudio) =>
      (text?.less ?? [0]).map((lessText): Area => ({
        // A meter without a row is silent: it is one point that everything meets.
        audio: audio === null ? 0 : sum.audio - lessAudio,
        text: text === null ? 0 : sum.text - lessText,
        openAudio: sum.openAudio && audio !== null,
        openText: sum.openText && text !== null,
      })),
    ),
  );
  const size = (axis: Axis | null): number => (axis === null ? 1 : axis.to - axis.from + 1);
  return { hits: cover(areas, audio ?? wide, text ?? wide), of: size(audio) * size(text) };
}

const holds = (sum: Sum, turns: readonly Turn[], billed: Billed): boolean =>
  (['audio', 'text'] as const).every((modality) => {
    const axis = axisOf(turns, billed, modality, false);
    if (axis === null) return true;
    const open = modality === 'audio' ? sum.openAudio : sum.openText;
    return axis.less.some((less) => (open ? sum[modality] - less <= axis.from : sum[modality] - less === axis.from));
  });

/** How a planted story stands by the gate. */
export interface Standing {
  /** No story is simpler: fewer open numbers, then fewer inferences. */
  readonly first: boolean;
  /** An audio meter shows more than everything that was reported. */
  readonly beyond: boolean;
  readonly coverage: Share;
  readonly passes: boolean;
}

const most = 3;

/** Whether the gate lets a story of these parts be told, by a count of every bill. `known`: the planted inferences. */
export function standingOf(conversation: Conversation, billed: Billed, known: readonly PlantedContext[]): Standing {
  const { turns } = conversation;
  const free = known.filter((context) => openMeter[context] !== null).length;
  const fitting = sumsOf(conversation, most, free).filter((sum) => holds(sum, turns, billed));
  const simpler = fitting.some((sum) => sum.free < free || (sum.free === free && sum.parts.length < known.length));
  const audio = axisOf(turns, billed, 'audio', false);
  const said = billed.audio_out ?? 0;
  const beyond = (audio !== null && audio.from > 0) || said > reportedBy(turns).audio_out;
  const coverage = coverageOf(sumsOf(conversation, known.length, free), turns, billed);
  const first = known.length > 0 && !simpler;
  return {
    first,
    beyond,
    coverage,
    passes: first && beyond && coverage.hits > 0 && coverage.hits * 1000 <= coverage.of,
  };
}
