import { toArray } from '../kit/chunk-list.ts';
import { seconds } from '../kit/numbers.ts';
import { type CommittedTurn, itemOf, type SentCreate, type SessionView } from './view.ts';

/** A service that has not begun to answer within this time is not going to, unless somebody knows it to be slower. */
export const answerBeginsWithinMs = 3000;

/** Turns that the service was to answer by itself and has begun no response to, oldest first. One that was deleted waits no more. */
export function waitingTurns({
  asked,
  responses,
  items,
}: Pick<SessionView, 'asked' | 'responses' | 'items'>): readonly CommittedTurn[] {
  const waiting = asked.turns.filter(
    ({ isAwaited, itemId }) => isAwaited && (itemOf({ items }, itemId)?.deletedMs ?? null) === null,
  );
  if (waiting.length === 0) return waiting;
  // What the client asked for behind the turn answers it as well.
  const askedFor = toArray(responses).filter(({ outOfBand, cause }) => !outOfBand && cause.kind === 'create');
  return waiting.filter(({ seq }) => !askedFor.some(({ createdSeq }) => createdSeq > seq));
}

/** Requests for a response of the conversation that made none and were not refused, oldest first. */
export const waitingCreates = ({ asked }: Pick<SessionView, 'asked'>): readonly SentCreate[] => asked.creates;

/** 1, 2, 3 …: which turn of a person an item is; null: it is none. */
export function turnNumber({ items }: Pick<SessionView, 'items'>, itemId: string): number | null {
  const turns = toArray(items).filter(({ role, kind }) => role === 'user' && kind === 'message');
  const at = turns.findIndex(({ id }) => id === itemId);
  return at < 0 ? null : at + 1;
}

/** A turn by its number and when it was committed: `Turn 2, at 14.2 s`. */
export function turnName(view: Pick<SessionView, 'items'>, { itemId, t }: Pick<CommittedTurn, 'itemId' | 't'>): string {
  const number = turnNumber(view, itemId);
  return `${number === null ? 'A turn' : `Turn ${number}`}, at ${seconds(t)}`;
}

/**
 * How long something must have waited to count as never answered, ms. Whoever ends a session by hand need not have waited; who has
 * files speak is through with them and has.
 */
export const leastWaitMs = ({ closing, input }: Pick<SessionView, 'closing' | 'input'>): number => {
  const byHand = closing?.by === 'person' || closing?.by === 'quit';
  const filesAreThrough = input.kind !== 'microphone' && input.ended && input.waiting.length === 0;
  return byHand && !filesAreThrough ? answerBeginsWithinMs : 0;
};

/**
 * What was never answered, a sentence each, as it stands at the view's last entry: turns that the service was to answer by itself,
 * and responses that were asked for and never began.
 * @param leastMs only what has waited for so long
 */
export function unansweredSentences(
  view: Pick<SessionView, 'asked' | 'responses' | 'items' | 't'>,
  leastMs = 0,
): string[] {
  const hasWaited = ({ t }: { readonly t: number }): boolean => view.t - t >= leastMs;
  const waited = (t: number): string => `the session waited ${seconds(Math.max(0, view.t - t))} for it`;
  return [
    ...waitingTurns(view)
      .filter(hasWaited)
      .map((turn) => `${turnName(view, turn)}, was never answered; ${waited(turn.t)}.`),
    ...waitingCreates(view)
      .filter(hasWaited)
      .map(({ t }) => `The response asked for at ${seconds(t)} never began; ${waited(t)}.`),
  ];
}
