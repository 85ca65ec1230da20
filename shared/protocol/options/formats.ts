import type { JsonObject } from '../../json.ts';

/** The formats of audio on the wire; only PCM names its rate. */
export const formatKind = {
  type: 'choice',
  values: ['audio/pcm', 'audio/pcmu', 'audio/pcma'],
  labels: { 'audio/pcm': 'PCM 24 kHz', 'audio/pcmu': 'mu-law 8 kHz', 'audio/pcma': 'A-law 8 kHz' },
} as const;

export const formatMembers: Readonly<Record<string, JsonObject>> = { 'audio/pcm': { rate: 24_000 } };
