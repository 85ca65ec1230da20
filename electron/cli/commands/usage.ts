import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { repeatable, repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { pricedModel, type ModelChoice } from '../../../shared/pricing/model.ts';
import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import { entryName, priceScopes } from '../../../shared/pricing/price-terms.ts';
import {
  pricedBy,
  recordStands,
  reportCsv,
  reportJson,
  reportMarkdown,
  reportTables,
} from '../../../shared/session/costs/usage-export.ts';
import { usageReport, type UsageReport } from '../../../shared/session/costs/usage-report.ts';
import { type Command, misused, type Outcome, plannedForm, type Surroundings } from '../input/command.ts';
import { openPriceBooks } from '../input/price-books.ts';
import type { Flags, Read } from '../input/flags.ts';
import { openRecord, sessionWord } from '../input/recorded-sessions.ts';
import { textTable } from '../output/terminal-text.ts';

const jsonHelp =
  '--json prints: voxtally (1), sessionId, startedAt, durationMs, endpoint, prices {book, name, validFrom, why, ' +
  'currency, model, modelIs, scope}, reported, expected, cachedAtFullPrice {amount, unpriced}, ' +
  'expectedOverReported, perMinute, perHour, fields, responses, transcriptions, meters {cachedApart, folded}, ' +
  'usage, accuracy, record {digest, problems}. An amount without any price is null, never 0. expected.amount is the low end: reports, and ' +
  'estimates at their cheapest; expected also has best (reports and best estimates), ifBilled (what comes on ' +
  'top at most if work that ended without a report is billed) and high (all of it at most, which a budget ' +
  'guards). expectedOverReported, perMinute and perHour go by the low end. Of each response and transcription ' +
  'basis says where its numbers are from: reported, if billed (it ended and reported nothing, which may or may ' +
  'not be billed), estimated (the report was lost) or live (it runs); cost is the best estimate, costLow and ' +
  'costHigh its ends, costWidth how far cost may be off, inputWidth, cachedWidth, outputWidth (secondsWidth) ' +
  'the same in tokens (seconds), unknown what no counting rule covers. Of each field expected goes by best ' +
  'estimates, width says how far it may be off, ifBilled what comes on top. accuracy says how far off estimates ' +
  'were where a report came: compared, exact, tokensOff, tokensReported, worstShare. record.digest is intact, open ' +
  '(as far as its last digest), damaged, or none where an earlier version recorded it. reported.low is below ' +
  'reported.amount where reports do not say of which kind cached tokens are.';

const flags = {
  json: { type: 'boolean', says: 'Print one JSON object instead of tables (see below).' },
  csv: { type: 'boolean', says: 'Print the tables as CSV.' },
  markdown: {
    type: 'boolean',
    says: 'Print the tables as Markdown. --json, --csv and --markdown exclude one another.',
  },
  book: {
    type: 'string',
    value: 'ID',
    says: 'Price it by this book.',
    otherwise: 'the one in its record, else the list of its day',
  },
  model: { type: 'string', value: 'NAME', says: 'The model behind the deployment, where its name does not say.' },
  scope: {
    type: 'string',
    value: priceScopes.join('|'),
    says: 'The scope of the deployment, where its name does not say.',
  },
} as const satisfies Flags;

const bad = (message: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));

/** The model and scope of the flags; null: none given, so the record and the names decide. */
function choiceOf(
  book: PriceBook,
  model: string | undefined,
  scope: string | undefined,
): Result<{ choice: ModelChoice | null }> {
  if (model === undefined && scope === undefined) return ok({ choice: null });
  const known = priceScopes.find((one) => one === (scope ?? 'global'));
  if (known === undefined)
    return bad(`${repeated(scope ?? '')} is not a scope.`, `Scopes are ${priceScopes.join(', ')}.`);
  if (model !== undefined && pricedModel(book, model, known) === null) {
    const names = [...new Set(book.models.filter((entry) => entry.scope === known).map(entryName))];
    return bad(`${book.id} has no ${repeatable(model)} in ${known}.`, `It has ${names.join(', ')}.`);
  }
  return ok({ choice: { model: model ?? null, scope: known } });
}

function oneFormat(read: Read<typeof flags>): Result<{ plan: Read<typeof flags> }> {
  const { json, csv, markdown } = read.values;
  if ([json, csv, markdown].filter(Boolean).length <= 1) return ok({ plan: read });
  return bad('--json, --csv and --markdown exclude one another.', 'Give one of them.');
}

/** A report for a reader at a terminal. */
function printUsage(report: UsageReport): string {
  const tables = reportTables(report).map(({ title, text, rows }) => {
    const align = (rows[0] ?? []).map((_, column) => (column < text ? ('left' as const) : ('right' as const)));
    return `${visibleLine(title)}\n${textTable(rows, align)}`;
  });
  const record = recordStands(report);
  const head = [pricedBy(report), ...(record === null ? [] : [record])].map(visibleLine).join('\n');
  return `${[head, ...tables].join('\n\n')}\n`;
}

async function usageOf({ values, words }: Read<typeof flags>, surroundings: Surroundings): Promise<Outcome> {
  const record = await openRecord(words[0] ?? '');
  if (!record.ok) return record;
  const prices = await openPriceBooks(surroundings);
  const wanted = values.book === undefined ? ok({}) : prices.byId(values.book);
  if (!wanted.ok) return misused(wanted.error);
  const { header, view } = record;
  const book = prices.choose(header.startedAt.slice(0, 10), values.book ?? header.priceBookId);
  const chosen = choiceOf(book.book, values.model, values.scope);
  if (!chosen.ok) return misused(chosen.error);
  const report = usageReport(view, book, chosen.choice);
  const text = values.json ? reportJson : values.csv ? reportCsv : values.markdown ? reportMarkdown : printUsage;
  return ok({ out: text(report) });
}

/** `voxtally usage`: what a recorded session used and costs, reported and expected. Changes nothing on disk. */
export const usage: Command = {
  forms: [plannedForm({ words: [sessionWord], flags, notes: [jsonHelp], plan: oneFormat, run: usageOf })],
};
