import { asObject, type JsonObject } from '../../../shared/json.ts';

/** What ends something that is paid for: its usage, or that it has none, is what the record is kept for. */
const ends: ReadonlySet<unknown> = new Set(['response.done', 'conversation.item.input_audio_transcription.completed']);

const names = (value: JsonObject | undefined): boolean => Object.keys(value ?? {}).some((name) => /usage/i.test(name));

/** Whether a frame of the service reports usage, in whatever place: a power cut right after it must not lose it. */
export const carriesUsage = (event: JsonObject): boolean =>
  ends.has(event['type']) || [event, ...['response', 'item', 'session'].map((key) => asObject(event[key]))].some(names);
