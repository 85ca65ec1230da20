import {
  assistantText,
  functionCall,
  functionOutput,
  systemText,
  userText,
  type NewItem,
} from '../../protocol/client-events/items.ts';
import type { CallView } from '../calls/call-view.ts';
import { toArray } from '../chunk-list.ts';
import { splitHeard } from '../heard.ts';
import type { ItemView, SessionView } from '../view.ts';

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

const plural = (count: number, one: string, many: string): string => (count === 1 ? `1 ${one}` : `${count} ${many}`);

function lossesOf(fates: readonly Fate[]): string[] {
  const count = (passes: (fate: Fate) => boolean): number => fates.filter(passes).length;
  const lost = (why: string): number => count((fate) => 'lost' in fate && fate.lost === why);
  const voices = count((fate) => 'voice' in fate);
  const images = count((fate) => 'image' in fate);
  const [unwritten, unanswered, unheard] = [lost('unwritten'), lost('unanswered'), lost('unheard')];
  return [
    ...(voices > 0
      ? [
          `The voice of ${plural(voices, 'answer', 'answers')} cannot be put back and goes as text, which reads at another price.`,
        ]
      : []),
    ...(unwritten > 0
      ? [`${plural(unwritten, 'spoken turn has', 'spoken turns have')} no transcript and cannot be put back.`]
      : []),
    ...(images > 0 ? [`${plural(images, 'image is', 'images are')} left out.`] : []),
    ...(unanswered > 0
      ? [`${plural(unanswered, 'call of a function', 'calls of functions')} without a result cannot be put back.`]
      : []),
    ...(unheard > 0 ? [`${plural(unheard, 'answer', 'answers')} of which nothing was heard cannot be put back.`] : []),
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
