import type { JsonObject } from '../../shared/kit/json.ts';
import type { TranscriptionFact, UsageFact } from './facts.ts';

/** The members that have a value; null when none has: what was not reported is left out and is no zero. */
function members(values: { readonly [name: string]: JsonObject[string] | undefined }): JsonObject | null {
  const known = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [[name, value] as const],
  );
  return known.length === 0 ? null : Object.fromEntries(known);
}

/** The input side of a report, as it stood in `usage` of a `response.done`; null when it was not reported. */
export const inputUsage = (usage: UsageFact): JsonObject | null =>
  members({
    input_tokens: usage.input,
    input_token_details: members({
      text_tokens: usage.inText,
      audio_tokens: usage.inAudio,
      image_tokens: usage.inImage,
      cached_tokens: usage.cached,
      cached_tokens_details: members({ text_tokens: usage.cachedText, audio_tokens: usage.cachedAudio }),
    }),
  });

/** A report as it stood in `usage` of a `response.done`, of nothing but the members that are known. */
export const responseUsage = (usage: UsageFact): JsonObject | null =>
  members({
    total_tokens: usage.total ?? usage.totalOnly,
    ...inputUsage(usage),
    output_tokens: usage.output,
    output_token_details: members({
      text_tokens: usage.outText,
      audio_tokens: usage.outAudio,
      reasoning_tokens: usage.reasoning,
    }),
  });

/** A report as it stood in `usage` of a finished transcription. */
export const transcriptionUsage = ({ usage }: TranscriptionFact): JsonObject | null =>
  members({
    ...usage,
    input_token_details: members({ ...usage?.input_token_details }),
  });
