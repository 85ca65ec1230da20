import { findLast, toArray } from '../../kit/chunk-list.ts';
import { itemOf, type ItemView, type SessionView } from '../view.ts';
import type { SearchLine } from './searchable.ts';

/** What of a hit says where it stands in its record. */
export type PlaceInRecord = Pick<SearchLine, 'itemId' | 't'>;

/** When what was found was said or heard. Session time in ms, within the session; `toMs` is not before `fromMs`. */
export interface HitMoment {
  readonly fromMs: number;
  readonly toMs: number;
  /** The item of the conversation that was found; null: the hit is an event, or an option. */
  readonly itemId: string | null;
}

/** An event has no length: so much is played from where it stands. */
const aroundEventMs = 5000;

/** When an item that was never played was said: its speech, else from when it was made on. */
function unheard({ startMs, doneMs, committedMs, role, audioMs }: ItemView): readonly [fromMs: number, toMs: number] {
  if (role === 'user' && audioMs > 0) return [startMs, startMs + audioMs];
  return [startMs, Math.max(startMs, doneMs ?? committedMs ?? startMs)];
}

/** Where a hit is to be listened to: where its answer was first played, else where its item began. Null: it stands beside the log. */
export function momentOfHit(view: SessionView, { itemId, t }: PlaceInRecord): HitMoment | null {
  const within = (ms: number): number => Math.min(view.t, Math.max(0, ms));
  const item = itemOf(view, itemId);
  if (item === undefined) {
    return t === null ? null : { fromMs: within(t), toMs: within(t + aroundEventMs), itemId: null };
  }
  const first = toArray(view.playback).find((one) => one.itemId === item.id);
  const last = findLast(view.playback, (one) => one.itemId === item.id);
  const [fromMs, toMs] = first === undefined ? unheard(item) : [first.startMs, last?.endMs ?? view.t];
  return { fromMs: within(fromMs), toMs: Math.max(within(fromMs), within(toMs)), itemId: item.id };
}
