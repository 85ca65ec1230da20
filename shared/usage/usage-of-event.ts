import { asObject, atPath, isJsonObject, parseJson, type Json, type JsonObject } from '../json.ts';
import type { UsageProblem } from './problems.ts';
import { looksLikeUsage } from './spelling.ts';

/** A usage object where an event had it. */
export interface FoundReport {
  /** As it came. */
  readonly usage: JsonObject;
  /** Dotted path in the event. */
  readonly place: string;
  /** That it stood in another place than the protocol's, or was written as a text. */
  readonly problems: readonly UsageProblem[];
}

const properPlaces = { response: 'response.usage', transcription: 'usage' } as const;
/** Where gateways put it instead, the likeliest first. */
const otherPlaces = ['usage', 'response.metadata.usage', 'metadata.usage', 'item.usage'];

/** The object at a place, also one that is written there as a text, as metadata has to be. */
function objectAt(event: JsonObject, place: string): { readonly usage: JsonObject; readonly asText: boolean } | null {
  const value: Json | undefined = atPath(event, place);
  if (isJsonObject(value)) return { usage: value, asText: false };
  const parsed = typeof value === 'string' && value.trimStart().startsWith('{') ? parseJson(value) : undefined;
  return isJsonObject(parsed) ? { usage: parsed, asText: true } : null;
}

const namesBelow = (value: JsonObject, above: string): string[] =>
  Object.entries(value).flatMap(([key, member]) => {
    // A dot in a name is no step of a path, and a response is looked into by itself.
    if (!isJsonObject(member) || key.includes('.') || key === 'response') return [];
    if (looksLikeUsage(member)) return [`${above}${key}`];
    return isJsonObject(member['usage']) ? [`${above}${key}.usage`] : [];
  });

/** Places under another name, on the event and one level down: `response.token_usage`, `billing.usage`. */
const otherNames = (event: JsonObject): string[] => [
  ...namesBelow(asObject(event['response']) ?? {}, 'response.'),
  ...namesBelow(event, ''),
];

/**
 * The usage that the end of a response or of a transcription reports, in its place or in another one; null: it reports none.
 * @param event `response.done`, or `conversation.item.input_audio_transcription.completed`
 */
export function usageOfEvent(source: 'response' | 'transcription', event: JsonObject): FoundReport | null {
  const proper = properPlaces[source];
  for (const place of new Set([proper, ...otherPlaces, ...otherNames(event)])) {
    const found = objectAt(event, place);
    if (found === null) continue;
    const problems: UsageProblem[] = [];
    if (place !== proper) {
      const sentence = `The usage stands in ${place} of the event, not in ${proper}; it was read there.`;
      problems.push({ kind: 'elsewhere', path: place, sentence });
    }
    if (found.asText) {
      problems.push({
        kind: 'as-text',
        path: place,
        sentence: `The usage in ${place} is written as a text, and was read.`,
      });
    }
    return { usage: found.usage, place, problems };
  }
  return null;
}
