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
  [/^response(?:\.|\[|$|_id)/, 'create'],
  [/^(?:item|previous_item_id|content_index|audio_end_ms)/, 'item'],
  [/^audio$/, 'commit'],
];

/** What an error answers that names no event; null: its words do not tell. */
export function subjectOf({ code, type, param }: Failure): ErrorSubject | null {
  const placed = param === null ? undefined : byParam.find(([begins]) => begins.test(param))?.[1];
  return placed ?? byCode.find(([tells]) => tells.test(code ?? type ?? ''))?.[1] ?? null;
}
