import { asNumber, atPath, type JsonObject } from '../json.ts';
import type { EstimateError } from './expected.ts';
import { isEmptyUsage } from './report.ts';

const paths: Readonly<Record<keyof EstimateError, string>> = {
  textIn: 'input_token_details.text_tokens',
  audioIn: 'input_token_details.audio_tokens',
  cached: 'input_token_details.cached_tokens',
  textOut: 'output_token_details.text_tokens',
  audioOut: 'output_token_details.audio_tokens',
  seconds: 'seconds',
};

/** Part of text out, which nothing in a conversation foretells. */
const reasoning = 'output_token_details.reasoning_tokens';

/** How far an estimate is from a report that came; null for a report that says nothing. */
export function errorOf(estimate: JsonObject, reported: JsonObject | null | undefined): EstimateError | null {
  if (reported === undefined || reported === null || isEmptyUsage(reported)) return null;
  // A report of totals alone has nothing to hold the parts against.
  if (Object.values(paths).every((path) => asNumber(atPath(reported, path)) === undefined)) return null;
  const off = (path: string, thought = 0): number => {
    const said = asNumber(atPath(reported, path));
    return said === undefined ? 0 : (asNumber(atPath(estimate, path)) ?? 0) - (said - thought);
  };
  return {
    textIn: off(paths.textIn),
    audioIn: off(paths.audioIn),
    cached: off(paths.cached),
    textOut: off(paths.textOut, asNumber(atPath(reported, reasoning)) ?? 0),
    audioOut: off(paths.audioOut),
    seconds: off(paths.seconds),
  };
}

/** Tokens an estimate is off, field by field and whichever way. What was cached is the cache's affair and not counted. */
export const tokensOff = (error: EstimateError): number =>
  Math.abs(error.textIn) + Math.abs(error.audioIn) + Math.abs(error.textOut) + Math.abs(error.audioOut);
