import { toArray } from '../kit/chunk-list.ts';
import type { BenchError } from '../kit/errors.ts';
import { plural } from '../kit/numbers.ts';
import {
  assistantText,
  functionCall,
  functionOutput,
  type NewItem,
  systemText,
  userText,
} from '../protocol/conversation-items.ts';
import type { CallView, ItemView, SessionView } from './view.ts';

/** Why a connection is gone or could not be had, as far as trying again goes. */
export type LossReason =
  /** The line was cut, or nothing came any more. */
  | 'cut'
  /** The service sent the session away: it restarts, or is overloaded. */
  | 'sent-away'
  /** The session reached its longest time. */
  | 'expired'
  /** Too many requests or tokens. */
  | 'rate-limited'
  /** Trying again changes nothing: the key, the name or the request is wrong. */
  | 'refused';

interface Patience {
  readonly firstMs: number;
  readonly factor: number;
  readonly longestMs: number;
  /** From the loss on. */
  readonly giveUpAfterMs: number;
}

/** One entry a reason; null: never by itself. */
const patience: Readonly<Record<LossReason, Patience | null>> = {
  cut: { firstMs: 0, factor: 2, longestMs: 15_000, giveUpAfterMs: 120_000 },
  'sent-away': { firstMs: 1000, factor: 2, longestMs: 30_000, giveUpAfterMs: 180_000 },
  expired: { firstMs: 0, factor: 2, longestMs: 15_000, giveUpAfterMs: 120_000 },
  'rate-limited': { firstMs: 10_000, factor: 2, longestMs: 60_000, giveUpAfterMs: 300_000 },
  refused: null,
};

/** The first try after none may follow at once; those after it keep at least this distance. */
const leastBetweenMs = 1000;

/**
 * How long to wait before the next try to connect, or null to leave it to the person.
 * @param attempt 1 for the first try
 * @param elapsedMs since the connection was lost
 */
export function reconnectDelayMs(attempt: number, elapsedMs: number, reason: LossReason): number | null {
  const rule = patience[reason];
  if (rule === null || elapsedMs >= rule.giveUpAfterMs) return null;
  if (attempt <= 1) return rule.firstMs;
  const base = Math.max(rule.firstMs, leastBetweenMs);
  return Math.min(rule.longestMs, base * rule.factor ** (attempt - 2));
}

const awayCodes: readonly number[] = [1001, 1011, 1012, 1013, 1014];
const refusalCodes: readonly number[] = [1008, 3000, 3003, 4000, 4004];

/** Why a session that was open is gone. */
export function lossOfClose(close: { readonly code: number; readonly reason: string }): LossReason {
  if (close.code === 4008 || close.reason.includes('session_expired')) return 'expired';
  if (close.reason.includes('rate_limit')) return 'rate-limited';
  if (refusalCodes.includes(close.code) || close.reason.includes('insufficient_quota')) return 'refused';
  return awayCodes.includes(close.code) ? 'sent-away' : 'cut';
}

/** Why a try to connect failed. */
export function lossOfError({ reason }: BenchError): LossReason {
  switch (reason) {
    case 'unreachable':
    case 'timeout':
    case 'engine':
    case 'simulator':
      return 'cut';
    case 'rate-limited':
      return 'rate-limited';
    default:
      return 'refused';
  }
}

/** The words of an answer that were played, and those that came and were not heard. */
export interface Heard {
  readonly heard: string;
  readonly unheard: string;
}

/**
 * Splits an interrupted answer where playback stopped. The service does not say which word that was: the share of the
 * audio played is taken of the words, cut at a word's end.
 */
export function splitHeard(item: ItemView): Heard {
  const { text, playedMs, audioMs, interrupted } = item;
  if (!interrupted || playedMs === null || audioMs <= 0 || playedMs >= audioMs) return { heard: text, unheard: '' };
  const cut = Math.round((playedMs / audioMs) * text.length);
  const space = text.indexOf(' ', cut);
  const at = cut === 0 ? 0 : space === -1 ? text.length : space;
  return { heard: text.slice(0, at), unheard: text.slice(at) };
}

/** A conversation that was lost, as far as it can be put into a new session. */
export interface ReplayPlan {
  readonly items: readonly NewItem[];
  /** What is lost on the way, in whole sentences; empty when nothing is. */
  readonly losses: readonly string[];
}

/** What became of one item. */
type Fate =
  | { readonly items: readonly NewItem[]; readonly voice?: true; readonly image?: true }
  | { readonly lost: 'unwritten' | 'unanswered' | 'unheard' };

function callFate(call: CallView | undefined): Fate {
  if (call === undefined || call.output === null) return { lost: 'unanswered' };
  const { name, arguments: args, callId, output } = call;
  return { items: [functionCall(name, args, callId), functionOutput(callId, output)] };
}

function messageFate(item: ItemView): Fate {
  const image = item.images > 0 ? { image: true as const } : {};
  const spoken = item.medium === 'audio';
  if (item.role === 'assistant') {
    const { heard } = splitHeard(item);
    if (heard.trim() === '') return { lost: 'unheard' };
    return { items: [assistantText(heard)], ...(spoken ? { voice: true as const } : {}) };
  }
  if (item.text.trim() === '') return item.images > 0 ? { items: [], ...image } : { lost: 'unwritten' };
  return { items: [item.role === 'system' ? systemText(item.text) : userText(item.text)], ...image };
}

function lossesOf(fates: readonly Fate[]): string[] {
  const count = (passes: (fate: Fate) => boolean): number => fates.filter(passes).length;
  const lost = (why: string): number => count((fate) => 'lost' in fate && fate.lost === why);
  const voices = count((fate) => 'voice' in fate);
  const images = count((fate) => 'image' in fate);
  const [unwritten, unanswered, unheard] = [lost('unwritten'), lost('unanswered'), lost('unheard')];
  return [
    ...(voices > 0
      ? [`The voice of ${plural(voices, 'answer')} cannot be put back and goes as text, which reads at another price.`]
      : []),
    ...(unwritten > 0
      ? [`${plural(unwritten, 'spoken turn has', 'spoken turns have')} no transcript and cannot be put back.`]
      : []),
    ...(images > 0 ? [`${plural(images, 'image is', 'images are')} left out.`] : []),
    ...(unanswered > 0
      ? [`${plural(unanswered, 'call of a function', 'calls of functions')} without a result cannot be put back.`]
      : []),
    ...(unheard > 0 ? [`${plural(unheard, 'answer')} of which nothing was heard cannot be put back.`] : []),
  ];
}

/**
 * The conversation of a session as items for another: what was said as text, of an interrupted answer what was heard of
 * it, calls of functions with their results. Items that were deleted or stood outside the conversation are none of it.
 */
export function replayPlan(view: SessionView): ReplayPlan {
  const outside = new Set(toArray(view.responses).flatMap((response) => (response.outOfBand ? [response.id] : [])));
  const calls = new Map(toArray(view.calls).map((call) => [call.itemId, call]));
  const fates = toArray(view.items)
    .filter((item) => item.deletedMs === null && !(item.responseId !== null && outside.has(item.responseId)))
    .filter((item) => item.kind === 'message' || item.kind === 'function_call')
    .map((item) => (item.kind === 'message' ? messageFate(item) : callFate(calls.get(item.id))));
  return { items: fates.flatMap((fate) => ('items' in fate ? fate.items : [])), losses: lossesOf(fates) };
}

/** Ids that say of an item in the new session where it came from; the service keeps an id that a client gives. */
export const replayedId = (index: number): string => `replayed_${index + 1}`;
export const isReplayed = (itemId: string): boolean => itemId.startsWith('replayed_');
