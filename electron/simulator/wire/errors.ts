import type { Json } from '../../../shared/kit/json.ts';

/** The `error` member of an error event. `param` is the dotted path of what is wrong, null when it is no parameter. */
export interface ProtocolError {
  readonly type: 'invalid_request_error' | 'server_error';
  readonly code: string | null;
  readonly message: string;
  readonly param: string | null;
}

const invalid = (code: string | null, message: string, param: string | null = null): ProtocolError => ({
  type: 'invalid_request_error',
  code,
  message,
  param,
});

/** `'a', 'b', and 'c'`, as the service lists what it supports. */
function listed(values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`);
  if (quoted.length < 3) return quoted.join(' and ');
  return `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`;
}

/** What a JSON value is called in an error: `an integer`, `null`. */
export function nameOfType(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  switch (typeof value) {
    case 'string':
      return 'a string';
    case 'boolean':
      return 'a boolean';
    case 'number':
      return Number.isInteger(value) ? 'an integer' : 'a decimal';
    default:
      return 'an object';
  }
}

type NumberKind = 'integer' | 'decimal';

/** Every error the service answers a client event with: its code and its wording. */
export const errors = {
  badJson: (why: string) => invalid('invalid_json', `The frame could not be parsed as JSON: ${why}`),
  notAnObject: (value: Json) =>
    invalid('invalid_type', `Invalid event: expected an object, but got ${nameOfType(value)} instead.`),
  unknown: (param: string) => invalid('unknown_parameter', `Unknown parameter: '${param}'.`, param),
  missing: (param: string) => invalid('missing_required_parameter', `Missing required parameter: '${param}'.`, param),
  wrongType: (param: string, expected: string, got: Json) =>
    invalid(
      'invalid_type',
      `Invalid type for '${param}': expected ${expected}, but got ${nameOfType(got)} instead.`,
      param,
    ),
  notSupported: (param: string, value: string, supported: readonly string[]) =>
    invalid('invalid_value', `Invalid value: '${value}'. Supported values are: ${listed(supported)}.`, param),
  badValue: (param: string, sentence: string) => invalid('invalid_value', `Invalid '${param}': ${sentence}`, param),
  above: (param: string, kind: NumberKind, max: number, got: number) =>
    invalid(
      `${kind}_above_max_value`,
      `Invalid '${param}': ${kind} above maximum value. Expected a value <= ${max}, but got ${got} instead.`,
      param,
    ),
  below: (param: string, kind: NumberKind, min: number, got: number) =>
    invalid(
      `${kind}_below_min_value`,
      `Invalid '${param}': ${kind} below minimum value. Expected a value >= ${min}, but got ${got} instead.`,
      param,
    ),
  notAllowed: (param: string, sentence: string) => invalid('invalid_parameter', sentence, param),
  voiceLocked: () =>
    invalid(
      'cannot_update_voice',
      "Cannot update a conversation's voice if assistant audio is present.",
      'session.audio.output.voice',
    ),
  commitEmpty: (bufferedMs: number) =>
    invalid(
      'input_audio_buffer_commit_empty',
      `Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has ${bufferedMs.toFixed(2)}ms of audio.`,
    ),
  responseActive: (responseId: string) =>
    invalid(
      'conversation_already_has_active_response',
      `Conversation already has an active response in progress: ${responseId}. Wait until the response is finished before creating a new one.`,
    ),
  nothingToCancel: () => invalid('response_cancel_not_active', 'Cancellation failed: no active response found'),
  itemNotFound: (verb: 'retriev' | 'truncat' | 'delet', itemId: string) =>
    invalid(
      `item_${verb}e_invalid_item_id`,
      `Error ${verb}ing item: the item with id '${itemId}' does not exist.`,
      'item_id',
    ),
  notTruncatable: () =>
    invalid('unsupported_content_type', 'Only model output audio messages can be truncated', 'item_id'),
  audioShorter: (haveMs: number, askedMs: number) =>
    invalid('invalid_value', `Audio content of ${haveMs}ms is already shorter than ${askedMs}ms`, 'audio_end_ms'),
  toolCallNotFound: (callId: string) =>
    invalid('invalid_tool_call_id', `Tool call ID '${callId}' not found in conversation.`),
  toolCallAnswered: (callId: string) =>
    invalid('invalid_tool_call_id', `Tool call ID '${callId}' already has an output in conversation.`),
  transcriptionFailed: (code: string, itemId: string): ProtocolError => ({
    type: 'server_error',
    code,
    message: `Input transcription failed for item '${itemId}'.`,
    param: null,
  }),
  previousItemNotFound: (itemId: string) =>
    invalid(
      'item_create_invalid_previous_item_id',
      `Error creating item: the previous item with id '${itemId}' does not exist.`,
      'previous_item_id',
    ),
  transcribesOnly: () =>
    invalid('invalid_parameter', 'A transcription session creates no responses. Open a realtime session for those.'),
  contextTooLong: (tokens: number, limit: number) =>
    invalid(
      'input_tokens_exceeded',
      `The conversation has ${tokens} tokens and truncation is disabled; the most is ${limit}.`,
    ),
  sessionExpired: () => invalid('session_expired', 'Your session hit the maximum duration of 60 minutes.'),
  betaDisabled: () =>
    invalid(
      'beta_api_shape_disabled',
      'The beta shape of the Realtime API is no longer served. Take the OpenAI-Beta header out and use the GA events.',
    ),
} as const;
