import { wireRateHz } from '../../../audio/frames.ts';
import type { JsonObject } from '../../../kit/json.ts';
import { lookup } from '../../../kit/lookup.ts';
import type { OptionSpec } from '../../option-spec.ts';

/** The formats of audio on the wire; only PCM names its rate. */
export const formatKind = {
  type: 'choice',
  values: ['audio/pcm', 'audio/pcmu', 'audio/pcma'],
  labels: { 'audio/pcm': 'PCM', 'audio/pcmu': 'mu-law', 'audio/pcma': 'A-law' },
} as const;

export const formatMembers = lookup<JsonObject>({ 'audio/pcm': { rate: wireRateHz } });

const group = 'Input audio';

/** How your voice travels, and what cleans it. */
export const inputAudioOptions = [
  {
    id: 'input.format',
    group,
    label: 'Format in',
    alsoCalled: 'codec, G.711, telephone, PCMU, PCMA, sample rate',
    path: 'audio.input.format.type',
    switches: 'audio.input.format',
    alongside: formatMembers,
    transcribes: true,
    changeable: 'always',
    default: 'audio/pcm',
    kind: formatKind,
    description:
      'How your voice is sent: PCM at 24 kHz, or as a telephone does it, G.711 at 8 kHz and 8 bits, a sixth of the data.',
  },
  {
    id: 'noise.type',
    group,
    label: 'Noise reduction',
    alsoCalled: 'denoise, noise filter, noise cancelling, background, echo',
    path: 'audio.input.noise_reduction.type',
    switches: 'audio.input.noise_reduction',
    transcribes: true,
    changeable: 'always',
    default: null,
    kind: { type: 'choice', values: ['near_field', 'far_field'], offLabel: 'off' },
    description:
      'Cleaning by the service before its VAD and the model hear you. Near field: a headset; far field: a room.',
  },
  {
    id: 'noise.strength',
    group,
    label: 'Strength',
    path: 'audio.input.noise_reduction.strength',
    gaOnly: true,
    transcribes: true,
    changeable: 'always',
    default: 1,
    onlyWhen: { id: 'noise.type', in: [] },
    kind: { type: 'number', min: 0, max: 10, step: 0.1 },
    honouredBy: 'New in 2026; older deployments refuse it as unknown.',
    description: 'How much is taken out; higher takes more.',
  },
] as const satisfies readonly OptionSpec[];
