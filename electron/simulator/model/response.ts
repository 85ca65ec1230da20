import { asArray, asNumber, asObject, asString, atPath, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import { instructionsText, toolTexts } from '../../../shared/session/fold/prompt.ts';
import type { ModalityTokens, RuleSet } from '../../../shared/usage/rules/rules.ts';
import type { SessionConfig } from '../config/session-config.ts';
import type { AudioEncoder, AudioFormat } from '../wire/audio.ts';
import type { Read } from './context.ts';
import { type FunctionItem, type MessageItem, wireItem, type Written } from './conversation.ts';
import type { Prompt } from './prompt-cache.ts';
import type { PartPlan, ReplyPlan } from './reply-plan.ts';
import type { CountTokens } from './tokens.ts';

/** What holds for one response: the session's configuration with the overrides of its `response.create`. */
export interface ResponseSettings {
  readonly modality: 'audio' | 'text';
  readonly instructions: string;
  readonly tools: readonly Json[];
  readonly toolChoice: Json;
  readonly maxOutputTokens: number | 'inf';
  readonly voice: Json;
  readonly speed: number;
  readonly reasoningEffort: string | undefined;
  readonly format: AudioFormat;
  /** Belongs to the conversation; false: reads and writes nothing of it. */
  readonly inConversation: boolean;
  readonly metadata: JsonObject | null;
  /** Of the preview alone. */
  readonly temperature: number | undefined;
}

/** `overrides` is the checked `response` member of a `response.create`, empty for a response the VAD asked for. */
export function settingsOf(config: SessionConfig, overrides: JsonObject): ResponseSettings {
  const modality = asString(asArray(overrides['output_modalities'])[0]) ?? config.output_modalities[0];
  return {
    modality: modality === 'text' ? 'text' : 'audio',
    instructions: asString(overrides['instructions']) ?? config.instructions,
    tools: (overrides['tools'] as readonly Json[] | undefined) ?? config.tools,
    toolChoice: overrides['tool_choice'] ?? config.tool_choice,
    maxOutputTokens: (overrides['max_output_tokens'] as number | 'inf' | undefined) ?? config.max_output_tokens,
    voice: atPath(overrides, 'audio.output.voice') ?? config.audio.output.voice,
    speed: config.audio.output.speed,
    reasoningEffort: asString(atPath(overrides, 'reasoning.effort')) ?? config.reasoning?.effort,
    format:
      (atPath(overrides, 'audio.output.format') as unknown as AudioFormat | undefined) ?? config.audio.output.format,
    inConversation: overrides['conversation'] !== 'none',
    metadata: asObject(overrides['metadata']) ?? null,
    temperature: asNumber(overrides['temperature']) ?? config.temperature,
  };
}

/** What the response reads before the conversation: instructions and tools. */
export function promptOf({ instructions, tools }: ResponseSettings, rules: RuleSet, count: CountTokens): Prompt {
  const { instructionsPlus, toolsPlus } = rules.prompt;
  const written = toolTexts([...tools]);
  return {
    key: JSON.stringify([instructions, tools]),
    tokens:
      count(instructionsText(instructions)) +
      instructionsPlus +
      (written.length === 0 ? 0 : toolsPlus) +
      written.reduce((sum, text) => sum + count(text), 0),
  };
}

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
    ...(settings.temperature === undefined ? {} : { temperature: settings.temperature }),
  };
}
