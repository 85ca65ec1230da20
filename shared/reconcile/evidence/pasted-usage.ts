import { cachedPath, detailsOf, responseCount, responsePath } from '../../usage/fields.ts';
import { benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import {
  asArray,
  asString,
  atPath,
  isJsonObject,
  type Json,
  type JsonObject,
  readJson,
  withAt,
} from '../../kit/json.ts';
import { isEmptyUsage } from '../../usage/ledger.ts';
import type { UsageProblemKind } from '../../usage/problems.ts';
import { readUsage } from '../../usage/read-usage.ts';
import { cacheBlockTokens } from '../../usage/rules/rules.ts';
import { looksLikeUsage } from '../../usage/spelling.ts';
import type { UnreportedResponse } from './evidence.ts';
import { cutShort, printedAsClass, readPrinted } from './printed-usage.ts';
import { type Turn, turnFromUsage } from './reported-responses.ts';
import { count } from '../../kit/numbers.ts';

/** One usage object where it was found. */
interface FoundUsage {
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
function findUsages(value: Json): FoundUsages {
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

/** How a usage object splits its cached tokens into audio and text. */
export type CachedSplit =
  | { readonly kind: 'said' }
  | { readonly kind: 'worked out'; readonly usage: JsonObject; readonly sentence: string }
  /** Images are among the input, and which of the tokens are theirs is not told: the usage without its cached tokens. */
  | { readonly kind: 'with images'; readonly usage: JsonObject; readonly cached: number; readonly sentence: string }
  | { readonly kind: 'unknown'; readonly cached: number };

const blocks = (tokens: number): number => Math.floor(tokens / cacheBlockTokens) * cacheBlockTokens;

/**
 * Older libraries print the sum of cached tokens alone. The split follows when all is of one kind, or when every whole
 * block of both kinds adds up to the sum; else it is not known.
 */
function splitCached(usage: JsonObject): CachedSplit {
  const cached = responseCount(usage, 'cached') ?? 0;
  if (cached === 0 || isJsonObject(atPath(usage, detailsOf.cached))) return { kind: 'said' };
  if ((responseCount(usage, 'imageIn') ?? 0) > 0) {
    return {
      kind: 'with images',
      cached,
      usage: withAt(usage, responsePath('cached'), 0),
      sentence: `The ${count(cached)} cached tokens are not split by kind, and images are among the input: any of them may be text.`,
    };
  }
  const audio = responseCount(usage, 'audioIn') ?? 0;
  const text = responseCount(usage, 'textIn') ?? 0;
  const split =
    audio === 0
      ? { audio: 0, text: cached }
      : text === 0
        ? { audio: cached, text: 0 }
        : blocks(audio) + blocks(text) === cached
          ? { audio: blocks(audio), text: blocks(text) }
          : null;
  if (split === null) return { kind: 'unknown', cached };
  return {
    kind: 'worked out',
    usage: withAt(withAt(usage, cachedPath('audio'), split.audio), cachedPath('text'), split.text),
    sentence: `The ${count(cached)} cached tokens are not split by kind; ${count(split.audio)} audio and ${count(split.text)} text are the only whole blocks of ${cacheBlockTokens} that fit.`,
  };
}

/** What was reported, response by response. `spoken` runs beside `turns`: what was said, where the text holds it. */
export interface ReportedUsage {
  readonly turns: readonly Turn[];
  readonly spoken: readonly { readonly user: string | null; readonly answer: string | null }[];
  /** Responses that ended without a report, by their place among the others; left out: a log tells them. */
  readonly unreported?: readonly UnreportedResponse[];
  /** Reports that count nothing, sums that disagree, what was worked out: in whole sentences. */
  readonly notes: readonly string[];
}

const howTo = 'Give the usage object of response.done, token details included: as JSON, or as the library prints it.';

/** Problems that need no word here: other spellings are what is pasted, and what has no kind is refused by itself. */
const unsaid: readonly UsageProblemKind[] = ['spelled', 'as-text', 'totals-only', 'cached-unsplit'];

/** One report as a turn; null: it counts nothing. Refused in a sentence where a count is missing or none. */
export function turnOfReport(raw: JsonObject, name: string): Result<{ turn: Turn | null; notes: readonly string[] }> {
  const { usage: read, problems } = readUsage(raw, 'response');
  const broken = problems.find(({ kind, path }) => kind === 'impossible' && atPath(read, path) === undefined);
  if (broken !== undefined) return refuse(benchError('invalid-argument', broken.sentence));
  const said = problems.filter(({ kind }) => !unsaid.includes(kind)).map(({ sentence }) => sentence);
  if (isEmptyUsage(read)) return ok({ turn: null, notes: said });
  const cached = splitCached(read);
  if (cached.kind === 'unknown') {
    return refuse(
      benchError(
        'invalid-argument',
        `${name} reports ${count(cached.cached)} cached tokens and not how many of them are audio.`,
        {
          nextStep: `Log the raw response.done event: it has ${detailsOf.cached}.`,
        },
      ),
    );
  }
  const usage = cached.kind === 'said' ? read : cached.usage;
  const turn = turnFromUsage(usage);
  if (!turn.ok) return turn;
  const images = responseCount(usage, 'imageIn') ?? 0;
  return ok({
    turn: cached.kind === 'with images' ? { ...turn.turn, cachedUnsplit: cached.cached } : turn.turn,
    notes: [
      ...(cached.kind === 'said' ? [] : [cached.sentence]),
      ...said,
      ...(images > 0 ? [`${count(images)} image tokens are reported and are not compared.`] : []),
    ],
  });
}

function readOne(
  found: FoundUsage,
  name: string,
  prefix: string,
): Result<{ turn: Turn | null; notes: readonly string[] }> {
  const read: ReturnType<typeof turnOfReport> =
    found.usage === null ? ok({ turn: null, notes: [] }) : turnOfReport(found.usage, name);
  // A sentence that names the response itself needs its name no second time.
  const prefixed = (sentence: string): string => (sentence.startsWith(name) ? sentence : `${prefix}${sentence}`);
  if (!read.ok) return refuse({ ...read.error, message: prefixed(read.error.message) });
  const notes = read.notes.map(prefixed);
  if (read.turn !== null) return ok({ turn: read.turn, notes });
  const how = found.usage === null ? 'no usage' : notes.length > 0 ? 'no tokens that are understood' : 'zero tokens';
  const status = found.status === null ? '' : ` (${found.status})`;
  return ok({
    turn: null,
    notes: [
      `${name}${status} reports ${how}. If it was billed, the bill is beyond the report by what it used.`,
      ...notes,
    ],
  });
}

/** The same from a value that is JSON already. */
export function usageFromJson(value: Json): Result<ReportedUsage> {
  const { responses, transcriptions } = findUsages(value);
  const once = responses.filter(
    ({ id }, index) => id === null || responses.findIndex((other) => other.id === id) === index,
  );
  if (once.length === 0) {
    return refuse(benchError('invalid-argument', 'There is no usage object in it.', { nextStep: howTo }));
  }
  const turns: Turn[] = [];
  const spoken: { user: string | null; answer: string | null }[] = [];
  const notes: string[] = [];
  const unreported: UnreportedResponse[] = [];
  const user = transcriptions.length === once.length ? transcriptions : [];
  for (const [index, found] of once.entries()) {
    const read = readOne(
      found,
      once.length === 1 ? 'The usage' : `Response ${index + 1}`,
      once.length === 1 ? '' : `Response ${index + 1}: `,
    );
    if (!read.ok) return read;
    notes.push(...read.notes);
    if (read.turn === null) {
      unreported.push(pastedUnreported(index + 1, found.status, turns.length));
      continue;
    }
    turns.push(read.turn);
    spoken.push({ user: user[index] ?? null, answer: found.answer });
  }
  if (turns.length === 0) {
    return refuse(
      benchError('invalid-argument', notes.join(' '), { nextStep: 'Give a response that reports what it used.' }),
    );
  }
  return ok({ turns, spoken, notes, unreported });
}

/** A pasted response that reported nothing: what it read is not known, where it stood is. */
const pastedUnreported = (number: number, status: string | null, after: number): UnreportedResponse => ({
  number,
  status: status ?? 'no status',
  reason: null,
  after,
  audioIn: null,
  textIn: null,
  audioOut: 0,
  byPlace: true,
});

/**
 * The usage in a text, however a library or a log printed it: the wire's own JSON, camelCase, PascalCase, a whole event,
 * many of them, one a line, or `Name: count` lines. Refuses in a sentence when there is none or a count is missing.
 */
export function readUsageText(text: string): Result<ReportedUsage> {
  if (text.trim() === '') return refuse(benchError('invalid-argument', 'The usage is empty.', { nextStep: howTo }));
  const value = readPrinted(text);
  const read = value === undefined ? null : usageFromJson(value);
  if (read?.ok === true) return read;
  const json = readJson(text);
  if (!json.ok && json.kind === 'too-deep') {
    return refuse(
      benchError('invalid-argument', `The usage ${json.problem}, as no service sends it.`, { nextStep: howTo }),
    );
  }
  const lost = printedAsClass(text) ?? (read === null ? cutShort(text) : null);
  if (lost !== null) return refuse(benchError('invalid-argument', lost.message, { nextStep: lost.nextStep }));
  return (
    read ??
    refuse(
      benchError('invalid-argument', 'The usage is neither JSON nor lines of names and counts.', { nextStep: howTo }),
    )
  );
}
