import type { OptionSpec } from '../../option-spec.ts';
import { formatKind, formatMembers } from './input-audio.ts';

const group = 'Answer';
const spoken = { id: 'modality', in: ['audio'] } as const;

/** How the model answers. */
export const answerOptions = [
  {
    id: 'modality',
    group,
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
    group,
    label: 'Voice',
    path: 'audio.output.voice',
    changeable: 'before-first-audio',
    default: 'alloy',
    kind: {
      type: 'choice',
      values: ['alloy', 'ash', 'ballad', 'cedar', 'coral', 'echo', 'marin', 'sage', 'shimmer', 'verse'],
      free: true,
      named: { prefix: 'id', key: 'id', with: {} },
    },
    description: 'The voice of the answers. A custom voice is id: and its id. Fixed once the session has spoken.',
  },
  {
    id: 'speed',
    group,
    label: 'Speed',
    path: 'audio.output.speed',
    changeable: 'between-turns',
    default: 1,
    onlyWhen: spoken,
    kind: { type: 'number', min: 0.25, max: 1.5, step: 0.05 },
    description: 'Speed of the voice, applied after generation.',
  },
  {
    id: 'output.format',
    group,
    label: 'Format out',
    path: 'audio.output.format.type',
    switches: 'audio.output.format',
    alongside: formatMembers,
    changeable: 'always',
    default: 'audio/pcm',
    onlyWhen: spoken,
    kind: formatKind,
    description: 'How the answer is sent. A running answer keeps its format; the next one has the new one.',
  },
  {
    id: 'max_output_tokens',
    group,
    label: 'Max output',
    path: 'max_output_tokens',
    changeable: 'always',
    default: 'inf',
    kind: { type: 'number', min: 1, max: 4096, step: 1, unit: 'tok', integer: true, inf: true },
    description: 'The most tokens one response may use; beyond it the answer ends incomplete.',
  },
  {
    id: 'reasoning.effort',
    group,
    label: 'Reasoning effort',
    path: 'reasoning.effort',
    gaOnly: true,
    since: 'gpt-realtime-2',
    honouredBy: 'gpt-realtime-2, 2.1 and 2.1-mini. Azure lists up to high.',
    changeable: 'always',
    default: null,
    kind: { type: 'choice', values: ['minimal', 'low', 'medium', 'high', 'xhigh'], offLabel: 'not set' },
    description: 'How long the model thinks before it answers. Its thoughts are charged as text output.',
  },
] as const satisfies readonly OptionSpec[];
