import type { ModalityTokens } from './rules/rules.ts';

/** The `usage` object of a `response.done`. A type and not an interface, so that it passes for the JSON it is. */
export type RealtimeUsage = {
  total_tokens: number;
  input_tokens: number;
  output_tokens: number;
  input_token_details: {
    text_tokens: number;
    audio_tokens: number;
    image_tokens: number;
    cached_tokens: number;
    cached_tokens_details: { text_tokens: number; audio_tokens: number; image_tokens: number };
  };
  /** `reasoning_tokens`: part of the text, of models that think. */
  output_token_details: { text_tokens: number; audio_tokens: number; reasoning_tokens?: number };
};

/** A `usage` object from what was read, how much of that came from the cache, and what was produced. */
export function usageOf(
  read: ModalityTokens & { readonly image?: number },
  cached: ModalityTokens,
  made: ModalityTokens,
): RealtimeUsage {
  const image = read.image ?? 0;
  const inTotal = read.text + read.audio + image;
  const outTotal = made.text + made.audio;
  return {
    total_tokens: inTotal + outTotal,
    input_tokens: inTotal,
    output_tokens: outTotal,
    input_token_details: {
      text_tokens: read.text,
      audio_tokens: read.audio,
      image_tokens: image,
      cached_tokens: cached.text + cached.audio,
      cached_tokens_details: { text_tokens: cached.text, audio_tokens: cached.audio, image_tokens: 0 },
    },
    output_token_details: { text_tokens: made.text, audio_tokens: made.audio },
  };
}
