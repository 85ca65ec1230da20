import type { NewItem } from './items.ts';

export type CreateItem = { type: 'conversation.item.create'; item: NewItem; previous_item_id?: string };
export type DeleteItem = { type: 'conversation.item.delete'; item_id: string };
export type RetrieveItem = { type: 'conversation.item.retrieve'; item_id: string };
export type TruncateItem = {
  type: 'conversation.item.truncate';
  item_id: string;
  content_index: 0;
  audio_end_ms: number;
};

/** Puts an item at the end of the conversation, or behind `previousItemId` (`root`: at its beginning). */
export const createItem = (item: NewItem, previousItemId?: string): CreateItem => ({
  type: 'conversation.item.create',
  item,
  ...(previousItemId === undefined ? {} : { previous_item_id: previousItemId }),
});

export const deleteItem = (itemId: string): DeleteItem => ({ type: 'conversation.item.delete', item_id: itemId });

/** Asks for an item as the service holds it, its audio included. */
export const retrieveItem = (itemId: string): RetrieveItem => ({
  type: 'conversation.item.retrieve',
  item_id: itemId,
});

/** Makes the service forget what follows the first `audioEndMs` of an answer, and its whole transcript. */
export const truncateItem = (itemId: string, audioEndMs: number): TruncateItem => ({
  type: 'conversation.item.truncate',
  item_id: itemId,
  content_index: 0,
  audio_end_ms: Math.max(0, Math.floor(audioEndMs)),
});
