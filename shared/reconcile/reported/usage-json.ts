import { benchError, ok, refuse, type Result } from '../../errors.ts';
import { asNumber, atPath, type Json, type JsonObject } from '../../json.ts';
import { turnFromUsage, type Turn } from '../facts.ts';
import { isEmptyUsage } from '../../usage/report.ts';
import { splitCached } from './cached-split.ts';
import { canonicalUsage } from './canonical.ts';
import { findUsages, type FoundUsage } from './find.ts';
import { cutShort, printedAsClass, readPrinted } from './text.ts';

/** What was reported, response by response. `spoken` runs beside `turns`: what was said, where the text holds it. */
export interface ReportedUsage {
  readonly turns: readonly Turn[];
  readonly spoken: readonly { readonly user: string | null; readonly answer: string | null }[];
  /** Reports that count nothing, sums that disagree, what was worked out: in whole sentences. */
  readonly notes: readonly string[];
}

const howTo = 'Give the usage object of response.done, token details included: as JSON, or as the library prints it.';

/** Sums that the object itself contradicts: worth a sentence, not a refusal. */
function doubts(usage: JsonObject): string[] {
  const at = (path: string): number | undefined => asNumber(atPath(usage, path));
  const sum = (kind: 'input' | 'output'): number =>
    ['audio', 'text', 'image'].reduce((total, one) => total + (at(`${kind}_token_details.${one}_tokens`) ?? 0), 0);
  const wrong = (['input', 'output'] as const).filter((kind) => (at(`${kind}_tokens`) ?? sum(kind)) !== sum(kind));
  const images = at('input_token_details.image_tokens') ?? 0;
  return [
    ...wrong.map((kind) => `The ${kind} tokens are ${at(`${kind}_tokens`)}, and their details add up to ${sum(kind)}.`),
    ...(images > 0 ? [`${images} image tokens are reported and are not compared.`] : []),
  ];
}

function readOne(
  found: FoundUsage,
  name: string,
  prefix: string,
): Result<{ turn: Turn | null; notes: readonly string[] }> {
  const raw = found.usage === null ? null : canonicalUsage(found.usage);
  if (raw === null || isEmptyUsage(raw)) {
    const how = found.usage === null ? 'no usage' : 'zero tokens';
    const status = found.status === null ? '' : ` (${found.status})`;
    return ok({
      turn: null,
      notes: [`${name}${status} reports ${how}; whether it was billed is not known, and it is not counted.`],
    });
  }
  const cached = splitCached(raw);
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
  const usage = cached.kind === 'worked out' ? cached.usage : raw;
  const read = turnFromUsage(usage);
  if (!read.ok) return refuse({ ...read.error, message: `${prefix}${read.error.message}` });
  const notes = [...(cached.kind === 'worked out' ? [cached.sentence] : []), ...doubts(usage)];
  return ok({ turn: read.turn, notes: notes.map((note) => `${prefix}${note}`) });
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
  const user = transcriptions.length === once.length ? transcriptions : [];
  for (const [index, found] of once.entries()) {
    const read = readOne(
      found,
      once.length === 1 ? 'The usage' : `Response ${index + 1}`,
      once.length === 1 ? '' : `Response ${index + 1}: `,
    );
    if (!read.ok) return read;
    notes.push(...read.notes);
    if (read.turn === null) continue;
    turns.push(read.turn);
    spoken.push({ user: user[index] ?? null, answer: found.answer });
  }
  if (turns.length === 0) {
    return refuse(
      benchError('invalid-argument', notes.join(' '), { nextStep: 'Give a response that reports what it used.' }),
    );
  }
  return ok({ turns, spoken, notes });
}

/**
 * The usage in a text, however a library or a log printed it: the wire's own JSON, camelCase, PascalCase, a whole event,
 * many of them, one a line, or `Name: count` lines. Refuses in a sentence when there is none or a count is missing.
 */
export function readUsageText(text: string): Result<ReportedUsage> {
  if (text.trim() === '') return refuse(benchError('invalid-argument', 'The usage is empty.', { nextStep: howTo }));
  const value = readPrinted(text);
  const read = value === undefined ? null : usageFromJson(value);
  if (read?.ok === true) return read;
  const lost = printedAsClass(text) ?? (read === null ? cutShort(text) : null);
  if (lost !== null) return refuse(benchError('invalid-argument', lost.message, { nextStep: lost.nextStep }));
  return (
    read ??
    refuse(
      benchError('invalid-argument', 'The usage is neither JSON nor lines of names and counts.', { nextStep: howTo }),
    )
  );
}
