import type { Json } from '../json.ts';

/** How an option is edited and checked. */
export type OptionKind =
  | {
      readonly type: 'choice';
      readonly values: readonly string[];
      /** Other words are sent as they are. */ readonly free?: boolean;
      readonly offLabel?: string;
    }
  | {
      readonly type: 'number';
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly unit?: string;
      readonly integer?: boolean;
      readonly inf?: boolean;
      readonly offLabel?: string;
    }
  | { readonly type: 'boolean' }
  | { readonly type: 'text'; readonly placeholder: string };

/** When the service lets an option change. */
export type Changeable = 'always' | 'between-turns' | 'before-first-audio';

export interface OptionSpec {
  readonly id: string;
  readonly group: 'Turn detection' | 'Input audio' | 'Answer' | 'Context';
  readonly label: string;
  readonly description: string;
  /** Dotted path in the GA session object. */
  readonly path: string;
  readonly kind: OptionKind;
  /** What the service does when the option is not sent. null: off, or the service's own text. */
  readonly default: Json;
  readonly changeable: Changeable;
  /** On the wire the value stands alone in a list: `["audio"]`. */
  readonly list?: true;
  /** The option is a member of the object at this path: off (null) here makes the whole object null. */
  readonly switches?: string;
  /** The option exists only while another one has one of these values. */
  readonly onlyWhen?: { readonly id: string; readonly in: readonly Json[] };
}

const vad = 'audio.input.turn_detection';
const serverVad = { id: 'vad.type', in: ['server_vad'] } as const;
const semanticVad = { id: 'vad.type', in: ['semantic_vad'] } as const;
const transcribing = { id: 'transcription.model', in: [] } as const;
const anyVad = { id: 'vad.type', in: ['server_vad', 'semantic_vad'] } as const;

