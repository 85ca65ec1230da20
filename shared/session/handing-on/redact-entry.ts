import { isJsonObject, type Json, type JsonObject } from '../../kit/json.ts';
import { lookup } from '../../kit/lookup.ts';
import type { LogEntry, SessionHeader } from '../entry.ts';
import type { Redaction } from '../record-state.ts';
import { type Fill, filled, redactedValue, wordSet } from './redact-values.ts';

/** Options whose values a person wrote, and the member of a session that each of them is. */
const writtenOptions = lookup<string>({
  instructions: 'instructions',
  tools: 'tools',
  'prompt.variables': 'variables',
  tracing: 'tracing',
  'tracing.workflow': 'workflow_name',
  'tracing.group': 'group_id',
  'tracing.metadata': 'metadata',
  'transcription.prompt': 'prompt',
  'transcription.keywords': 'keywords',
  json: 'session',
});

const optionWord = /^[\w.:/+-]{0,100}$/;
/** `function:lookup`: a kind of choice, and a name that a person gave. */
const namedChoice = /^(function|mcp):(.+)$/s;

function redactedOption(id: string, value: Json, fill: Fill): Json {
  const [, kind, name] = typeof value === 'string' ? (namedChoice.exec(value) ?? []) : [];
  if (kind !== undefined && name !== undefined) return `${kind}:${filled(name, fill)}`;
  const key = writtenOptions(id);
  if (typeof value !== 'string') return redactedValue(value, fill, key ?? id);
  return key === undefined && optionWord.test(value) ? value : filled(value, fill);
}

/** Options without what a person wrote in them, alike to what then stands in the frames that ask for them. */
export const redactedOptions = (values: JsonObject, fill: Fill): JsonObject =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, redactedOption(id, value, fill)]));

/** Members of what the bench says about itself whose texts are words of its own, ids or addresses. */
const benchKept = wordSet(
  'type url auth requestId region by kind why state unit limit currency expected asked spoken sign part ' +
    'itemId responseId callId eventId waitsFor openResponses openTranscriptions changed sessionId channel ' +
    'reason',
);

function redactedBench(value: Json, fill: Fill, key = ''): Json {
  if (typeof value === 'string') return benchKept.has(key) && /^\S{0,2000}$/.test(value) ? value : filled(value, fill);
  if (Array.isArray(value)) return value.map((one: Json) => redactedBench(one, fill, key));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inside]): [string, Json][] => {
      if (name === 'facts') return [];
      if (name === 'values') return [[name, isJsonObject(inside) ? redactedOptions(inside, fill) : null]];
      // A `session.update` as a person wrote it.
      if (name === 'json') return [[name, redactedValue(inside, fill)]];
      return [[name, redactedBench(inside, fill, name)]];
    }),
  );
}

/** The service's own reason for a close may quote anything. */
const quotedReasons = lookup<true>({ 'bench.closed': true });

/** What an entry says without words and sound. `bytes` stays: it is the length of the frame that was there. Pure. */
export function redactedEvent({ from, event }: Pick<LogEntry, 'from' | 'event'>, fill: Fill): Json {
  if (from !== 'bench') return redactedValue(event, fill);
  const bench = redactedBench(event, fill);
  const type = isJsonObject(bench) ? bench['type'] : undefined;
  const reason = isJsonObject(event) ? event['reason'] : undefined;
  return isJsonObject(bench) && typeof type === 'string' && quotedReasons(type) === true && typeof reason === 'string'
    ? { ...bench, reason: filled(reason, fill) }
    : bench;
}

/** The header of such a record: where and with what, and nothing that a person wrote. */
export function redactedHeader(header: SessionHeader, redacted: Redaction, fill: Fill): SessionHeader {
  const { voxtally, app, sessionId, startedAt, endpoint, requested, priceBookId, pricing, input, continues } = header;
  const { kind, label, url, deployment, auth, dialect, intent } = endpoint;
  return {
    voxtally,
    app,
    sessionId,
    startedAt,
    endpoint: {
      kind,
      label,
      url,
      deployment,
      auth,
      ...(dialect === undefined ? {} : { dialect }),
      ...(intent === undefined ? {} : { intent }),
    },
    requested: redactedOptions(requested, fill),
    priceBookId,
    ...(pricing === undefined ? {} : { pricing }),
    input: { kind: input.kind, name: 'not kept' },
    ...(continues === undefined ? {} : { continues }),
    redacted,
  };
}
