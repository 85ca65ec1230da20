import { asArray, asString, atPath, isJsonObject, type Json, type JsonObject } from '../../json.ts';
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

export interface FoundUsages {
  readonly responses: readonly FoundUsage[];
  /** Transcripts of what the caller said, one a transcription, which another model makes and another meter bills. */
  readonly transcriptions: readonly string[];
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

/** Every usage object anywhere in a JSON value: bare, in a response, in an event, in a log entry, in lists of these. */
export function findUsages(value: Json): FoundUsages {
  const responses: FoundUsage[] = [];
  const transcriptions: string[] = [];
  const visit = (value: Json): void => {
    if (Array.isArray(value)) for (const one of value as readonly Json[]) visit(one);
    if (!isJsonObject(value)) return;
    if ((textField(value, 'type') ?? '').includes('input_audio_transcription')) {
      if (textField(value, 'type')?.endsWith('.completed') === true) {
        transcriptions.push(textField(value, 'transcript') ?? '');
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
      responses.push({ id: null, usage: value, status: null, answer: null });
    } else {
      for (const below of Object.values(value)) visit(below);
    }
  };
  visit(value);
  return { responses, transcriptions };
}
