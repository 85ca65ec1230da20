import { benchError, ok, refuse, type Result } from '../../errors.ts';
import { asNumber, atPath, readJson, type Json, type JsonObject } from '../../json.ts';
import { turnFromUsage, type Turn } from '../facts.ts';
import type { UnreportedResponse } from '../evidence.ts';
import type { UsageProblemKind } from '../../usage/problems.ts';
import { readUsage } from '../../usage/read-usage.ts';
import { isEmptyUsage } from '../../usage/report.ts';
import { splitCached } from './cached-split.ts';
import { findUsages, type FoundUsage } from './find.ts';
import { cutShort, printedAsClass, readPrinted } from './text.ts';

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
        `${name} reports ${cached.cached} cached tokens and not how many of them are audio.`,
        {
          nextStep: 'Log the raw response.done event: it has input_token_details.cached_tokens_details.',
        },
      ),
    );
  }
  const usage = cached.kind === 'said' ? read : cached.usage;
  const turn = turnFromUsage(usage);
  if (!turn.ok) return turn;
  const images = asNumber(atPath(usage, 'input_token_details.image_tokens')) ?? 0;
  return ok({
    turn: cached.kind === 'with images' ? { ...turn.turn, cachedUnsplit: cached.cached } : turn.turn,
    notes: [
      ...(cached.kind === 'said' ? [] : [cached.sentence]),
      ...said,
      ...(images > 0 ? [`${images} image tokens are reported and are not compared.`] : []),
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
