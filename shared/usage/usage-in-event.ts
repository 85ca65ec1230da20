import {
  asObject,
  atPath,
  isDeeperThan,
  isJsonObject,
  type Json,
  type JsonObject,
  mostLevels,
  parseJson,
} from '../kit/json.ts';
import { shortName, type UsageProblem } from './problems.ts';
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

/** An object, also one that is written as a text, as metadata has to be. */
function objectIn(value: Json | undefined): { readonly usage: JsonObject; readonly asText: boolean } | null {
  if (isJsonObject(value)) return { usage: value, asText: false };
  const parsed = typeof value === 'string' && value.trimStart().startsWith('{') ? parseJson(value) : undefined;
  return isJsonObject(parsed) && !isDeeperThan(parsed, mostLevels) ? { usage: parsed, asText: true } : null;
}

/** A dotted path and what stands there; a name may hold a dot itself, so the path alone does not lead there. */
type Place = readonly [path: string, value: Json | undefined];

/** Members of an object that are a usage object under another name, or hold one: `response.token_usage`, `billing.usage`. */
const namesBelow = (value: JsonObject, above: string): Place[] =>
  Object.entries(value).flatMap(([key, member]): Place[] => {
    // A response is looked into by itself.
    if (!isJsonObject(member) || key === 'response') return [];
    return looksLikeUsage(member) ? [[`${above}${key}`, member]] : [[`${above}${key}.usage`, member['usage']]];
  });

/**
 * The usage that the end of a response or of a transcription reports, in its place or in another one; null: it reports none.
 * @param event `response.done`, or `conversation.item.input_audio_transcription.completed`
 */
export function usageOfEvent(source: 'response' | 'transcription', event: JsonObject): FoundReport | null {
  const proper = properPlaces[source];
  const places: Place[] = [
    ...[proper, ...otherPlaces].map((path): Place => [path, atPath(event, path)]),
    ...namesBelow(asObject(event['response']) ?? {}, 'response.'),
    ...namesBelow(event, ''),
  ];
  for (const [place, value] of places) {
    const found = objectIn(value);
    if (found === null) continue;
    const problems: UsageProblem[] = [];
    if (place !== proper) {
      const sentence = `The usage stands in ${shortName(place)} of the event, not in ${proper}; it was read there.`;
      problems.push({ kind: 'elsewhere', path: place, sentence });
    }
    if (found.asText) {
      const sentence = `The usage in ${shortName(place)} is written as a text, and was read.`;
      problems.push({ kind: 'as-text', path: place, sentence });
    }
    return { usage: found.usage, place, problems };
  }
  return null;
}

const placesOfOthers = ['response.usage', 'item.usage', 'session.usage'] as const;

/** A `usage` object on an event that is not known to carry one: kept and shown, though no price applies to it. */
export function otherUsage(event: JsonObject): JsonObject | null {
  const own = event['usage'];
  if (own === undefined && !isJsonObject(event['response'] ?? event['item'] ?? event['session'])) return null;
  if (isJsonObject(own)) return own;
  for (const place of placesOfOthers) {
    const usage = asObject(atPath(event, place));
    if (usage !== undefined) return usage;
  }
  return null;
}
