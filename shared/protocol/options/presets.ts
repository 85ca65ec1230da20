import type { JsonObject } from '../../kit/json.ts';

/** A named set of options. Applying one replaces everything that is asked for. */
export interface OptionPreset {
  readonly name: string;
  readonly options: JsonObject;
}

/** The sets that come with the bench. None can be renamed or deleted; a set of the same name cannot be saved. */
export const builtInPresets: readonly OptionPreset[] = [
  { name: 'Service defaults', options: {} },
  { name: 'Push to talk', options: { 'vad.type': null, 'transcription.model': 'whisper-1' } },
  {
    name: 'Patient listener',
    options: { 'vad.type': 'semantic_vad', 'vad.eagerness': 'low', 'transcription.model': 'whisper-1' },
  },
  {
    name: 'Noisy room',
    options: {
      'vad.threshold': 0.7,
      'vad.silence': 700,
      'noise.type': 'far_field',
      'transcription.model': 'whisper-1',
    },
  },
  {
    name: 'Telephone',
    options: {
      'input.format': 'audio/pcmu',
      'output.format': 'audio/pcmu',
      'vad.silence': 700,
      'transcription.model': 'whisper-1',
    },
  },
  {
    name: 'Short and capped',
    options: {
      max_output_tokens: 600,
      truncation: 'retention_ratio',
      'truncation.ratio': 0.7,
      'truncation.limit': 4000,
      'transcription.model': 'whisper-1',
    },
  },
];
