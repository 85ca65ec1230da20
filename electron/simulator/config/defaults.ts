import type { JsonObject } from '../../../shared/json.ts';
import { defaultInstructions } from './default-instructions.ts';
import type { SemanticVad, ServerVad, SessionConfig } from './session-config.ts';
import { lookup } from '../../../shared/lookup.ts';

export const serverVadDefaults: ServerVad = {
  type: 'server_vad',
  threshold: 0.5,
  prefix_padding_ms: 300,
  silence_duration_ms: 500,
  idle_timeout_ms: null,
  create_response: true,
  interrupt_response: true,
};

export const semanticVadDefaults: SemanticVad = {
  type: 'semantic_vad',
  eagerness: 'auto',
  create_response: true,
  interrupt_response: true,
};

/** The session nobody has configured. */
export const defaultConfig: SessionConfig = {
  output_modalities: ['audio'],
  instructions: defaultInstructions,
  tools: [],
  tool_choice: 'auto',
  max_output_tokens: 'inf',
  truncation: 'auto',
  tracing: null,
  prompt: null,
  include: null,
  audio: {
    input: {
      format: { type: 'audio/pcm', rate: 24000 },
      transcription: null,
      noise_reduction: null,
      turn_detection: serverVadDefaults,
    },
    output: { format: { type: 'audio/pcm', rate: 24000 }, voice: 'alloy', speed: 1 },
  },
};

/** Members that `session.update` merges; every other member is replaced whole. */
export const mergedPaths: readonly string[] = ['audio', 'audio.input', 'audio.output'];

/** What a member is filled up with when an update leaves parts of it out. */
export const fillers = lookup<(value: JsonObject) => JsonObject>({
  'audio.input.turn_detection': (value) => ({
    ...(value['type'] === 'semantic_vad' ? semanticVadDefaults : serverVadDefaults),
    ...value,
  }),
  'audio.input.format': fillRate,
  'audio.output.format': fillRate,
});

function fillRate(format: JsonObject): JsonObject {
  return format['type'] === 'audio/pcm' ? { type: 'audio/pcm', rate: 24000 } : { ...format };
}
