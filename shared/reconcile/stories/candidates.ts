import { rereadTokens } from '../../usage/rules/rules.ts';
import { contexts, type Context } from './contexts.ts';
import type { LogEvidence } from '../evidence.ts';
import type { Turn } from '../facts.ts';
import type { Billed } from '../../billing/meter-kind.ts';
import { loggedContext } from './logged-context.ts';
import { inputOf, type FurtherInference } from './story.ts';

/** Most further inferences that a story may hold, by the number of reported responses: longer sessions have more places for each. */
const furtherByTurns: readonly (readonly [turns: number, most: number])[] = [
  [120, 3],
  [1000, 2],
];

/** Without an audio meter to steer by, more responses than this are tried one further inference at a time. */
const turnsForBlindSearch = 12;

/** Most further inferences that a story of these turns may hold. What is beyond it was not tried, and the finding says so. */
export const mostFurther = (turns: readonly Turn[], billed: Billed): number =>
  billed.audio_in === undefined && turns.length > turnsForBlindSearch
    ? 1
    : (furtherByTurns.find(([limit]) => turns.length <= limit)?.[1] ?? 1);

/** The same beside a side event: both together have more ways to fit by chance, and longer sessions more still. */
const besideEventByTurns: readonly (readonly [turns: number, most: number])[] = [
  [2, 2],
  [40, 1],
];
export const mostBesideEvents = (turns: readonly Turn[]): number =>
  besideEventByTurns.find(([limit]) => turns.length <= limit)?.[1] ?? 0;

/** Beyond this many reported responses only documented contexts are tried, so that the search stays under a second. */
const turnsForAllContexts = 2;

/** A further inference of a turn. What it reads with an answer is borne out where the next response reports as much text. */
function furtherAt(context: Context, turn: number, turns: readonly Turn[]): FurtherInference {
  const further = { context, turn, borneOut: false };
  const input = context.text.messages === 0 ? null : inputOf(further, turns, rereadTokens);
  return { ...further, borneOut: input !== null && input.text === turns[turn + 1]?.textIn };
}

/** The further inferences that are tried: what may have run at each turn, what the log saw run, and can be computed. */
export function candidates(turns: readonly Turn[], log: LogEvidence | null): FurtherInference[] {
  const tried = turns.length <= turnsForAllContexts ? contexts : contexts.filter((context) => context.documented);
  const plain = turns
    .flatMap((_, turn) => tried.map((context) => furtherAt(context, turn, turns)))
    .filter((further) => {
      const input = inputOf(further, turns, 0);
      return input !== null && (input.whole || (turns.length === 1 && further.context.audio.id === 'both'));
    });
  return [...logged(turns, log, plain), ...plain];
}

/** Responses that the log saw and that reported nothing. One that read what a plain candidate reads is that candidate. */
function logged(
  turns: readonly Turn[],
  log: LogEvidence | null,
  plain: readonly FurtherInference[],
): FurtherInference[] {
  const unreported = log?.unreported ?? [];
  if (unreported.length === 0) return [];
  const known = new Set(plain.map((further) => sumsOf(further, turns)));
  return unreported.flatMap((response): FurtherInference[] => {
    const context = loggedContext(response);
    if (context === null) return [];
    const further = { context, turn: Math.min(response.after, turns.length - 1), borneOut: false };
    return known.has(sumsOf(further, turns)) ? [] : [further];
  });
}

function sumsOf(further: FurtherInference, turns: readonly Turn[]): string {
  const input = inputOf(further, turns, rereadTokens);
  return `${input?.audio} ${input?.text}`;
}

/** Several further inferences together, with what they read. */
export interface Combination {
  readonly further: readonly FurtherInference[];
  readonly audio: number;
  readonly text: number;
  readonly messages: number;
  /** False: one of them reads a transcript that nobody counted. */
  readonly whole: boolean;
}

interface Sized extends FurtherInference {
  readonly audio: number;
  readonly text: number;
  readonly whole: boolean;
}

/**
 * Tells every combination of at most `most` candidates whose audio is wanted. A logged response is in one once at most.
 * @param audios the amounts of audio that are wanted; null: any
 */
export function eachCombination(
  items: readonly FurtherInference[],
  turns: readonly Turn[],
  most: number,
  audios: ReadonlySet<number> | null,
  tell: (combination: Combination) => void,
): void {
  const sized = items
    .flatMap((item): Sized[] => {
      const input = inputOf(item, turns, 0);
      return input === null ? [] : [{ ...item, ...input }];
    })
    .sort((one, other) => one.audio - other.audio);
  const ceiling = audios === null ? Number.POSITIVE_INFINITY : Math.max(...audios);
  const path: Sized[] = [];
  const visit = (from: number, audio: number): void => {
    if (audios === null || audios.has(audio)) tell(combined(path, audio));
    if (path.length === most) return;
    for (let index = from; index < sized.length; index += 1) {
      const item = sized[index] as Sized;
      // Nothing reads less than no audio, and those behind read at least as much.
      if (audio + item.audio > ceiling) return;
      path.push(item);
      visit(item.context.response === null ? index : index + 1, audio + item.audio);
      path.pop();
    }
  };
  visit(0, 0);
}

/** The same further inference at every turn, which a long session has no other room for. */
export function atEveryTurn(turns: readonly Turn[]): Combination[] {
  return contexts.flatMap((context): Combination[] => {
    const path = turns.flatMap((_, turn): Sized[] => {
      const further = furtherAt(context, turn, turns);
      const input = inputOf(further, turns, 0);
      return input === null || !input.whole ? [] : [{ ...further, ...input }];
    });
    const audio = path.reduce((sum, one) => sum + one.audio, 0);
    return path.length < turns.length ? [] : [combined(path, audio)];
  });
}

const combined = (path: readonly Sized[], audio: number): Combination => ({
  further: path.map(({ context, turn, borneOut }) => ({ context, turn, borneOut })),
  audio,
  text: path.reduce((sum, { text }) => sum + text, 0),
  messages: path.reduce((sum, { context }) => sum + context.text.messages, 0),
  whole: path.every(({ whole }) => whole),
});
