import { asObject, atPath, isJsonObject, type JsonObject } from '../json.ts';

/** Events whose usage belongs to a response or a transcription and is counted there. */
const counted: readonly string[] = ['response.done', 'conversation.item.input_audio_transcription.completed'];
const places = ['response.usage', 'item.usage', 'session.usage'] as const;

/** A `usage` object on an event that is not known to carry one: kept and shown, though no price applies to it. */
export function otherUsage(type: string, event: JsonObject): JsonObject | null {
  const own = event['usage'];
  if (own === undefined && !isJsonObject(event['response'] ?? event['item'] ?? event['session'])) return null;
  if (counted.includes(type)) return null;
  if (isJsonObject(own)) return own;
  for (const place of places) {
    const usage = asObject(atPath(event, place));
    if (usage !== undefined) return usage;
  }
  return null;
}
