import type { WholeTokens } from '../../shared/billing/meter-kind.ts';
import type { Turn } from '../../shared/reconcile/evidence/reported-responses.ts';
import { reportedBy } from './bill.ts';
import type { Conversation } from './conversation.ts';
import { leastRead, openMeter, type PlantedContext } from './planted.ts';
import type { Amount } from './service.ts';

/*
 * The condition under which a further inference may be stated, by a count of its own: an audio meter is beyond the report,
 * and of the bills that are as far off at most one in a thousand is held by a story as simple.
 */

/** Bills drawn, and those of them that some story holds. */
export interface Share {
  readonly hits: number;
  readonly of: number;
}

/** From the least to the most, both included; `most` may be infinite. */
interface Range {
  readonly least: number;
  readonly most: number;
}

/** One inference that may have run, and what it read of each kind. */
interface Option {
  readonly context: PlantedContext;
  readonly turn: number | null;
  readonly audio: Range;
  readonly text: Range;
}

/** Inferences together. */
export interface Sum {
  readonly parts: readonly Option[];
  readonly audio: Range;
  readonly text: Range;
  /** Numbers left open. */
  readonly free: number;
}

const both = (one: Range, other: Range): Range => ({
  least: one.least + other.least,
  most: one.most + other.most,
});

const contexts = Object.keys(openMeter).filter((name): name is PlantedContext => name in openMeter);

function optionsOf(conversation: Conversation): Option[] {
  const { turns, logged, before } = conversation;
  // The prompt is told by the log, or by a first turn that was spoken.
  const promptTold = logged || before[0]?.[0]?.kind === 'spoken';
  return contexts.flatMap((context) => {
    if (context === 'first-turn' && !promptTold) return [];
    return (context === 'first-turn' ? [null] : [...turns.keys()]).flatMap((turn): Option[] => {
      const least = leastRead(conversation, context, turn);
      if (least === null) return [];
      const open = openMeter[context];
      // What is left of a truncated answer is no more than the answer.
      const kept = context === 'truncated' ? (turns[turn ?? 0]?.audioOut ?? 0) : Number.POSITIVE_INFINITY;
      const range = (modality: 'audio' | 'text'): Range => ({
        least: least[modality],
        most: least[modality] + (open === modality ? kept : 0),
      });
      return [{ context, turn, audio: range('audio'), text: range('text') }];
    });
  });
}

const nothing: Range = { least: 0, most: 0 };

/** Every sum of at least one and at most `most` inferences with at most `free` open numbers. */
export function sumsOf(conversation: Conversation, most: number, free: number): Sum[] {
  const options = optionsOf(conversation);
  const sums: Sum[] = [];
  const visit = (from: number, sum: Sum): void => {
    if (sum.parts.length > 0) sums.push(sum);
    if (sum.parts.length === most) return;
    for (const [step, option] of options.slice(from).entries()) {
      const open = sum.free + (openMeter[option.context] === null ? 0 : 1);
      if (open > free) continue;
      visit(from + step, {
        parts: [...sum.parts, option],
        audio: both(sum.audio, option.audio),
        text: both(sum.text, option.text),
        free: open,
      });
    }
  };
  visit(0, { parts: [], audio: nothing, text: nothing, free: 0 });
  return sums;
}

/** One meter of input as the gate sees it: which excesses are drawn, or the one the bill has. null: no row, anything goes. */
interface Axis {
  readonly from: number;
  readonly to: number;
}

function axisOf(turns: readonly Turn[], billed: WholeTokens, modality: 'audio' | 'text', draw: boolean): Axis | null {
  const value = billed[`${modality}_in`];
  if (value === undefined) return null;
  // What is on the cached meter was read too.
  const excess = value + (billed[`${modality}_cached`] ?? 0) - reportedBy(turns)[`${modality}_in`];
  return draw && excess > 0 ? { from: 0, to: 2 * excess } : { from: excess, to: excess };
}

/** Cached tokens of the report that are on no meter at all, by the ways they can have gone: both kinds the same way. */
function lost(turns: readonly Turn[], billed: WholeTokens): readonly Amount[] {
  const reported = reportedBy(turns);
  const gone = (modality: 'audio' | 'text'): number =>
    (billed[`${modality}_cached`] ?? 0) > 0 ? 0 : reported[`${modality}_cached`];
  const away = { audio: gone('audio'), text: gone('text') };
  return away.audio + away.text === 0 ? [away] : [{ audio: 0, text: 0 }, away];
}

interface Area {
  readonly audio: Range;
  readonly text: Range;
}

/** Length of what any of the ranges holds, each number counted once. */
function lengthOf(ranges: readonly Range[]): number {
  let length = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { least, most } of ranges.toSorted((one, other) => one.least - other.least)) {
    length += Math.max(0, most - Math.max(least, end + 1) + 1);
    end = Math.max(end, most);
  }
  return length;
}

/** Points that lie in any of the areas, each counted once: between two edges every row of text is like the next. */
function cover(areas: readonly Area[]): number {
  const edges = [...new Set(areas.flatMap(({ text }) => [text.least, text.most + 1]))].sort((a, b) => a - b);
  return edges.reduce((sum, edge, at) => {
    const next = edges[at + 1];
    if (next === undefined) return sum;
    const rows = areas.filter(({ text }) => text.least <= edge && text.most >= edge);
    return sum + (next - edge) * lengthOf(rows.map(({ audio }) => audio));
  }, 0);
}

/** The part of a range that lies on an axis; null: none. A meter without a row is silent: everything meets it. */
function within({ least, most }: Range, axis: Axis | null): Range | null {
  if (axis === null) return nothing;
  const part = { least: Math.max(least, axis.from), most: Math.min(most, axis.to) };
  return part.least > part.most ? null : part;
}

const lessBy = ({ least, most }: Range, by: number): Range => ({ least: least - by, most: most - by });

/** Bills as far off as this one, and how many of them are held by these sums. */
export function coverageOf(sums: readonly Sum[], turns: readonly Turn[], billed: WholeTokens): Share {
  const [audioAxis, textAxis] = [axisOf(turns, billed, 'audio', true), axisOf(turns, billed, 'text', true)];
  const areas = new Map<string, Area>();
  for (const sum of sums) {
    for (const less of lost(turns, billed)) {
      const audio = within(lessBy(sum.audio, less.audio), audioAxis);
      const text = within(lessBy(sum.text, less.text), textAxis);
      if (audio !== null && text !== null) {
        areas.set(`${audio.least} ${audio.most} ${text.least} ${text.most}`, { audio, text });
      }
    }
  }
  const size = (axis: Axis | null): number => (axis === null ? 1 : axis.to - axis.from + 1);
  return { hits: cover([...areas.values()]), of: size(audioAxis) * size(textAxis) };
}

function holds(sum: Sum, turns: readonly Turn[], billed: WholeTokens): boolean {
  const [audio, text] = [axisOf(turns, billed, 'audio', false), axisOf(turns, billed, 'text', false)];
  return lost(turns, billed).some(
    (less) =>
      within(lessBy(sum.audio, less.audio), audio) !== null && within(lessBy(sum.text, less.text), text) !== null,
  );
}

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
export function standingOf(
  conversation: Conversation,
  billed: WholeTokens,
  known: readonly PlantedContext[],
): Standing {
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
