import { noMeterTokens } from '../../billing/meter-kind.ts';
import type { LogEvidence } from '../evidence/evidence.ts';
import type { SideEvent } from './story.ts';
import type { StoryKind } from './story-kind.ts';

/** Transcription of the caller, billed on the Realtime model's meters. */
export const transcriptionBeside: StoryKind = {
  id: 'transcription',
  beside: ({ log }) => (log === null ? [] : transcription(log)),
};

function transcription({ transcription }: LogEvidence): SideEvent[] {
  if (transcription === undefined || transcription === null) return [];
  const { audioIn, textIn, textOut, model } = transcription;
  if (audioIn + textIn + textOut === 0) return [];
  return [
    {
      id: 'transcription',
      title: 'transcription of what you said is on these meters',
      tokens: { ...noMeterTokens, audio_in: audioIn, text_in: textIn, text_out: textOut },
      turns: null,
      assumption: `Transcription${model === null ? '' : ` by ${model}`} is billed on the Realtime model's meters. Documentation gives it meters of its own.`,
      mechanisms: ['transcription billed on the Realtime meters'],
    },
  ];
}
