import type { Failure } from '../failure.ts';

/** What an error of the service can be an answer to. `session`: to nothing that was sent. */
export type ErrorSubject = 'options' | 'create' | 'commit' | 'cancel' | 'item' | 'session';

/** Codes, and types where there is no code, by what they answer. One entry a kind. */
const byCode: readonly (readonly [RegExp, ErrorSubject])[] = [
  [/^input_audio_buffer/, 'commit'],
  [/^conversation_already_has_active_response$/, 'create'],
  [/^response_cancel/, 'cancel'],
  [/^(?:item_|conversation_item|invalid_tool_call)/, 'item'],
  [/^(?:session_expired|invalid_api_key|model_not_found|server_error)$|quota|rate_limit|too_many/, 'session'],
  [/^cannot_update|^session_|turn_detection|transcription_model/, 'options'],
];

/** Where the path of what an error minds begins, by what it answers. */
const byParam: readonly (readonly [RegExp, ErrorSubject])[] = [
  [/^session(?:\.|\[|$)/, 'options'],
  [/^response(?:\.|\[|$)/, 'create'],
  [/^response_id$/, 'cancel'],
  [/^(?:item|previous_item_id|content_index|audio_end_ms)/, 'item'],
  [/^audio$/, 'commit'],
];

const meant = (table: readonly (readonly [RegExp, ErrorSubject])[], word: string | null): ErrorSubject | undefined =>
  word === null ? undefined : table.find(([tells]) => tells.test(word))?.[1];

/** What an error answers that names no event, by its code before its place; null: its words do not tell. */
export const subjectOf = ({ code, type, param }: Failure): ErrorSubject | null =>
  meant(byCode, code) ?? meant(byParam, param) ?? (code === null ? meant(byCode, type) : undefined) ?? null;
