import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Conventions } from '../../../shared/billing/conventions.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { lookup } from '../../../shared/kit/lookup.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { jsonText } from '../../../shared/kit/untrusted/safe-text.ts';
import type { BooksByCurrency } from '../../../shared/pricing/choose-book.ts';
import { assemble, type BillEvidence } from '../../../shared/reconcile/assemble.ts';
import type { Reported } from '../../../shared/reconcile/evidence/evidence.ts';
import type { NamedReport, ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { documentOf, type ExportFormat } from '../../../shared/reconcile/report/documents.ts';
import type { Choose } from '../../../shared/reconcile/scope/scope.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { writeFailure } from '../../engine/data/disk-errors.ts';
import { PriceBooks } from '../../engine/data/price-books.ts';
import type { Installation } from '../../hosts/installation.ts';
import { type Terminal, textLine } from '../../hosts/terminal.ts';
import { readFlags } from '../input/flags.ts';
import {
  billedByTable,
  importBills,
  reportedByFile,
  reportedByWords,
  sourceName,
  withMetricsFile,
  withOthers,
} from '../input/reconcile-evidence.ts';
import { printReconciliation } from '../output/print-reconciliation.ts';
import { type ExitCode, exitCodes, sayError } from '../output/terminal-text.ts';

/** Files that a reconciliation is written to; undefined: not asked for. */
interface Outputs {
  readonly html: string | undefined;
  readonly csv: string | undefined;
  readonly markdown: string | undefined;
  readonly plan: string | undefined;
}

/** What a plan is written as, by the end of its file's name. */
const planFormats: ReadonlyMap<string, ExportFormat> = new Map([
  ['.md', 'plan-markdown'],
  ['.json', 'plan-json'],
]);

/** Writes what was asked for. Refuses, naming the file, at the first that cannot be written. */
async function writeOutputs(
  named: NamedReport,
  { html, csv, markdown, plan }: Outputs,
): Promise<Result<{ written: readonly string[] }>> {
  const wanted: readonly (readonly [path: string | undefined, format: ExportFormat])[] = [
    [html, 'html'],
    [csv, 'csv'],
    [markdown, 'markdown'],
    [plan, planFormats.get(extname(plan ?? '').toLowerCase()) ?? 'plan-markdown'],
  ];
  const written: string[] = [];
  for (const [path, format] of wanted) {
    if (path === undefined) continue;
    try {
      await writeFile(path, documentOf(format, named).text);
    } catch (error) {
      return refuse(benchError('refused', `${repeatable(path, 300)} was not written: ${writeFailure(error)}.`));
    }
    written.push(path);
  }
  return ok({ written });
}

const flags = {
  usage: { type: 'string' },
  sessions: { type: 'string', multiple: true },
  meters: { type: 'string' },
  bill: { type: 'string', multiple: true },
  model: { type: 'string' },
  resource: { type: 'string' },
  day: { type: 'string' },
  dates: { type: 'string' },
  decimals: { type: 'string' },
  metrics: { type: 'string' },
  prices: { type: 'string' },
  others: { type: 'string', multiple: true },
  html: { type: 'string' },
  csv: { type: 'string' },
  markdown: { type: 'string' },
  plan: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Flags that take every word up to the next flag: `--sessions DIR DIR`. */
const lists = ['--sessions', '--bill', '--others'];

/** The same command line with the flag before each of its words. */
function spread(args: readonly string[]): string[] {
  let list: string | null = null;
  let first = false;
  return args.flatMap((arg) => {
    if (arg.startsWith('--')) {
      list = lists.includes(arg) ? arg : null;
      first = true;
      return [arg];
    }
    const again = list !== null && !first;
    first = false;
    return again && list !== null ? [list, arg] : [arg];
  });
}

/** What `voxtally reconcile` is asked to do. */
interface ReconcilePlan {
  readonly reported: { readonly usage: string } | { readonly sessions: readonly string[] };
  readonly billed: { readonly meters: string } | { readonly bills: readonly string[] };
  readonly model: string | undefined;
  readonly resource: string | undefined;
  readonly day: string | undefined;
  readonly answers: Partial<Conventions>;
  /** What Azure Monitor counted. */
  readonly metrics: string | undefined;
  /** Id of the price book; undefined: the newest list in US dollars. */
  readonly prices: string | undefined;
  /** Other sessions that may be on the same meters. */
  readonly others: readonly string[];
  readonly outputs: Outputs;
  readonly json: boolean;
}

const bad = (message: string): Result<never> => refuse(benchError('invalid-argument', message));

const orders = lookup<Conventions['dateOrder']>({
  'month-first': 'month-first',
  'day-first': 'day-first',
});
const marks = lookup<Conventions['decimalMark']>({ point: '.', comma: ',' });

/** The plan of a command line, or what is missing from it. */
function reconcilePlan(args: readonly string[]): Result<{ plan: ReconcilePlan }> {
  const read = readFlags('reconcile', spread(args), flags);
  if (!read.ok) return read;
  const { usage, sessions, meters, bill, model, resource, day, dates, decimals, json } = read.values;
  const { html, csv, markdown, plan, metrics, others, prices } = read.values;
  if ((usage === undefined) === (sessions === undefined)) {
    return bad('voxtally reconcile needs --usage FILE or --sessions DIR, one of the two.');
  }
  if ((meters === undefined) === (bill === undefined)) {
    return bad('voxtally reconcile needs --meters FILE or --bill FILE, one of the two.');
  }
  if ([usage, meters, metrics, ...(bill ?? [])].filter((path) => path === '-').length > 1) {
    return bad('Only one of the files can be standard input.');
  }
  if (meters !== undefined && (day !== undefined || resource !== undefined)) {
    return bad('--day and --resource choose rows of --bill; a table of --meters is taken whole.');
  }
  if (day !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(day))
    return bad(`--day is a UTC day YYYY-MM-DD, not ${repeatable(day)}.`);
  const dateOrder = dates === undefined ? undefined : orders(dates);
  if (dates !== undefined && dateOrder === undefined)
    return bad(`--dates is month-first or day-first, not ${repeatable(dates)}.`);
  const decimalMark = decimals === undefined ? undefined : marks(decimals);
  if (decimals !== undefined && decimalMark === undefined)
    return bad(`--decimals is point or comma, not ${repeatable(decimals)}.`);
  if (plan !== undefined && !planFormats.has(extname(plan).toLowerCase())) {
    return bad(
      `--plan writes a file that ends in ${[...planFormats.keys()].join(' or ')}, not ${repeatable(plan, 300)}.`,
    );
  }
  return ok({
    plan: {
      reported: usage === undefined ? { sessions: sessions ?? [] } : { usage },
      billed: meters === undefined ? { bills: bill ?? [] } : { meters },
      model,
      resource,
      day,
      answers: {
        ...(dateOrder === undefined ? {} : { dateOrder }),
        ...(decimalMark === undefined ? {} : { decimalMark }),
      },
      metrics,
      prices,
      others: others ?? [],
      outputs: { html, csv, markdown, plan },
      json,
    },
  });
}

async function billEvidence(plan: ReconcilePlan, books: BooksByCurrency): Promise<Result<{ bill: BillEvidence }>> {
  if ('meters' in plan.billed) {
    const { meters } = plan.billed;
    const read = await billedByTable(meters, books);
    return read.ok ? ok({ bill: { kind: 'table', name: sourceName(meters), table: read.table } }) : read;
  }
  const { bills } = plan.billed;
  const name = bills.length === 1 ? sourceName(bills[0] ?? '') : 'The bills';
  const imported = await importBills(bills, books, plan.answers);
  return imported.ok ? ok({ bill: { kind: 'imports', name, bills: imported.bills } }) : imported;
}

const sayWhich: Readonly<Record<Choose['about'], string>> = {
  day: 'Say which day the usage is of: --day YYYY-MM-DD.',
  resource: 'Say which one was spoken to: --resource NAME.',
  model: 'Say which one was spoken to: --model NAME.',
};

/** An open choice as a refusal that names the flag. */
function askByFlag(name: string, { about, sentence, missing }: Choose): Result<never> {
  const nextStep = missing === null ? sayWhich[about] : `Give one of these with --${about}.`;
  return refuse(benchError('invalid-argument', `${name}: ${sentence}`, { nextStep }));
}

/** Everything that stands beside the bill: what was reported, and the other witnesses that were given. */
async function evidence(plan: ReconcilePlan): Promise<Result<{ reported: Reported }>> {
  let read =
    'usage' in plan.reported
      ? await reportedByFile(plan.reported.usage)
      : await reportedByWords(plan.reported.sessions);
  if (read.ok && plan.others.length > 0) read = await withOthers(read.reported, plan.others);
  if (read.ok && plan.metrics !== undefined) read = await withMetricsFile(read.reported, plan.metrics);
  return read;
}

async function reconciled(
  plan: ReconcilePlan,
  installation: Installation,
): Promise<Result<{ report: ReconcileReport }>> {
  const read = await evidence(plan);
  if (!read.ok) return read;
  const prices = await PriceBooks.open(installation.assetsFolder, dataFolder());
  const chosen = plan.prices === undefined ? null : prices.byId(plan.prices);
  if (chosen?.ok === false) return chosen;
  const books = prices.byCurrency(plan.prices);
  const bill = await billEvidence(plan, books);
  if (!bill.ok) return bill;
  const wanted = {
    days: plan.day === undefined ? [] : [plan.day],
    resource: plan.resource ?? null,
    model: plan.model ?? null,
  };
  const answer = assemble({ reported: read.reported, bill: bill.bill, wanted, books });
  if (!answer.ok) return answer;
  const { assembled } = answer;
  return assembled.kind === 'report' ? ok({ report: assembled.report }) : askByFlag(bill.bill.name, assembled);
}

/** `voxtally reconcile`: why a bill differs from what was reported. */
export async function reconcileCommand(
  args: readonly string[],
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const planned = reconcilePlan(args);
  if (!planned.ok) {
    terminal.err(sayError(planned.error));
    return exitCodes.usage;
  }
  const { plan } = planned;
  const answer = await reconciled(plan, installation);
  if (!answer.ok) {
    if (plan.json) terminal.out(jsonText({ voxtally: 1, error: answer.error }));
    else terminal.err(sayError(answer.error));
    return exitCodes.failed;
  }
  const named = { name: answer.report.model.label, report: answer.report, at: new Date().toISOString() };
  const outputs = await writeOutputs(named, plan.outputs);
  if (!outputs.ok) {
    terminal.err(sayError(outputs.error));
    return exitCodes.failed;
  }
  for (const path of outputs.written) terminal.err(textLine(`Written: ${path}`));
  terminal.out(plan.json ? jsonText(answer.report) : printReconciliation(answer.report));
  return exitCodes.done;
}
