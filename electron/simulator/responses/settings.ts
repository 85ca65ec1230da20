import { asArray, asObject, asString, atPath, type Json, type JsonObject } from '../../../shared/json.ts';
import type { SessionConfig } from '../config/session-config.ts';
import type { AudioFormat } from '../audio/format.ts';
import { tokensPerMessageOverhead } from '../../../shared/usage/recurrence.ts';
import type { CountTokens } from '../usage/tokens.ts';

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
  };
}

/** What the response reads before the conversation: instructions and tools. */
export function promptOf(settings: ResponseSettings, count: CountTokens): { key: string; tokens: number } {
  const tools = settings.tools.length === 0 ? '' : JSON.stringify(settings.tools);
  return {
    key: `${settings.instructions}\0${tools}`,
    tokens: count(settings.instructions) + tokensPerMessageOverhead + count(tools),
  };
}
