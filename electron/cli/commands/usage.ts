import { benchError, ok, refuse, type BenchError, type Result } from '../../../shared/kit/errors.ts';
import { jsonText, visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { repeatable, repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { pricedModel, type ModelChoice } from '../../../shared/pricing/model.ts';
import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import { entryName, priceScopes } from '../../../shared/pricing/price-terms.ts';
import {
  pricedBy,
  reportCsv,
  reportJson,
  reportMarkdown,
  reportTables,
} from '../../../shared/session/costs/usage-report-texts.ts';
import { usageReport, type UsageReport } from '../../../shared/session/costs/usage-report.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { PriceBooks } from '../../engine/data/price-books.ts';
import type { Terminal } from '../../hosts/terminal.ts';
import { type ExitCode, exitCodes, sayError, textTable } from '../output/terminal-text.ts';
import { readFlags } from '../input/flags.ts';
import type { Installation } from '../../hosts/installation.ts';
import { openRecord } from '../input/recorded-sessions.ts';

const options = {
  json: { type: 'boolean', default: false },
  csv: { type: 'boolean', default: false },
  markdown: { type: 'boolean', default: false },
  book: { type: 'string' },
  model: { type: 'string' },
  scope: { type: 'string' },
} as const;

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

function readUsageFlags(args: readonly string[]): ReturnType<typeof readFlags<typeof options>> {
  const read = readFlags('usage', args, options, ['a session']);
  if (!read.ok) return read;
  const { json, csv, markdown } = read.values;
  if ([json, csv, markdown].filter(Boolean).length <= 1) return read;
  return bad('--json, --csv and --markdown exclude one another.', 'Give one of them.');
}

/** A report for a reader at a terminal. */
function printUsage(report: UsageReport): string {
  const tables = reportTables(report).map(({ title, text, rows }) => {
    const align = (rows[0] ?? []).map((_, column) => (column < text ? ('left' as const) : ('right' as const)));
    return `${visibleLine(title)}\n${textTable(rows, align)}`;
  });
  return `${[visibleLine(pricedBy(report)), ...tables].join('\n\n')}\n`;
}

/** `voxtally usage`: what a recorded session used and costs, reported and expected. Changes nothing on disk. */
export async function usageCommand(
  args: readonly string[],
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const read = readUsageFlags(args);
  if (!read.ok) {
    terminal.err(sayError(read.error));
    return exitCodes.usage;
  }
  const { values, words } = read;
  const fail = (error: BenchError, code: ExitCode): ExitCode => {
    if (values.json) terminal.out(jsonText({ voxtally: 1, error }));
    else terminal.err(sayError(error));
    return code;
  };
  const record = await openRecord(words[0] ?? '');
  if (!record.ok) return fail(record.error, exitCodes.failed);
  const prices = await PriceBooks.open(installation.assetsFolder, dataFolder());
  const wanted = values.book === undefined ? ok({}) : prices.byId(values.book);
  if (!wanted.ok) return fail(wanted.error, exitCodes.usage);
  const { header, view } = record;
  const book = prices.choose(header.startedAt.slice(0, 10), values.book ?? header.priceBookId);
  const chosen = choiceOf(book.book, values.model, values.scope);
  if (!chosen.ok) return fail(chosen.error, exitCodes.usage);
  const report = usageReport(view, book, chosen.choice);
  const text = values.json ? reportJson : values.csv ? reportCsv : values.markdown ? reportMarkdown : printUsage;
  terminal.out(text(report));
  return exitCodes.done;
}
