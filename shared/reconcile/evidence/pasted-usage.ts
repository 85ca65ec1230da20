import { transcriptionUsage } from './transcription-usage.ts';
import { countsInWords, type WordCounts } from '../../usage/counts-in-words.ts';
import { cachedPath, detailsOf, knownFields, responseCount, responsePath } from '../../usage/fields.ts';
import { assertNever, benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import { atPath, isJsonObject, type Json, type JsonObject, readJson, withAt } from '../../kit/json.ts';
import { isEmptyUsage } from '../../usage/ledger.ts';
import { shortName, type UsageProblemKind } from '../../usage/problems.ts';
import { readUsage } from '../../usage/read-usage.ts';
import { cacheBlockTokens } from '../../usage/rules/rules.ts';
import type { UnreportedResponse, TranscriptionUsage } from './evidence.ts';
import { findAllUsages, type FoundUsage } from './found-usages.ts';
import { cutShort, hiddenMark, howToPrint, printedAsClass, readPrinted } from './printed-usage.ts';
import { type Turn, turnFromUsage } from './reported-responses.ts';
import { usageTable } from './usage-table.ts';
import { count } from '../../kit/numbers.ts';

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
  /** What transcriptions among the events reported; left out: a log tells it. null: there is none. */
  readonly transcription?: TranscriptionUsage | null;
  /** Reports that count nothing, sums that disagree, what was worked out: in whole sentences. */
  readonly notes: readonly string[];
}

const howTo = 'Give the usage object of response.done, token details included: as JSON, or as the library prints it.';

/** Problems that need no word here: other spellings are what is pasted, and what has no kind is refused by itself. */
const unsaid: readonly UsageProblemKind[] = ['spelled', 'as-text', 'totals-only', 'cached-unsplit'];

/** A usage without the members that a console printed as `[Object]`, and the names of these: what they hold is not known. */
function withoutHidden(usage: JsonObject): { readonly shown: JsonObject; readonly hidden: readonly string[] } {
  const hidden: string[] = [];
  const members = Object.entries(usage).flatMap(([key, value]): [string, Json][] => {
    if (value === hiddenMark) {
      hidden.push(key);
      return [];
    }
    if (!isJsonObject(value)) return [[key, value]];
    const below = withoutHidden(value);
    hidden.push(...below.hidden);
    return [[key, below.shown]];
  });
  return { shown: Object.fromEntries(members), hidden };
}

/**
 * Some logs count thoughts beside the text of an answer and not within it. The output says which: where it is all kinds
 * with the thoughts on top, these are text too. null: they are within the text, or there are none.
 */
function withThoughtsInText(usage: JsonObject): { readonly usage: JsonObject; readonly sentence: string } | null {
  const [output, audio, text, thoughts] = (['output', 'audioOut', 'textOut', 'reasoning'] as const).map(
    (name) => responseCount(usage, name) ?? 0,
  ) as [number, number, number, number];
  if (thoughts === 0 || audio + text + thoughts !== output) return null;
  return {
    usage: withAt(usage, responsePath('textOut'), text + thoughts),
    sentence: `The ${count(thoughts)} reasoning tokens are counted beside the ${count(text)} of text; they are put out as text, ${count(text + thoughts)} in all.`,
  };
}

/** One report as a turn; null: it counts nothing. Refused in a sentence where a count is missing or none. */
export function turnOfReport(raw: JsonObject, name: string): Result<{ turn: Turn | null; notes: readonly string[] }> {
  const { shown, hidden } = withoutHidden(raw);
  const many = hidden.length > 1;
  const unknown = `${hidden.join(' and ')} ${many ? 'were' : 'was'} printed as ${hiddenMark}, so what ${many ? 'they hold' : 'it holds'} is unknown.`;
  const answer = turnOfShown(shown, name);
  if (hidden.length === 0) return answer;
  if (answer.ok && answer.turn !== null) return ok({ turn: answer.turn, notes: [unknown, ...answer.notes] });
  return refuse(
    benchError('invalid-argument', `The usage was cut short where it was printed: ${unknown}`, {
      nextStep: howToPrint,
    }),
  );
}

