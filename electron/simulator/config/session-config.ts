import type { Json, JsonObject } from '../../../shared/json.ts';
import type { AudioFormat } from '../audio/format.ts';
import type { NoiseReduction } from '../audio/reduce-noise.ts';

export interface ServerVad {
  readonly type: 'server_vad';
  readonly threshold: number;
  readonly prefix_padding_ms: number;
  readonly silence_duration_ms: number;
  readonly idle_timeout_ms: number | null;
  readonly create_response: boolean;
  readonly interrupt_response: boolean;
}
export interface SemanticVad {
  readonly type: 'semantic_vad';
  readonly eagerness: 'low' | 'medium' | 'high' | 'auto';
  readonly create_response: boolean;
  readonly interrupt_response: boolean;
}
export type TurnDetection = ServerVad | SemanticVad;

export interface TranscriptionConfig {
  readonly model: string;
  readonly language?: string | null;
  readonly languages?: readonly string[];
  readonly prompt?: string | null;
  readonly keywords?: readonly string[];
  readonly delay?: string;
}

/** The part of a session that `session.update` may change, as it stands on the wire. */
export interface SessionConfig {
  readonly output_modalities: readonly ['audio'] | readonly ['text'];
  readonly instructions: string;
  readonly tools: readonly JsonObject[];
  readonly tool_choice: Json;
  readonly max_output_tokens: number | 'inf';
  readonly truncation: Json;
  readonly tracing: Json;
  readonly prompt: Json;
  readonly include: readonly string[] | null;
  /** Only models that think have it. */
  readonly reasoning?: { readonly effort?: string };
  readonly audio: {
    readonly input: {
      readonly format: AudioFormat;
      readonly transcription: TranscriptionConfig | null;
      readonly noise_reduction: NoiseReduction | null;
      readonly turn_detection: TurnDetection | null;
    };
    readonly output: { readonly format: AudioFormat; readonly voice: Json; readonly speed: number };
  };
}
