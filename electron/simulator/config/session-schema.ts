import {
  anyObject,
  anything,
  boolean,
  byType,
  choice,
  decimal,
  integer,
  list,
  nullable,
  object,
  required,
  tagged,
  text,
  type Check,
  type Fields,
} from '../wire/checks.ts';

export const voices = [
  'alloy',
  'ash',
  'ballad',
  'coral',
  'echo',
  'sage',
  'shimmer',
  'verse',
  'marin',
  'cedar',
] as const;

const format: Check = tagged('type', {
  'audio/pcm': { rate: integer(24_000, 24_000) },
  'audio/pcmu': {},
  'audio/pcma': {},
});

const turnDetection: Check = tagged('type', {
  server_vad: {
    threshold: decimal(0, 1),
    prefix_padding_ms: integer(0, 10_000),
    silence_duration_ms: integer(0, 60_000),
    idle_timeout_ms: nullable(integer(5000, 30_000)),
    create_response: boolean,
    interrupt_response: boolean,
  },
  semantic_vad: {
    eagerness: choice('low', 'medium', 'high', 'auto'),
    create_response: boolean,
    interrupt_response: boolean,
  },
});

const transcription: Check = object({
  model: required(text),
  language: nullable(text),
  languages: list(text),
  prompt: nullable(text),
  keywords: list(text),
  delay: choice('minimal', 'low', 'medium', 'high', 'xhigh'),
});

const tool: Check = tagged('type', {
  function: { name: required(text), description: text, parameters: anyObject },
  mcp: {
    server_label: required(text),
    server_url: text,
    server_description: text,
    connector_id: text,
    tunnel_id: text,
    allowed_tools: anything,
    require_approval: anything,
    headers: nullable(anyObject),
    authorization: text,
    defer_loading: boolean,
    allowed_callers: anything,
  },
});

const outputFormat = { format, voice: byType({ string: choice(...voices), object: object({ id: required(text) }) }) };

/** Members that a session and a single response have in common. */
const shared: Fields = {
  output_modalities: list(choice('text', 'audio'), { min: 1, max: 1 }),
  instructions: text,
  tools: list(tool),
  tool_choice: byType({ string: choice('none', 'auto', 'required'), object: anyObject }),
  parallel_tool_calls: boolean,
  reasoning: object({ effort: choice('minimal', 'low', 'medium', 'high', 'xhigh') }),
  max_output_tokens: byType({ number: integer(1, 4096), string: choice('inf') }),
  prompt: nullable(object({ id: required(text), version: nullable(text), variables: nullable(anyObject) })),
};

const audioInput: Check = object({
  format,
  noise_reduction: nullable(object({ type: required(choice('near_field', 'far_field')), strength: decimal(0, 10) })),
  transcription: nullable(transcription),
  turn_detection: nullable(turnDetection),
});

const include: Check = nullable(list(choice('item.input_audio_transcription.logprobs')));

/** `session` of a `session.update` of a transcription session. */
export const transcriptionFields: Fields = {
  type: required(choice('transcription')),
  audio: object({ input: audioInput }),
  include,
};

/** `session` of a `session.update`. One member here is one thing a person can set. */
export const sessionFields: Fields = {
  ...shared,
  type: required(choice('realtime')),
  model: text,
  audio: object({
    input: audioInput,
    output: object({ ...outputFormat, speed: decimal(0.25, 1.5) }),
  }),
  truncation: byType({
    string: choice('auto', 'disabled'),
    object: object({
      type: required(choice('retention_ratio')),
      retention_ratio: required(decimal(0, 1)),
      token_limits: object({ post_instructions: integer(0, 1_000_000) }),
    }),
  }),
  include,
  tracing: nullable(
    byType({ string: choice('auto'), object: object({ workflow_name: text, group_id: text, metadata: anyObject }) }),
  ),
};

/** Members that a session and a response have on the preview alone. */
export const previewFields: Fields = { temperature: decimal(0.6, 1.2) };

const metadata: Check = (value, path) => {
  const wrong = anyObject(value, path);
  if (wrong !== null) return wrong;
  const pairs = Object.entries(value as object);
  if (pairs.length > 16) return list(anything, { max: 16 })(pairs, path);
  for (const [key, entry] of pairs) {
    const bad = text(entry, `${path}.${key}`);
    if (bad !== null) return bad;
  }
  return null;
};

/** `response` of a `response.create`: what may differ for one response. */
export const responseFields = (input: Check): Fields => ({
  ...shared,
  audio: object({ output: object(outputFormat) }),
  conversation: choice('auto', 'none'),
  input: list(input),
  metadata: nullable(metadata),
});
