import type { Json, JsonObject } from '../../../shared/json.ts';
import type { Context, ResponseOutput } from '../../../shared/usage/recurrence.ts';
import type { AudioEncoder } from '../audio/format.ts';
import { wireItem, type FunctionItem, type MessageItem } from '../conversation/item.ts';
import type { CountTokens } from '../usage/tokens.ts';
import type { ReplyPlan } from './plan.ts';
import type { ResponseSettings } from './settings.ts';

/** A response between its `response.created` and its `response.done`. */
export interface RunningResponse {
  readonly id: string;
  readonly conversationId: string | null;
  readonly settings: ResponseSettings;
  readonly context: Context;
  readonly plan: ReplyPlan;
  readonly encoder: AudioEncoder;
  /** null until its first output. */
  item: MessageItem | null;
  /** The function it called in place of an answer. */
  call: FunctionItem | null;
  /** How far into the plan it has been delivered. */
  sentMs: number;
  sentWords: number;
  sentText: string;
  /** When streaming began, on the process's monotonic clock. */
  startedAtMs: number | null;
  stalled: boolean;
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

/** What has been produced so far. */
export const outputSoFar = (running: RunningResponse, count: CountTokens): ResponseOutput => ({
  audioMs: running.plan.spoken ? running.sentMs : 0,
  textTokens: count(running.sentText),
});

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
    output: [running.item, running.call].flatMap((item) => (item === null ? [] : [wireItem(item)])),
    conversation_id: running.conversationId,
    output_modalities: [settings.modality],
    max_output_tokens: settings.maxOutputTokens,
    audio: { output: { format: { ...settings.format }, voice: settings.voice } },
    usage,
    metadata: settings.metadata,
  };
}
