import type { JsonObject } from '../../json.ts';
import { lookup } from '../../lookup.ts';

/** The formats of audio on the wire; only PCM names its rate. */
export const formatKind = {
  type: 'choice',
  values: ['audio/pcm', 'audio/pcmu', 'audio/pcma'],
  labels: { 'audio/pcm': 'PCM', 'audio/pcmu': 'mu-law', 'audio/pcma': 'A-law' },
} as const;

export const formatMembers = lookup<JsonObject>({ 'audio/pcm': { rate: 24_000 } });
