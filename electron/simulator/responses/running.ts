import type { Json, JsonObject } from '../../../shared/json.ts';
import type { ModalityTokens } from '../../../shared/usage/rules/rules.ts';
import type { AudioEncoder } from '../audio/format.ts';
import { wireItem, type FunctionItem, type MessageItem, type Written } from '../conversation/item.ts';
import type { Prompt } from '../usage/prefix-cache.ts';
import type { Read } from '../usage/reading.ts';
import type { PartPlan, ReplyPlan } from './plan.ts';
import type { ResponseSettings } from './settings.ts';

/** A message that is being delivered, or was. */
export interface Delivery {
  readonly plan: ReplyPlan;
  readonly item: MessageItem;
  readonly encoder: AudioEncoder;
  /** How far into the plan it has been delivered. */
  sentMs: number;
  sentWords: number;
  sentText: string;
  /** Stretches of transcript that went out between stretches of audio. */
  runs: number;
  inRun: boolean;
  /** When streaming began, on the process's monotonic clock. */
  readonly startedAtMs: number;
  stalled: boolean;
}

/** An item of the output: a message, or a call, which goes out at once. */
export type Output = Delivery | { readonly plan: null; readonly item: FunctionItem };

/** What a response reads, and how much of it the cache knows. */
export interface Context {
  readonly prompt: Prompt;
  readonly reads: readonly Read[];
  /** Prompt and items together. */
  readonly read: ModalityTokens & { readonly image: number };
  readonly cached: ModalityTokens;
}

/** A response between its `response.created` and its `response.done`. */
export interface RunningResponse {
  readonly id: string;
  readonly conversationId: string | null;
  readonly settings: ResponseSettings;
  readonly context: Context;
  /** What it is still to put out. */
  readonly toCome: PartPlan[];
  /** What it has begun to put out; empty until its first output. */
  readonly outputs: Output[];
  readonly written: Written;
  /** Tokens it thinks; null: its model does not. */
  readonly thoughts: number | null;
  /** Nothing but a cancellation ends it. */
  readonly staysOpen: boolean;
  /** Takes back the timer that would go on with it. */
  stopTimer: () => void;
}

export type EndStatus = 'completed' | 'cancelled' | 'incomplete' | 'failed';

/** How a response ended: `status_details` follows from it. */
export interface Ending {
  readonly status: EndStatus;
  readonly reason?: 'turn_detected' | 'client_cancelled' | 'max_output_tokens';
  readonly error?: JsonObject;
}

/** The messages of its output. */
export const deliveriesOf = ({ outputs }: Pick<RunningResponse, 'outputs'>): Delivery[] =>
  outputs.filter((output): output is Delivery => output.plan !== null);

/** The `response` object of its events. */
export function wireResponse(running: RunningResponse, ending: Ending | null, usage: Json): JsonObject {
  const { settings } = running;
  const { status = 'in_progress', reason, error } = ending ?? {};
  const details: JsonObject = {
    type: status,
    ...(reason === undefined ? {} : { reason }),
    ...(error === undefined ? {} : { error }),
  };
  return {
    object: 'realtime.response',
    id: running.id,
    status,
    status_details: reason === undefined && error === undefined ? null : details,
    output: running.outputs.map(({ item }) => wireItem(item)),
    conversation_id: running.conversationId,
    output_modalities: [settings.modality],
    max_output_tokens: settings.maxOutputTokens,
    audio: { output: { format: { ...settings.format }, voice: settings.voice } },
    usage,
    metadata: settings.metadata,
  };
}
