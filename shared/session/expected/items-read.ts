import { values } from '../chunk-list.ts';
import type { ItemView, ResponseView, SessionView } from '../view.ts';
import type { OwnInput } from '../../usage/expected.ts';
import { assistantAudioTokens, userAudioTokens } from '../../usage/recurrence.ts';
import { roughTokens } from '../../usage/rough-tokens.ts';

/** What one item of the conversation adds to the input of a response. */
export interface ItemRead {
  readonly itemId: string;
  readonly kind: 'user-audio' | 'assistant-audio' | 'text';
  readonly audioMs: number;
  readonly audioTokens: number;
  readonly textTokens: number;
  /** False: `textTokens` is taken from the length of the text, which has not been counted yet. */
  readonly counted: boolean;
  /** It costs `tokensPerMessageOverhead` beside its content. */
  readonly message: boolean;
  readonly images: number;
}

function kindOf(item: ItemView): ItemRead['kind'] {
  if (item.kind !== 'message' || item.medium === 'text') return 'text';
  return item.role === 'user' ? 'user-audio' : 'assistant-audio';
}

/** The item as a response created by the entry `seq` reads it; null when it was no part of the conversation then. */
export function readItem(item: ItemView, seq: number): ItemRead | null {
  const gone = item.deletedSeq !== null && item.deletedSeq < seq;
  if (!item.inConversation || item.addedSeq >= seq || gone) return null;
  const kind = kindOf(item);
  const cut = item.truncated !== null && item.truncated.seq < seq ? item.truncated : null;
  const silent = kind === 'user-audio' || cut !== null;
  const audioMs = kind === 'text' ? 0 : (cut?.audioMs ?? item.audioMs);
  return {
    itemId: item.id,
    kind,
    audioMs,
    audioTokens: kind === 'user-audio' ? userAudioTokens(audioMs) : assistantAudioTokens(audioMs),
    textTokens: silent ? 0 : (item.textTokens ?? roughTokens(item.text.length)),
    counted: silent || item.textTokens !== null || item.text === '',
    message: kind !== 'user-audio',
    images: item.images,
  };
}

/** The items a response reads, in order: the conversation up to the entry `seq`, or those its own input refers to. */
export function* readItems(view: Pick<SessionView, 'items'>, seq: number, own: OwnInput | null): Generator<ItemRead> {
  for (const item of values(view.items)) {
    if (own !== null && !own.itemIds.includes(item.id)) continue;
    const read = readItem(item, seq);
    if (read !== null) yield read;
  }
}

/** The evidence behind a response's input, item by item. */
export const itemsRead = (view: Pick<SessionView, 'items'>, response: ResponseView): ItemRead[] => [
  ...readItems(view, response.createdSeq, response.expected.evidence.input.ownInput),
];
