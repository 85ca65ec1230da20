import { tokensPerMessageOverhead } from '../usage/recurrence.ts';
import { contexts } from './contexts.ts';
import { reportedTotals, type Billed, type MeterKind, type Turn } from './facts.ts';
import { compareComplexity, inputOf, type CacheTreatment, type FurtherInference, type Story } from './story.ts';

/** Most further inferences that a story may hold, by the number of reported responses: longer sessions have more places for each. */
const furtherByTurns: readonly (readonly [turns: number, most: number])[] = [
  [120, 3],
  [1000, 2],
];

/** Most further inferences that a story of these turns may hold. What is beyond it was not tried, and the finding says so. */
export const mostFurther = (turns: readonly Turn[]): number =>
  furtherByTurns.find(([limit]) => turns.length <= limit)?.[1] ?? 1;
/** Largest overhead per message that a fit may use: other runs show up to 10 for a pair of messages. */
const mostPerMessage = 10;
/** Beyond this many reported responses only documented contexts are tried, so that the search stays under a second. */
const turnsForAllContexts = 2;

/** The further inferences that are tried: what may have run at each turn, and can be computed. */
export function candidates(turns: readonly Turn[]): FurtherInference[] {
  const tried = turns.length <= turnsForAllContexts ? contexts : contexts.filter((context) => context.documented);
  return turns
    .flatMap((_, turn) => tried.map((context): FurtherInference => ({ context, turn })))
    .filter((further) => inputOf(further, turns, 0) !== null);
}

/** Every multiset of at most `most` candidates, smallest first. */
function* multisets<T>(items: readonly T[], most: number, from = 0): Generator<readonly T[]> {
  yield [];
  if (most === 0) return;
  for (let index = from; index < items.length; index += 1) {
    for (const rest of multisets(items, most - 1, index)) yield [items[index] as T, ...rest];
  }
}

/** How cached tokens may have been treated: with none reported and none billed there is nothing to tell apart. */
export function cacheTreatments(turns: readonly Turn[], billed: Billed): readonly CacheTreatment[] {
  const reported = reportedTotals(turns);
  const billedCached = (billed.audio_cached ?? 0) + (billed.text_cached ?? 0);
  if (billedCached > 0) return ['apart'];
  return reported.audio_cached + reported.text_cached === 0 ? ['none'] : ['apart', 'folded', 'unbilled'];
}

/** Billed input of one modality that the story must reach: cached tokens added where they stand apart, or left out. */
function target(billedIn: number, billedCached: number, reportedCached: number, cache: CacheTreatment): number {
  switch (cache) {
    case 'none':
    case 'folded':
      return billedIn;
    case 'apart':
      return billedIn + billedCached;
    case 'unbilled':
      return billedIn + reportedCached;
  }
}

function cachedAgrees(
  billedCached: number | undefined,
  reportedCached: number,
  cache: CacheTreatment,
  further: number,
): boolean {
  if (billedCached === undefined || cache !== 'apart') return true;
  // A further inference may have been served from the cache too, so beyond the report the split is free.
  return further === 0 ? billedCached === reportedCached : billedCached >= reportedCached;
}

/** Whether a story could have produced the outputs: never less than reported, and nothing more without a further inference. */
function outputsAgree(reported: Record<MeterKind, number>, billed: Billed, further: number): boolean {
  return (['audio_out', 'text_out'] as const).every((meter) => {
    const value = billed[meter];
    if (value === undefined) return true;
    return further === 0 ? value === reported[meter] : value >= reported[meter];
  });
}

/**
 * Every story whose checked meters equal the bill in whole tokens, simplest first.
 * A bill without an input row is silent about that modality: it then rules nothing out, and proves nothing.
 */
export function searchStories(turns: readonly Turn[], billed: Billed): Story[] {
  const reported = reportedTotals(turns);
  const found: Story[] = [];
  const treatments = cacheTreatments(turns, billed);
  for (const further of multisets(candidates(turns), mostFurther(turns))) {
    if (!outputsAgree(reported, billed, further.length)) continue;
    const inputs = further.map((one) => inputOf(one, turns, 0) ?? { audio: 0, text: 0 });
    const audio = inputs.reduce((total, one) => total + one.audio, reported.audio_in);
    const text = inputs.reduce((total, one) => total + one.text, reported.text_in);
    const messages = further.reduce((total, one) => total + one.context.text.messages, 0);
    for (const cache of treatments) {
      if (!cachedAgrees(billed.audio_cached, reported.audio_cached, cache, further.length)) continue;
      if (!cachedAgrees(billed.text_cached, reported.text_cached, cache, further.length)) continue;
      if (
        billed.audio_in !== undefined &&
        target(billed.audio_in, billed.audio_cached ?? 0, reported.audio_cached, cache) !== audio
      )
        continue;
      const textTarget =
        billed.text_in === undefined
          ? null
          : target(billed.text_in, billed.text_cached ?? 0, reported.text_cached, cache);
      const perMessage = fitPerMessage(textTarget, text, messages);
      if (perMessage === null) continue;
      found.push({ further, cache, perMessage, perMessageFitted: perMessage !== tokensPerMessageOverhead });
    }
  }
  return found.sort(compareComplexity);
}

/** The overhead per message that makes the text meter come out whole, or null when none within reason does. */
function fitPerMessage(textTarget: number | null, text: number, messages: number): number | null {
  if (textTarget === null) return tokensPerMessageOverhead;
  if (messages === 0) return text === textTarget ? tokensPerMessageOverhead : null;
  const perMessage = (textTarget - text) / messages;
  return Number.isInteger(perMessage) && perMessage >= 0 && perMessage <= mostPerMessage ? perMessage : null;
}
