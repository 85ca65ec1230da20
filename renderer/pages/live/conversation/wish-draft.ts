import { metadataOf } from '../../../../shared/protocol/client-event-limits.ts';
import type { ResponseWish, ToolChoice } from '../../../../shared/protocol/client-events.ts';
import { userText } from '../../../../shared/protocol/conversation-items.ts';

/** The settings of one response as they stand in the form: text that may still be wrong. Empty: as in the session. */
export interface WishDraft {
  readonly modality: '' | 'audio' | 'text';
  readonly outOfBand: boolean;
  readonly instructions: string;
  readonly voice: string;
  readonly maxOutput: string;
  readonly toolChoice: string;
  readonly metadata: string;
  /** Item ids it reads in place of the conversation, apart by spaces or commas. */
  readonly items: string;
  /** A message it reads in place of the conversation. */
  readonly prompt: string;
}

export const noWish: WishDraft = {
  modality: '',
  outOfBand: false,
  instructions: '',
  voice: '',
  maxOutput: '',
  toolChoice: '',
  metadata: '',
  items: '',
  prompt: '',
};

function toolChoiceOf(text: string): ToolChoice {
  return text === 'auto' || text === 'none' || text === 'required' ? text : { type: 'function', name: text };
}

/** What the form asks for. A number that is none stays NaN, so that the check names it. */
export function wishOf(draft: WishDraft): ResponseWish {
  const [instructions, voice, maxOutput, toolChoice, prompt] = [
    draft.instructions.trim(),
    draft.voice.trim(),
    draft.maxOutput.trim(),
    draft.toolChoice.trim(),
    draft.prompt.trim(),
  ];
  const itemIds = draft.items.split(/[\s,]+/).filter((id) => id !== '');
  return {
    ...(draft.modality === '' ? {} : { modality: draft.modality }),
    ...(instructions === '' ? {} : { instructions }),
    ...(voice === '' ? {} : { voice }),
    ...(maxOutput === '' ? {} : { maxOutputTokens: maxOutput === 'inf' ? 'inf' : Number(maxOutput) }),
    ...(toolChoice === '' ? {} : { toolChoice: toolChoiceOf(toolChoice) }),
    ...(draft.metadata.trim() === '' ? {} : { metadata: metadataOf(draft.metadata.replaceAll(';', '\n')) }),
    ...(draft.outOfBand ? { outOfBand: true } : {}),
    ...(itemIds.length === 0 ? {} : { inputItemIds: itemIds }),
    ...(prompt === '' ? {} : { inputMessages: [userText(prompt)] }),
  };
}
