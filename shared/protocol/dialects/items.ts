import { asArray, asString, isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { lookup, type Lookup } from '../../lookup.ts';

const gaContent = lookup<string>({ text: 'output_text', audio: 'output_audio' });
const previewContent = lookup<string>({ output_text: 'text', output_audio: 'audio' });

/** Renames the content types of a message. Items without content, and types both dialects share, stay as they are. */
function renamed(item: Json, names: Lookup<string>): Json {
  if (!isJsonObject(item) || !Array.isArray(item['content'])) return item;
  const content = asArray(item['content']).map((part) => {
    if (!isJsonObject(part)) return part;
    const type = names(asString(part['type']) ?? '');
    return type === undefined ? part : { ...part, type };
  });
  return { ...item, content };
}

export const gaItem = (item: Json): Json => renamed(item, gaContent);
export const previewItem = (item: Json): Json => renamed(item, previewContent);

/** An object with the items of one of its lists changed; without such a list it is the object itself. */
export function withItems(value: JsonObject, list: string, change: (item: Json) => Json): JsonObject {
  return Array.isArray(value[list]) ? { ...value, [list]: asArray(value[list]).map(change) } : value;
}
