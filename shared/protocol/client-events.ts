import { itemReference, type ItemReference, type NewItem, type UserMessage } from './conversation-items.ts';

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

export type ToolChoice = 'auto' | 'none' | 'required' | { type: 'function'; name: string };

/** What differs from the session for one response. Whatever is left out holds as in the session. */
export interface ResponseWish {
  readonly modality?: 'audio' | 'text';
  readonly instructions?: string;
  readonly voice?: string;
  readonly maxOutputTokens?: number | 'inf';
  readonly toolChoice?: ToolChoice;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Reads `input` or the conversation, and leaves no trace in it. */
  readonly outOfBand?: boolean;
  /** Read in place of the conversation: items of it by id, then messages. */
  readonly inputItemIds?: readonly string[];
  readonly inputMessages?: readonly UserMessage[];
}

export type ResponseParams = {
  output_modalities?: ('audio' | 'text')[];
  instructions?: string;
  audio?: { output: { voice: string } };
  max_output_tokens?: number | 'inf';
  tool_choice?: ToolChoice;
  metadata?: { [key: string]: string };
  conversation?: 'none';
  input?: (ItemReference | UserMessage)[];
};
export type CreateResponse = { type: 'response.create'; response?: ResponseParams };
export type CancelResponse = { type: 'response.cancel'; response_id?: string };

function paramsOf(wish: ResponseWish): ResponseParams {
  const references = (wish.inputItemIds ?? []).map(itemReference);
  const input = [...references, ...(wish.inputMessages ?? [])];
  const { modality, instructions, voice, maxOutputTokens, toolChoice, metadata } = wish;
  return {
    ...(modality === undefined ? {} : { output_modalities: [modality] }),
    ...(instructions === undefined ? {} : { instructions }),
    ...(voice === undefined ? {} : { audio: { output: { voice } } }),
    ...(maxOutputTokens === undefined ? {} : { max_output_tokens: maxOutputTokens }),
    ...(toolChoice === undefined ? {} : { tool_choice: toolChoice }),
    ...(metadata === undefined || Object.keys(metadata).length === 0 ? {} : { metadata: { ...metadata } }),
    ...(wish.outOfBand === true ? { conversation: 'none' as const } : {}),
    ...(input.length === 0 ? {} : { input }),
  };
}

/** Asks for a response; a wish that asks for nothing goes out without `response`. */
export function createResponse(wish: ResponseWish = {}): CreateResponse {
  const response = paramsOf(wish);
  return { type: 'response.create', ...(Object.keys(response).length === 0 ? {} : { response }) };
}

/** Stops a response: without an id the conversation's own, never one out of band. */
export const cancelResponse = (responseId?: string): CancelResponse => ({
  type: 'response.cancel',
  ...(responseId === undefined ? {} : { response_id: responseId }),
});

export type CommitInput = { type: 'input_audio_buffer.commit' };
export type ClearInput = { type: 'input_audio_buffer.clear' };

/** Makes a turn of the audio sent since the last one. */
export const commitInput = (): CommitInput => ({ type: 'input_audio_buffer.commit' });

/** Throws the audio sent since the last turn away. */
export const clearInput = (): ClearInput => ({ type: 'input_audio_buffer.clear' });