function turnOfShown(raw: JsonObject, name: string): Result<{ turn: Turn | null; notes: readonly string[] }> {
  const asTold = readUsage(raw, 'response');
  const broken = asTold.problems.find(
    ({ kind, path }) => kind === 'impossible' && atPath(asTold.usage, path) === undefined,
  );
  if (broken !== undefined) return refuse(benchError('invalid-argument', broken.sentence));
  const thoughts = withThoughtsInText(asTold.usage);
  const { usage: read, problems } = thoughts === null ? asTold : readUsage(thoughts.usage, 'response');
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
  return ok({
    turn: cached.kind === 'with images' ? { ...turn.turn, cachedUnsplit: cached.cached } : turn.turn,
    notes: [
      ...(thoughts === null ? [] : [thoughts.sentence]),
      ...(cached.kind === 'said' ? [] : [cached.sentence]),
      ...said,
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
  const { responses, transcriptions, conflicts, notes: known } = findAllUsages(value);
  if (conflicts.length > 0) {
    return refuse(
      benchError('invalid-argument', conflicts.join(' '), { nextStep: 'Give the one of the two that was reported.' }),
    );
  }
  const once = responses.filter(
    ({ id }, index) => id === null || responses.findIndex((other) => other.id === id) === index,
  );
  if (once.length === 0) {
    return refuse(benchError('invalid-argument', 'There is no usage object in it.', { nextStep: howTo }));
  }
  const turns: Turn[] = [];
  const spoken: { user: string | null; answer: string | null }[] = [];
  const notes: string[] = [...new Set(known)];
  const unreported: UnreportedResponse[] = [];
  const user = transcriptions.length === once.length ? transcriptions.map(({ text }) => text) : [];
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
  const transcription = transcriptionUsage(
    transcriptions.flatMap(({ usage }) => (usage === null ? [] : [usage])),
    null,
  );
  return ok({ turns, spoken, notes, unreported, transcription });
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

/** Letters of a text that is read as prose; a longer one is a file of something else. */
const mostWords = 100_000;
const oneALine = 'Write one count a line, each with its full name, as in "Input audio tokens: 110".';

const labels = new Map(
  knownFields.flatMap(({ source, path, label }) => (source === 'response' ? [[path, label]] : [])),
);
const countWords = (counts: WordCounts): string =>
  [...counts].map(([place, value]) => `${(labels.get(place) ?? place).toLowerCase()} ${count(value)}`).join(', ');

/** Counts in running text, as usage objects; null: it holds none. What two readings fit is refused with both. */
function usageInWords(text: string): Result<{ readonly value: Json }> | null {
  const read = countsInWords(text);
  switch (read.kind) {
    case 'none':
      return null;
    case 'unclear':
      return refuse(
        benchError('invalid-argument', `"${shortName(read.quote)}" cannot be told to be counts of tokens.`, {
          nextStep: oneALine,
        }),
      );
    case 'several': {
      const [one = '', other = ''] = read.readings.map((responses) => responses.map(countWords).join('; '));
      return refuse(
        benchError('invalid-argument', `The counts can be read as ${one}, and as ${other}.`, { nextStep: oneALine }),
      );
    }
    case 'read':
      return ok({ value: read.responses.map((counts) => ({ usage: Object.fromEntries(counts) })) });
    default:
      return assertNever(read, 'a reading of counts in words');
  }
}

/**
 * The usage in a text, however a library or a log printed it: the wire's own JSON, camelCase, PascalCase, a whole event,
 * many of them, one a line, `Name: count` lines, a table of calls, or running text. Refuses in a sentence when there is
 * none, when a count is missing, or when it can be read in two ways.
 */
export function readUsageText(text: string): Result<ReportedUsage> {
  if (text.trim() === '') return refuse(benchError('invalid-argument', 'The usage is empty.', { nextStep: howTo }));
  const printed = readPrinted(text);
  const table = printed === undefined ? usageTable(text) : null;
  if (table?.ok === false) return table;
  const value = printed ?? table?.value;
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
  // Some other object may stand among words that hold the counts.
  const words = json.ok || text.length > mostWords ? null : usageInWords(text);
  const told = words?.ok === true ? usageFromJson(words.value) : words;
  if (told !== null && (told.ok || read === null)) return told;
  if (read !== null) return read;
  return refuse(
    benchError('invalid-argument', 'The usage is neither JSON nor lines of names and counts.', { nextStep: howTo }),
  );
}
