import { responseCount } from '../../usage/fields.ts';
import { asArray, asString, atPath, isJsonObject, type Json, type JsonObject, parseJson } from '../../kit/json.ts';
import { count } from '../../kit/numbers.ts';
import { readUsage } from '../../usage/read-usage.ts';
import { looksLikeUsage } from '../../usage/spelling.ts';

/** One usage object where it was found. */
export interface FoundUsage {
  /** Response id where one stands beside it. */
  readonly id: string | null;
  /** null: the place is there and holds nothing. */
  readonly usage: JsonObject | null;
  readonly status: string | null;
  /** What the answer said, where the response holds it. */
  readonly answer: string | null;
}

/** A transcription: its text, and what it reported to use. */
export interface FoundTranscription {
  readonly text: string;
  /** null: it reported nothing. */
  readonly usage: JsonObject | null;
}

export interface FoundUsages {
  readonly responses: readonly FoundUsage[];
  /** What the caller said, one a transcription, which another model makes and another meter bills. */
  readonly transcriptions: readonly FoundTranscription[];
  /** Records that state two usages which do not agree: a sentence each, with both. */
  readonly conflicts: readonly string[];
  /** What a reader of the counts has to know, in whole sentences. */
  readonly notes: readonly string[];
}

const field = (value: JsonObject, name: string): Json | undefined =>
  Object.entries(value).find(([key]) => key.toLowerCase() === name)?.[1];

const textField = (value: JsonObject, name: string): string | null => asString(field(value, name)) ?? null;

/** Transcripts and texts of a response's output items, in order. */
function answerOf(response: JsonObject): string | null {
  const parts = asArray(field(response, 'output')).flatMap((item) =>
    asArray(atPath(item, 'content')).map(
      (part) => asString(atPath(part, 'transcript')) ?? asString(atPath(part, 'text')),
    ),
  );
  const spoken = parts.filter((part) => part !== undefined);
  return spoken.length === 0 ? null : spoken.join('');
}

/** Attributes as OTLP sends them, `[{"key": …, "value": {"intValue": "229"}}]`, as members of one object; null: it is no such list. */
function attributesOf(list: readonly Json[]): JsonObject | null {
  const pairs = list.map((one): [string, Json] | null => {
    const [key, value] = [atPath(one, 'key'), atPath(one, 'value')];
    const inner = isJsonObject(value)
      ? (value['intValue'] ?? value['doubleValue'] ?? value['stringValue'] ?? null)
      : null;
    return typeof key === 'string' && isJsonObject(value) ? [key, inner] : null;
  });
  return pairs.length > 0 && pairs.every((pair) => pair !== null) ? Object.fromEntries(pairs) : null;
}

/** JSON that a member keeps as text, as logs and tables of databases do. */
function jsonWithin(value: Json): Json {
  if (typeof value === 'string') {
    const inner = /^\s*[[{]/.test(value) && /token/i.test(value) ? parseJson(value) : undefined;
    return inner === undefined ? value : inner;
  }
  if (Array.isArray(value)) return (value as readonly Json[]).map(jsonWithin);
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, below]) => [key, jsonWithin(below)]))
    : value;
}

const kinds = ['audioIn', 'textIn', 'audioOut', 'textOut'] as const;
const totalsOf = (usage: JsonObject): readonly [input: number | undefined, output: number | undefined] => {
  const { usage: read } = readUsage(usage, 'response');
  return [responseCount(read, 'input'), responseCount(read, 'output')];
};
const hasKinds = (usage: JsonObject): boolean => {
  const { usage: read } = readUsage(usage, 'response');
  return kinds.some((name) => responseCount(read, name) !== undefined);
};

const said = (value: number | undefined): string => (value === undefined ? 'no' : count(value));
const totalWords = (usage: JsonObject): string => {
  const [input, output] = totalsOf(usage);
  return `${said(input)} input and ${said(output)} output tokens`;
};

/**
 * A record of totals that holds the usage by kind further in, as spend logs do: the inner one is the report, and the totals
 * only check it. They may be those of several responses together.
 */
function withinTotals(record: JsonObject): FoundUsages | null {
  const members = Object.fromEntries(
    Object.entries(record).filter(([, below]) => typeof below === 'object' || typeof below === 'string'),
  );
  const inner = findUsages(jsonWithin(members));
  const seen = new Set<string>();
  const responses = inner.responses.filter(({ id, usage }) => {
    const key = JSON.stringify([id, usage]);
    return usage !== null && hasKinds(usage) && seen.size < seen.add(key).size;
  });
  if (responses.length === 0) return null;
  const outer = totalsOf(record);
  const sums = responses.reduce<readonly number[]>(
    (sum, { usage }) => totalsOf(usage ?? {}).map((value, side) => (sum[side] ?? 0) + (value ?? 0)),
    [0, 0],
  );
  const agrees = outer.every((value, side) => value === undefined || value === sums[side]);
  const [first] = responses;
  const parts =
    responses.length === 1 && first?.usage !== null && first?.usage !== undefined
      ? totalWords(first.usage)
      : `${count(sums[0] ?? 0)} input and ${count(sums[1] ?? 0)} output tokens`;
  const isConnection = textField(record, 'call_type') === '_arealtime';
  return {
    responses,
    transcriptions: inner.transcriptions,
    conflicts: agrees ? inner.conflicts : [`A record counts ${totalWords(record)}, and the usage in it ${parts}.`],
    notes: isConnection
      ? [...inner.notes, 'A spend log has one row for a whole connection, so this may be the sum of several responses.']
      : inner.notes,
  };
}

/** Every usage object anywhere in a JSON value: bare, in a response, in an event, in a log entry, in lists of these. */
export function findUsages(value: Json): FoundUsages {
  const responses: FoundUsage[] = [];
  const transcriptions: FoundTranscription[] = [];
  const conflicts: string[] = [];
  const notes: string[] = [];
  const visit = (value: Json): void => {
    if (Array.isArray(value)) {
      const list = value as readonly Json[];
      const attributes = attributesOf(list);
      if (attributes === null) for (const one of list) visit(one);
      else visit(attributes);
    }
    if (!isJsonObject(value)) return;
    if ((textField(value, 'type') ?? '').includes('input_audio_transcription')) {
      if (textField(value, 'type')?.endsWith('.completed') === true) {
        const usage = field(value, 'usage');
        transcriptions.push({ text: textField(value, 'transcript') ?? '', usage: isJsonObject(usage) ? usage : null });
      }
      return;
    }
    const usage = field(value, 'usage');
    const done = /^(completed|cancelled|failed|incomplete)$/i.test(textField(value, 'status') ?? '');
    if (isJsonObject(usage) || (usage === null && done)) {
      responses.push({
        id: textField(value, 'id'),
        usage,
        status: textField(value, 'status'),
        answer: answerOf(value),
      });
    } else if (looksLikeUsage(value)) {
      const inner = hasKinds(value) ? null : withinTotals(value);
      responses.push(...(inner?.responses ?? [{ id: null, usage: value, status: null, answer: null }]));
      transcriptions.push(...(inner?.transcriptions ?? []));
      conflicts.push(...(inner?.conflicts ?? []));
      notes.push(...(inner?.notes ?? []));
    } else {
      for (const below of Object.values(value)) visit(below);
    }
  };
  visit(value);
  return { responses, transcriptions, conflicts, notes };
}

/** The same where a log keeps its events as texts: these are read where nothing stands outside of them. */
export function findAllUsages(value: Json): FoundUsages {
  const found = findUsages(value);
  return found.responses.length > 0 ? found : findUsages(jsonWithin(value));
}
