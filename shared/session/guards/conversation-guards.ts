import { asArray, asNumber, asString, atPath, isJsonObject } from '../../json.ts';
import { takesImages } from '../../protocol/client-events/image.ts';
import { at, findLastIndex } from '../chunk-list.ts';
import type { ItemView, SessionView } from '../view.ts';
import type { Guard } from './guard.ts';

const itemOf = (view: SessionView, id: string | undefined): ItemView | undefined =>
  at(
    view.items,
    findLastIndex(view.items, (item) => item.id === id),
  );

/** Whether the service has an item of that id, as far as its events tell. */
function absence(view: SessionView, id: string | undefined): string | null {
  const item = itemOf(view, id);
  if (item === undefined) return `The conversation has no item ${id ?? 'without an id'}, so the service refuses this.`;
  return item.deletedMs === null ? null : `The item ${item.id} was deleted before, so the service refuses this.`;
}

const absent = (id: string, on: string): Guard => ({
  id,
  on,
  warn: ({ view, event }) => absence(view, asString(event['item_id'])),
});

const holdsImage = (part: unknown): boolean => isJsonObject(part) && part['type'] === 'input_image';

export const conversationGuards: readonly Guard[] = [
  absent('delete-absent', 'conversation.item.delete'),
  absent('retrieve-absent', 'conversation.item.retrieve'),
  absent('truncate-absent', 'conversation.item.truncate'),
  {
    id: 'delete-busts-cache',
    on: 'conversation.item.delete',
    warn: ({ view, event }) => {
      const id = asString(event['item_id']);
      const index = findLastIndex(view.items, (item) => item.id === id);
      const behind = view.items.length - 1 - index;
      if (index < 0 || absence(view, id) !== null || view.responses.length === 0) return null;
      return `From this item on the conversation is another one: what the service has cached of it and of the ${behind} after it no longer counts, and the next response reads it at the full price.`;
    },
  },
  {
    id: 'truncate-beyond',
    on: 'conversation.item.truncate',
    warn: ({ view, event }) => {
      const item = itemOf(view, asString(event['item_id']));
      const askedMs = asNumber(event['audio_end_ms']) ?? 0;
      if (item === undefined || askedMs <= item.audioMs) return null;
      return `${Math.floor(item.audioMs)} ms of this answer have come, and the service refuses to cut it at ${askedMs} ms.`;
    },
  },
  {
    id: 'truncate-no-audio',
    on: 'conversation.item.truncate',
    warn: ({ view, event }) => {
      const item = itemOf(view, asString(event['item_id']));
      if (item === undefined || (item.role === 'assistant' && item.audioMs > 0)) return null;
      return 'Only spoken answers can be cut short, so the service refuses this.';
    },
  },
  {
    id: 'image-model',
    on: 'conversation.item.create',
    warn: ({ view, event }) => {
      if (!asArray(atPath(event, 'item.content')).some(holdsImage)) return null;
      const model = asString(atPath(view.effective ?? {}, 'model')) ?? view.header?.endpoint.deployment ?? '';
      switch (takesImages(model)) {
        case true:
          return null;
        case false:
          return `${model} takes no images, so the service refuses the message.`;
        case null:
          return `Whether ${model === '' ? 'this model' : model} takes images is not known. If it does not, the service refuses the message and nothing is charged.`;
      }
    },
  },
];
