import { asNumber, type Json, type JsonObject } from '../json.ts';
import type { RealtimeUsage } from './realtime-usage.ts';
import { numericLeaves } from './report.ts';

/** Text and audio of a total, by the evidence: as much audio as it shows, the rest text. */
function split(total: number, audio: number): JsonObject {
  const spoken = Math.min(audio, total);
  return { text_tokens: total - spoken, audio_tokens: spoken };
}

/**
 * What a report leaves out that prices need: some gateways tell totals and keep text and audio together. Null for a report
 * with its details, or without totals.
 */
export function splitReport(reported: JsonObject, estimate: RealtimeUsage): JsonObject | null {
  const side = (total: string, details: string, audio: number): Record<string, Json> => {
    const tokens = asNumber(reported[total]) ?? 0;
    const has = numericLeaves(reported[details] ?? null).length > 0;
    return has || tokens <= 0 ? {} : { [details]: split(tokens, audio) };
  };
  const added: JsonObject = {
    ...side('input_tokens', 'input_token_details', estimate.input_token_details.audio_tokens),
    ...side('output_tokens', 'output_token_details', estimate.output_token_details.audio_tokens),
  };
  return Object.keys(added).length === 0 ? null : added;
}
