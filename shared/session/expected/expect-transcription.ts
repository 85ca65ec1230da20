import type { JsonObject } from '../../json.ts';
import type { ItemView, TranscriptionView } from '../view.ts';
import { errorOf } from '../../usage/estimate-error.ts';
import type { ExpectedTranscription, TranscriptionEvidence } from '../../usage/expected.ts';
import { userAudioTokens } from '../../usage/recurrence.ts';
import { isEmptyUsage } from '../../usage/report.ts';
import { roughTokens } from '../../usage/rough-tokens.ts';

/** These models report tokens; every other one reports how long the audio was. */
const tokenModels = /^gpt-4o(?:-mini)?-transcribe/;

function estimateOf({ unit, audioMs, textTokens }: TranscriptionEvidence): JsonObject {
  if (unit === 'seconds') return { type: 'duration', seconds: audioMs / 1000 };
  const audio = userAudioTokens(audioMs);
  return {
    type: 'tokens',
    total_tokens: audio + textTokens,
    input_tokens: audio,
    input_token_details: { text_tokens: 0, audio_tokens: audio },
    output_tokens: textTokens,
  };
}

/** Says nothing for billing: no object, or every number in it 0. */
const silent = (usage: JsonObject | null): boolean => usage === null || isEmptyUsage(usage);

/** What the transcription of an item probably used, by its audio and transcript and by what it has reported. */
export function expectedTranscription(
  item: Pick<ItemView, 'audioMs' | 'text' | 'textTokens'>,
  { model, status, usage }: Pick<TranscriptionView, 'model' | 'status' | 'usage'>,
  seq: number | null,
): ExpectedTranscription {
  const evidence: TranscriptionEvidence = {
    seq,
    audioMs: item.audioMs,
    unit: tokenModels.test(model) ? 'tokens' : 'seconds',
    characters: item.text.length,
    textTokens: item.textTokens ?? roughTokens(item.text.length),
    uncounted: item.textTokens === null && item.text !== '' ? 1 : 0,
  };
  const estimate = estimateOf(evidence);
  if (!silent(usage)) {
    return { basis: 'reported', usage: usage ?? {}, added: null, estimate, evidence, error: errorOf(estimate, usage) };
  }
  return {
    basis: status === 'pending' ? 'live' : 'estimated',
    usage: estimate,
    added: null,
    estimate,
    evidence,
    error: null,
  };
}
