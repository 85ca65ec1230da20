import type { PromptView } from '../prompt/prompt-view.ts';
import type { SessionView } from '../view.ts';
import type { EvidencePart, InputEvidence, OwnInput, TextCount } from '../../usage/expected.ts';
import { readItems, type ItemRead } from './items-read.ts';
import {
  defaultPromptTokens,
  tokensPerMessageOverhead,
  userAudioTokens,
  type ModalityTokens,
} from '../../usage/recurrence.ts';
import { roughTokens } from '../../usage/rough-tokens.ts';

/** What a response reads and with what prompt. */
export interface Reading {
  /** Sequence number of the `response.created`. */
  readonly seq: number;
  readonly prompt: PromptView;
  /** Null: the conversation. */
  readonly ownInput: OwnInput | null;
}

const tokensOf = (text: TextCount): number => text.tokens ?? roughTokens(text.characters);
const uncounted = (text: TextCount | null): number => (text !== null && text.tokens === null ? 1 : 0);

/** Instructions cost what a message does beside their content; without any the service takes its default. */
export function promptTokens({ instructions, tools }: Pick<PromptView, 'instructions' | 'tools'>): number {
  const own = instructions === null ? defaultPromptTokens : tokensOf(instructions) + tokensPerMessageOverhead;
  return own + (tools === null ? 0 : tokensOf(tools));
}

const none: EvidencePart = { items: 0, audioMs: 0, tokens: 0 };
const add = (part: EvidencePart, audioMs: number, tokens: number): EvidencePart => ({
  items: part.items + 1,
  audioMs: part.audioMs + audioMs,
  tokens: part.tokens + tokens,
});

interface Sum {
  userAudio: EvidencePart;
  assistantAudio: EvidencePart;
  text: EvidencePart;
  messages: number;
  images: number;
  uncounted: number;
}

function addItem(sum: Sum, read: ItemRead): void {
  const { kind, audioMs, audioTokens, textTokens } = read;
  if (kind === 'user-audio') sum.userAudio = add(sum.userAudio, audioMs, audioTokens);
  else {
    if (kind === 'assistant-audio') sum.assistantAudio = add(sum.assistantAudio, audioMs, audioTokens);
    sum.text = add(sum.text, 0, textTokens);
    if (!read.counted) sum.uncounted += 1;
  }
  if (read.message) sum.messages += 1;
  sum.images += read.images;
}

/** What the request itself brings beside the items it refers to. */
function addOwn(sum: Sum, own: OwnInput): void {
  if (own.audioMs > 0) sum.userAudio = add(sum.userAudio, own.audioMs, userAudioTokens(own.audioMs));
  if (own.messages > 0) sum.text = add(sum.text, 0, tokensOf(own.text));
  sum.messages += own.messages;
  sum.uncounted += own.text.characters > 0 ? uncounted(own.text) : 0;
}

const textIn = (prompt: number, sum: Pick<Sum, 'text' | 'messages'>): number =>
  prompt + sum.text.tokens + sum.messages * tokensPerMessageOverhead;

/** What `evidence` adds up to. */
export const inputOf = (evidence: InputEvidence): ModalityTokens => ({
  text: textIn(evidence.promptTokens, evidence),
  audio: evidence.userAudio.tokens + evidence.assistantAudio.tokens,
});

const emptySum = (): Sum => ({
  userAudio: none,
  assistantAudio: none,
  text: none,
  messages: 0,
  images: 0,
  uncounted: 0,
});

/**
 * Input by the recurrence: prompt, and everything said before, read again. Of it, the beginning that an earlier response
 * of the session read behind the same prompt is `processed`.
 */
export function inputEvidence(view: Pick<SessionView, 'items'>, { seq, prompt, ownInput }: Reading): InputEvidence {
  const whole = emptySum();
  const before = emptySum();
  const promptCost = promptTokens(prompt);
  let items = 0;
  for (const read of readItems(view, seq, ownInput)) {
    addItem(whole, read);
    if (ownInput === null && items < prompt.processedItems) addItem(before, read);
    items += 1;
  }
  if (ownInput !== null) addOwn(whole, ownInput);
  const promptRead = prompt.processedItems >= 0;
  return {
    ...whole,
    instructions: prompt.instructions,
    tools: prompt.tools,
    ownInput,
    promptTokens: promptCost,
    items,
    processed: {
      text: promptRead ? textIn(promptCost, before) : 0,
      audio: before.userAudio.tokens + before.assistantAudio.tokens,
    },
    processedItems: prompt.processedItems,
    uncounted: whole.uncounted + uncounted(prompt.instructions) + uncounted(prompt.tools),
  };
}
