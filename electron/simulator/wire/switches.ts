import { z } from 'zod';
import { type Json, parseJson } from '../../../shared/kit/json.ts';

const milliseconds = z.coerce.number().min(0).max(3_600_000);
const flag = z.enum(['0', '1']).transform((value) => value === '1');

const asJson = (text: string): Json => parseJson(text) ?? text;

const alterations = (text: string): { path: string; value: Json }[] =>
  text.split(';').map((part) => {
    const at = part.indexOf(':');
    return { path: part.slice(0, Math.max(0, at)), value: asJson(part.slice(at + 1)) };
  });

/** Ways to misbehave or to hurry, asked for in the query of the address. One entry here is one switch. */
const switchesSchema = z.object({
  /** `echo` answers with the caller's own audio. */
  mode: z.enum(['voice', 'echo']).default('voice'),
  /** Replies stream at this multiple of real time; every wait of the simulator's own shrinks with it. */
  speed: z.coerce.number().positive().max(1000).default(4),
  /** The socket is destroyed this long after it opened. */
  drop_after_ms: milliseconds.optional(),
  /** The socket is destroyed in the middle of the first reply. */
  drop_mid_reply: flag.default(false),
  /** After every completed response the model runs once more over the finished conversation. `1`: no event says so; `zero`: a response with zero usage does. */
  hidden_response: z.enum(['0', '1', 'zero']).default('0'),
  zero_usage_on_cancel: flag.default(false),
  /** `response.done` of every response carries a null usage. */
  null_usage: flag.default(false),
  /** Adds a numeric field to `usage` that no version of the protocol knows. */
  extra_usage_field: flag.default(false),
  /** One frame that is not JSON and one event of an unknown type after session.created. */
  malformed_frame: flag.default(false),
  /** Every reply holds its frames back this long in its middle and then delivers them at once. */
  stall_ms: milliseconds.optional(),
  /** Responses end as failed with this error code. */
  fail_response: z.string().min(1).max(100).optional(),
  /** Transcriptions fail with this error code. */
  fail_transcription: z.string().min(1).max(100).optional(),
  /** `conversation.created` follows `session.created`, as documented; the services were never seen to send it. */
  conversation_created: flag.default(false),
  /** Duration usage of transcriptions reports 0 seconds. */
  zero_seconds: flag.default(false),
  /** Transcriptions are made, and charged, and never sent. */
  lose_transcription: flag.default(false),
  /** Session paths, comma between them: an update that asks for another value there is answered, and the old one stays. */
  ignore_option: z
    .string()
    .transform((text) => text.split(','))
    .default([]),
  /** `path:value`, semicolon between them: an update is answered with this value there, whatever was asked. */
  alter_option: z.string().transform(alterations).default([]),
  /** `0`: nothing is ever found in the prompt cache. */
  cache: flag.default(true),
  /** The session ends as expired after this long instead of 60 minutes. */
  expires_after_ms: milliseconds.default(3_600_000),
});
export type Switches = z.infer<typeof switchesSchema>;

export const switchNames: readonly string[] = Object.keys(switchesSchema.shape);

/** Parameters of the address that are not switches. */
const addressParameters = ['model', 'deployment', 'intent', 'call_id', 'api-version', 'api-key'];

/** The switches in a query, or a sentence on the first one that cannot be read. */
export function readSwitches(
  query: URLSearchParams,
): { ok: true; switches: Switches } | { ok: false; message: string } {
  const given = Object.fromEntries([...query].filter(([name]) => !addressParameters.includes(name)));
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(switchesSchema.shape, name));
  if (unknown !== undefined) return { ok: false, message: `The simulator has no switch called '${unknown}'.` };
  const parsed = switchesSchema.safeParse(given);
  if (parsed.success) return { ok: true, switches: parsed.data };
  const issue = parsed.error.issues[0];
  return { ok: false, message: `The switch '${String(issue?.path[0])}' cannot be read: ${issue?.message}.` };
}