/** Every option of the GA session object that the bench offers. The form, the checks, the diff and the log read this table. */
export const optionSpecs: readonly OptionSpec[] = [
  {
    id: 'vad.type',
    group: 'Turn detection',
    label: 'Kind',
    path: `${vad}.type`,
    switches: vad,
    changeable: 'always',
    default: 'server_vad',
    kind: { type: 'choice', values: ['server_vad', 'semantic_vad'], offLabel: 'none' },
    description: 'What decides that you have finished speaking. None: you commit each turn yourself.',
  },
  {
    id: 'vad.threshold',
    group: 'Turn detection',
    label: 'Threshold',
    path: `${vad}.threshold`,
    changeable: 'always',
    default: 0.5,
    onlyWhen: serverVad,
    kind: { type: 'number', min: 0, max: 1, step: 0.05 },
    description: 'How loud or clear speech must be, 0 to 1. Higher ignores more noise.',
  },
  {
    id: 'vad.prefix',
    group: 'Turn detection',
    label: 'Prefix padding',
    path: `${vad}.prefix_padding_ms`,
    changeable: 'always',
    default: 300,
    onlyWhen: serverVad,
    kind: { type: 'number', min: 0, max: 5000, step: 50, unit: 'ms', integer: true },
    description: 'How much audio from before the detected start belongs to the turn.',
  },
  {
    id: 'vad.silence',
    group: 'Turn detection',
    label: 'Silence',
    path: `${vad}.silence_duration_ms`,
    changeable: 'always',
    default: 500,
    onlyWhen: serverVad,
    kind: { type: 'number', min: 0, max: 10_000, step: 50, unit: 'ms', integer: true },
    description: 'How long a pause ends the turn.',
  },
  {
    id: 'vad.create',
    group: 'Turn detection',
    label: 'Create response',
    path: `${vad}.create_response`,
    changeable: 'always',
    default: true,
    onlyWhen: anyVad,
    kind: { type: 'boolean' },
    description: 'Answer by itself when a turn ends.',
  },
  {
    id: 'vad.interrupt',
    group: 'Turn detection',
    label: 'Interrupt',
    path: `${vad}.interrupt_response`,
    changeable: 'always',
    default: true,
    onlyWhen: anyVad,
    kind: { type: 'boolean' },
    description: 'Stop the running answer when you begin to speak.',
  },
  {
    id: 'vad.eagerness',
    group: 'Turn detection',
    label: 'Eagerness',
    path: `${vad}.eagerness`,
    changeable: 'always',
    default: 'auto',
    onlyWhen: semanticVad,
    kind: { type: 'choice', values: ['low', 'medium', 'high', 'auto'] },
    description: 'How soon it takes a pause for the end: waits at most 8, 4 or 2 s. Auto is medium.',
  },
  {
    id: 'vad.idle',
    group: 'Turn detection',
    label: 'Idle timeout',
    path: `${vad}.idle_timeout_ms`,
    changeable: 'always',
    default: null,
    onlyWhen: serverVad,
    kind: { type: 'number', min: 5000, max: 30_000, step: 1000, unit: 'ms', integer: true, offLabel: 'off' },
    description: 'Answer into silence after this long without speech. Every such answer is charged.',
  },
  {
    id: 'noise.type',
    group: 'Input audio',
    label: 'Noise reduction',
    path: 'audio.input.noise_reduction.type',
    switches: 'audio.input.noise_reduction',
    changeable: 'always',
    default: null,
    kind: { type: 'choice', values: ['near_field', 'far_field'], offLabel: 'off' },
    description:
      'Cleaning by the service before its VAD and the model hear you. Near field: a headset; far field: a room.',
  },
  {
    id: 'transcription.model',
    group: 'Input audio',
    label: 'Transcription',
    path: 'audio.input.transcription.model',
    switches: 'audio.input.transcription',
    changeable: 'always',
    default: null,
    kind: {
      type: 'choice',
      values: ['whisper-1', 'gpt-4o-transcribe', 'gpt-4o-mini-transcribe', 'gpt-transcribe'],
      free: true,
      offLabel: 'off',
    },
    description: 'A second model that writes down what you say. Charged apart. On Azure this may be a deployment name.',
  },
  {
    id: 'transcription.language',
    group: 'Input audio',
    label: 'Language',
    path: 'audio.input.transcription.language',
    changeable: 'always',
    default: null,
    onlyWhen: transcribing,
    kind: { type: 'choice', values: ['en', 'de', 'fr', 'es', 'sv', 'ja', 'zh'], free: true, offLabel: 'not set' },
    description: 'ISO 639-1 code of the language you speak. Not set: the model guesses.',
  },
  {
    id: 'transcription.prompt',
    group: 'Input audio',
    label: 'Prompt',
    path: 'audio.input.transcription.prompt',
    changeable: 'always',
    default: null,
    onlyWhen: transcribing,
    kind: { type: 'text', placeholder: 'Words the transcript should expect.' },
    description: 'Keywords for whisper-1, free text for the gpt-4o models. Some models take none.',
  },
  {
    id: 'modality',
    group: 'Answer',
    label: 'Modality',
    path: 'output_modalities',
    list: true,
    changeable: 'always',
    default: 'audio',
    kind: { type: 'choice', values: ['audio', 'text'] },
    description: 'Audio with its transcript, or text alone.',
  },
  {
    id: 'voice',
    group: 'Answer',
    label: 'Voice',
    path: 'audio.output.voice',
    changeable: 'before-first-audio',
    default: 'alloy',
    kind: {
      type: 'choice',
      values: ['alloy', 'ash', 'ballad', 'cedar', 'coral', 'echo', 'marin', 'sage', 'shimmer', 'verse'],
      free: true,
    },
    description: 'The voice of the answers. Fixed once the session has produced audio.',
  },
  {
    id: 'speed',
    group: 'Answer',
    label: 'Speed',
    path: 'audio.output.speed',
    changeable: 'between-turns',
    default: 1,
    kind: { type: 'number', min: 0.25, max: 1.5, step: 0.05 },
    description: 'Playback speed of the voice, applied after generation.',
  },
  {
    id: 'max_output_tokens',
    group: 'Answer',
    label: 'Max output',
    path: 'max_output_tokens',
    changeable: 'always',
    default: 'inf',
    kind: { type: 'number', min: 1, max: 4096, step: 1, unit: 'tok', integer: true, inf: true },
    description: 'The most tokens one response may use.',
  },
  {
    id: 'instructions',
    group: 'Context',
    label: 'Instructions',
    path: 'instructions',
    changeable: 'always',
    default: null,
    kind: { type: 'text', placeholder: "The service's default prompt." },
    description: 'The system prompt. Empty keeps the default, about 119 tokens, read again at every response.',
  },
  {
    id: 'truncation',
    group: 'Context',
    label: 'Truncation',
    path: 'truncation',
    changeable: 'always',
    default: 'auto',
    kind: { type: 'choice', values: ['auto', 'disabled'] },
    description: 'What happens when the conversation outgrows the model: drop the oldest, or fail.',
  },
];
