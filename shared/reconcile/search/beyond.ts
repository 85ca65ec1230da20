import { noWidth } from '../../usage/expected.ts';
import type { LogEvidence } from '../evidence/evidence.ts';
import { reportedTotals, type Turn } from '../evidence/reported-responses.ts';
import type { Candidates, Space } from './space.ts';

/** Tokens billed beyond everything that was reported or may have been billed; 0: not beyond. Input holds its cached part. */
export interface Beyond {
  readonly audioIn: number;
  readonly textIn: number;
  readonly audioOut: number;
  readonly textOut: number;
  /** False: something that may be billed has no size, so nothing can be said to be beyond it. */
  readonly told: boolean;
}

const amounts = ['audioIn', 'textIn', 'audioOut', 'textOut'] as const;
type Amounts = Readonly<Record<(typeof amounts)[number], number>>;

/**
 * The most that a response of which only the place is known can have read, by what stands at its place; null: nothing does. What it put
 * out has no bound, nor has what was said to it after an answer.
 */
function mostByPlace(number: number, { logged }: Candidates): Amounts | null {
  const all = logged.filter(({ response }) => response === number);
  if (all.length === 0) return null;
  return {
    audioIn: Math.max(...all.map(({ reads }) => reads.audio.high)),
    textIn: Math.max(...all.map(({ reads }) => reads.text.high)),
    audioOut: Number.POSITIVE_INFINITY,
    textOut: Number.POSITIVE_INFINITY,
  };
}

/** The most that responses without a report can come to; null: one of them has no known size. */
function ifBilled(log: LogEvidence | null, candidates: Candidates): Amounts | null {
  const sum: Record<keyof Amounts, number> = { audioIn: 0, textIn: 0, audioOut: 0, textOut: 0 };
  for (const response of log?.unreported ?? []) {
    const { audioIn, textIn, audioOut, textOut = 0, width = noWidth, nothing = false, byPlace = false } = response;
    if (nothing) continue;
    if (audioIn === null || textIn === null) {
      const most = byPlace ? mostByPlace(response.number, candidates) : null;
      if (most === null) return null;
      for (const key of amounts) sum[key] += most[key];
      continue;
    }
    sum.audioIn += audioIn + width.audioIn;
    sum.textIn += textIn + width.textIn;
    sum.audioOut += audioOut + width.audioOut;
    sum.textOut += textOut + width.textOut + width.reasoning;
  }
  return sum;
}

const over = (value: number | undefined, known: number): number =>
  value === undefined ? 0 : Math.max(0, value - known);

/** How far each meter is beyond the report and every "if billed", cached tokens counted with the input they are of. */
export function beyondOf({
  billed,
  reported,
  log,
  candidates,
}: Pick<Space, 'billed' | 'reported' | 'log' | 'candidates'>): Beyond {
  const may = ifBilled(log, candidates);
  if (may === null) return { audioIn: 0, textIn: 0, audioOut: 0, textOut: 0, told: false };
  const input = (modality: 'audio' | 'text'): number | undefined => {
    const value = billed[`${modality}_in`];
    return value === undefined ? undefined : value + (billed[`${modality}_cached`] ?? 0);
  };
  return {
    audioIn: over(input('audio'), reported.audio_in + may.audioIn),
    textIn: over(input('text'), reported.text_in + may.textIn),
    audioOut: over(billed.audio_out, reported.audio_out + may.audioOut),
    textOut: over(billed.text_out, reported.text_out + may.textOut),
    told: true,
  };
}

/** What only a spoken inference makes is beyond: the report cannot be all there is. */
export const isAudioBeyond = ({ audioIn, audioOut }: Beyond): boolean => audioIn > 0 || audioOut > 0;

/** What stands on the bill once more to the token, on every meter that has a row: with no inference behind it for all that numbers tell. */
export interface BookedAgain {
  /** `response 2`, `everything that was reported`. */
  readonly what: string;
  /** How often beyond the report, from 1. */
  readonly times: number;
}

const meters = ['audio_in', 'text_in', 'audio_out', 'text_out'] as const;

/** Billed beyond the report on a meter, cached tokens counted with their input; null: the meter has no row. */
function beyondOn(meter: (typeof meters)[number], { billed, reported }: Space): number | null {
  const value = billed[meter];
  if (value === undefined) return null;
  const cached = meter === 'audio_in' ? billed.audio_cached : meter === 'text_in' ? billed.text_cached : 0;
  return value + (cached ?? 0) - reported[meter];
}

/** How often what these turns report is beyond; 0: it is not what is beyond. */
function timesOf(turns: readonly Turn[], space: Space): number {
  const once = reportedTotals(turns);
  const told = meters.flatMap((meter) => {
    const beyond = beyondOn(meter, space);
    return beyond === null || (beyond === 0 && once[meter] === 0) ? [] : [{ beyond, once: once[meter] }];
  });
  const [first] = told;
  if (first === undefined || told.length < 3 || first.once === 0) return 0;
  const times = first.beyond / first.once;
  return Number.isInteger(times) && times > 0 && told.every(({ beyond, once }) => beyond === times * once) ? times : 0;
}

/**
 * Whether the bill is the report and a whole part of it again: rows or a file counted twice, or the very same run made twice. A
 * retry whose answer came out equal on every meter would look so too, and is far less likely.
 */
export function bookedAgain(space: Space): BookedAgain | null {
  const { turns } = space;
  if (turns.length === 0) return null;
  const all = timesOf(turns, space);
  if (all > 0) return { what: turns.length === 1 ? 'response 1' : 'everything that was reported', times: all };
  const at = turns.findIndex((turn) => timesOf([turn], space) > 0);
  const turn = turns[at];
  return turn === undefined ? null : { what: `response ${at + 1}`, times: timesOf([turn], space) };
}
