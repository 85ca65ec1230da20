import type { Billed } from '../../billing/meter-kind.ts';
import type { Turn } from '../facts.ts';

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

/** The same where one of them is as large as the bill makes it: far more of these fit by chance. */
const turnsForOpenPairs = 40;
export const mostWithOpen = (turns: readonly Turn[]): number => (turns.length <= turnsForOpenPairs ? 2 : 1);

/** The same beside a side event: both together have more ways to fit by chance, and longer sessions more still. */
const besideEventByTurns: readonly (readonly [turns: number, most: number])[] = [
  [2, 2],
  [40, 1],
];
export const mostBesideEvents = (turns: readonly Turn[]): number =>
  besideEventByTurns.find(([limit]) => turns.length <= limit)?.[1] ?? 0;
