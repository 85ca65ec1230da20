import { asArray, asObject, asString, atPath, type Json, type JsonObject } from '../../../shared/json.ts';
import type { SessionConfig } from '../config/session-config.ts';
import type { AudioFormat } from '../audio/format.ts';
import { instructionsText, toolTexts } from '../../../shared/session/prompt/prompt.ts';
import type { RuleSet } from '../../../shared/usage/rules/rules.ts';
import type { Prompt } from '../usage/prefix-cache.ts';
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
