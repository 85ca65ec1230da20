import type { NamedPeriod } from '../../../shared/reconcile/report/period-lines.ts';
import { printPeriod } from '../output/print-period.ts';
import type { PeriodReport } from '../../../shared/reconcile/period/period-report.ts';
import { extname } from 'node:path';
import type { Conventions } from '../../../shared/billing/number-and-date-marks.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { isDay, isMonth } from '../../../shared/kit/dates.ts';
import { jsonText } from '../../../shared/kit/untrusted/safe-text.ts';
import type { BooksByCurrency } from '../../../shared/pricing/choose-book.ts';
import { assemble, billedResources, type BillEvidence } from '../../../shared/reconcile/case/assemble.ts';
import type { Reported, SessionEvidence } from '../../../shared/reconcile/evidence/evidence.ts';
import type { NamedReport, ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { documentOf, type ExportFormat } from '../../../shared/reconcile/report/documents.ts';
import type { Choose } from '../../../shared/reconcile/scope/scope.ts';
import { textLine } from '../../hosts/terminal.ts';
import { type Command, type Outcome, plannedForm, type Surroundings } from '../input/command.ts';
import { openPriceBooks } from '../input/price-books.ts';
import { sourceName, standard, writeText } from '../input/files.ts';
import type { Flags, Read } from '../input/flags.ts';
import {
  billedByTable,
  importBills,
  reportedByFile,
  reportedByWords,
  withMetricsFile,
  withOthers,
} from '../input/reconcile-evidence.ts';
import { printReconciliation } from '../output/print-reconciliation.ts';

/** Files that a reconciliation is written to; undefined: not asked for. */
interface Outputs {
  readonly html: string | undefined;
  readonly summary: string | undefined;
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
  named: NamedReport | NamedPeriod,
  { html, summary, csv, markdown, plan }: Outputs,
): Promise<Result<{ written: readonly string[] }>> {
  const wanted: readonly (readonly [path: string | undefined, format: ExportFormat])[] = [
    [html, 'html'],
    [summary, 'summary'],
    [csv, 'csv'],
    [markdown, 'markdown'],
    [plan, planFormats.get(extname(plan ?? '').toLowerCase()) ?? 'plan-markdown'],
  ];
  const written: string[] = [];
  for (const [path, format] of wanted) {
    if (path === undefined) continue;
    const document = documentOf(format, named);
    if (!document.ok) return document;
    const wrote = await writeText(path, document.text);
    if (!wrote.ok) return wrote;
    written.push(path);
  }
  return ok({ written });
}

const jsonHelp =
  '--json prints: voxtally (1), model {label, model, version, scope, names}, priceBook, responses, reportedResponses [{number, origin, ' +
  'audioIn, audioCached, audioOut, textIn, textCached, textOut}], days [{day, responses, differences}], meters ' +
  '[{meter, names, reported, expected, billed, range {low, high} or null, corrected, unreadable, difference, beyond {tokens, money {cost, ' +
  'currency}}, quantityVariance {cost, currency}, charged [{cost, currency}], priceVariance {cost, currency}, ' +
  'status, explainedBy}], money {currency, billed, expected, difference, further, lostDiscount}, charge {costs ' +
  '[{cost, currency}], compared {cost, currency, by}, priceVariance {cost, currency}, notComparable}, ratio {of, low, high, text} or null, finding ' +
  '{claim, headline, lead, open, turn, chance {hits, of, share} or null}, explanations [{rank, exact, outside, title, ' +
  'statement, inferences [{kind, turn, context, response, measured, statement}], events, cached {audio, text}, meters [{meter, ' +
  'predicted, billed, range {low, high} or null, residual, checked, arithmetic, note, parts [{tokens, kind, words}]}], freeParameters, ' +
  'marks [{certainty, text}], assumptions, mechanisms, coverage {hits, of, share} or null, supports, ' +
  'contradictions}], storiesFound, excluded [{id, title, rule, fails}], unexcluded [{id, title, text}], ' +
  'alsoOpen, rules {family, service, certain, sentence}, experiments [{id, kind, change, first, predictions [{rank, ' +
  'statement, audioIn, textIn, audioFormula, textFormula, audioWords, textWords}], splits, collisions, needed, ' +
  'steps, outcomes, isolation}], inseparable [{pair, kind, why}] (experiments in the order in which to run them; audioIn and textIn are null where a story ' +
  'predicts none), sessions, compared {days, resource, freshness} or null, transcription {model, reports, ' +
  'seconds, lines [{kind, reported, billed, status}], hours {reported, billed, status} or null, statement} or null, ' +
  'images {lines [{kind, reported, billed, status}], statement} or null, leftOut [{of, charged [{cost, currency}]}], many {observations, meters, finding, ' +
  'open} or null, sources [{files [{name, sha256, bytes}], shape, importedAt, writtenAt, period, runId, ' +
  'tally}], notes. Tokens are whole numbers. finding.claim.kind is further (the model ran more often than was ' +
  'reported), seen or seen among (the log saw it begin), as reported, as reported in part, ratio (one factor over every meter), ' +
  'undecided, nothing fits or no bill; only further and seen claim that more ran. chance and coverage: of so many bills as far off as this ' +
  'one (of), how many a story as simple fits (hits). An explanation with outside true holds something that no ' +
  'measured rule knows. certainty is measured, assumed, free (a number read off this bill, which proves ' +
  'nothing) or open. Where sessions are of several days, models or resources it prints a period instead: voxtally (1), ' +
  'kind (period), from, to, label, headline, lead, blocks [{model, resource, resourceId, days [{day, sessions, cells [{column, ' +
  'expected, billed, range, hours, difference, charged, beyond, state}], charged, beyond, state, story, freshness, ' +
  'sentence}], columns, totals, charged, priceBook, many}], sessions [{id, name, days, block, why, deployment, tags, ' +
  'customer, responses, reported, billed, meters}], stories [{letter, title, days, beyond}], unallocated [{title, ' +
  'charged, rows, names}], totals [{currency, file, table, unallocated, parts [{state, story, cost, share, days}]}], ' +
  'sources, notes. --day picks one day of it.';

const flags = {
  usage: {
    type: 'string',
    value: 'FILE',
    says:
      'What was reported: the usage of responses, however it was printed (JSON, events, lines of counts), or recorded ' +
      'sessions by --sessions. - reads standard input.',
  },
  sessions: {
    type: 'string',
    value: 'DIR',
    says: 'Recorded sessions: their folders or ids, or a folder of them.',
    many: 'words',
  },
  meters: {
    type: 'string',
    value: 'FILE',
    says:
      'What was billed: meters and quantities as a table, one meter a line, or exports of costs by --bill. - reads ' +
      'standard input.',
  },
  bill: {
    type: 'string',
    value: 'FILE',
    says: 'Exports of costs (CSV, gzip, JSON, Parquet), a manifest.json or the folder of an export. - reads standard input.',
    many: 'words',
  },
  prices: {
    type: 'string',
    value: 'ID',
    says: 'The price book.',
    otherwise: 'the newest list in US dollars; of a bill in another currency, a book in that',
  },
  day: {
    type: 'string',
    value: 'YYYY-MM-DD|YYYY-MM',
    says: 'Which part of the bill, when it holds several. Sessions name theirs. Days are UTC.',
  },
  resource: { type: 'string', value: 'NAME', says: 'Which part of the bill, when it holds several resources.' },
  model: { type: 'string', value: 'NAME', says: 'Which part of the bill, when it holds several models.' },
  dates: {
    type: 'string',
    choices: ['month-first', 'day-first'],
    says: 'How the export writes dates, when nothing in it decides.',
  },
  decimals: {
    type: 'string',
    choices: ['point', 'comma'],
    says: 'How the export writes decimals, when nothing in it decides.',
  },
  metrics: {
    type: 'string',
    value: 'FILE',
    says:
      "What the service counted: a chart's CSV or the JSON of az monitor metrics list, or OpenAI's usage as its API or its " +
      'export has it. Its requests say how many inferences ran. - reads standard input.',
  },
  others: {
    type: 'string',
    value: 'DIR',
    says: 'Other recorded sessions that may be on the same meters.',
    many: 'words',
  },
  html: { type: 'string', value: 'OUT', says: 'Write the report as one page to attach to a ticket.' },
  summary: { type: 'string', value: 'OUT', says: 'Write one page for whoever reads no more.' },
  csv: { type: 'string', value: 'OUT', says: 'Write the report as a table.' },
  markdown: { type: 'string', value: 'OUT', says: 'Write the report as text to paste.' },
  plan: {
    type: 'string',
    value: 'OUT.md|OUT.json',
    says: 'Write the plan of the experiments that tell the surviving stories apart.',
  },
  json: { type: 'boolean', says: 'Print one JSON object instead of tables (see below).' },
} as const satisfies Flags;

/** What `voxtally reconcile` is asked to do. */
interface ReconcilePlan {
  readonly reported: { readonly usage: string } | { readonly sessions: readonly string[] };
  readonly billed: { readonly meters: string } | { readonly bills: readonly string[] };
  readonly model: string | undefined;
  readonly resource: string | undefined;
  readonly day: string | undefined;
  readonly answers: Partial<Conventions>;
  /** What the service itself counted. */
  readonly metrics: string | undefined;
  /** Id of the price book; undefined: the newest list in US dollars. */
  readonly prices: string | undefined;
  /** Other sessions that may be on the same meters. */
  readonly others: readonly string[];
  readonly outputs: Outputs;
  readonly json: boolean;
}

const bad = (message: string): Result<never> => refuse(benchError('invalid-argument', message));

const marks = { point: '.', comma: ',' } as const;

/** The plan of a command line, or what is missing from it. */
function reconcilePlan({ values }: Read<typeof flags>): Result<{ plan: ReconcilePlan }> {
  const { usage, sessions, meters, bill, model, resource, day, dates, decimals, json } = values;
  const { html, summary, csv, markdown, plan, metrics, others, prices } = values;
  if ((usage === undefined) === (sessions === undefined)) {
    return bad('voxtally reconcile needs --usage FILE or --sessions DIR, one of the two.');
  }
  if ((meters === undefined) === (bill === undefined)) {
    return bad('voxtally reconcile needs --meters FILE or --bill FILE, one of the two.');
  }
  if ([usage, meters, metrics, ...(bill ?? [])].filter((path) => path === standard).length > 1) {
    return bad('Only one of the files can be standard input.');
  }
  if (meters !== undefined && (day !== undefined || resource !== undefined)) {
    return bad('--day and --resource choose rows of --bill; a table of --meters is taken whole.');
  }
  if (day !== undefined && !isDay(day) && !isMonth(day)) {
    return bad(`--day is a UTC day YYYY-MM-DD or a month YYYY-MM, not ${repeatable(day)}.`);
  }
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
        ...(dates === undefined ? {} : { dateOrder: dates }),
        ...(decimals === undefined ? {} : { decimalMark: marks[decimals] }),
      },
      metrics,
      prices,
      others: others ?? [],
      outputs: { html, summary, csv, markdown, plan },
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
  day: 'Say which day the usage is of: --day YYYY-MM-DD (a month: YYYY-MM).',
  resource: 'Say which one was spoken to: --resource NAME.',
  model: 'Say which one was spoken to: --model NAME.',
};

/** An open choice as a refusal that names the flag. */
function askByFlag(name: string, { about, sentence, missing }: Choose): Result<never> {
  const nextStep = missing === null ? sayWhich[about] : `Give one of these with --${about}.`;
  return refuse(benchError('invalid-argument', `${name}: ${sentence}`, { nextStep }));
}

interface Evidence {
  readonly reported: Reported;
  /** Recorded sessions, each by itself; left out: the usage was given as a text. */
  readonly sessions?: readonly SessionEvidence[];
}

/** What was reported, with the other sessions that were given. */
async function evidence(plan: ReconcilePlan): Promise<Result<Evidence>> {
  const found: Result<Evidence> =
    'usage' in plan.reported
      ? await reportedByFile(plan.reported.usage)
      : await reportedByWords(plan.reported.sessions);
  if (!found.ok) return found;
  if (plan.others.length === 0) return found;
  const read = await withOthers(found.reported, plan.others);
  return read.ok ? ok({ ...found, reported: read.reported }) : read;
}

async function reconciled(
  plan: ReconcilePlan,
  surroundings: Surroundings,
): Promise<Result<{ report: ReconcileReport | PeriodReport }>> {
  const read = await evidence(plan);
  if (!read.ok) return read;
  const prices = await openPriceBooks(surroundings);
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
  const scope = { wanted: wanted.resource, billed: billedResources(bill.bill) };
  const beside = plan.metrics === undefined ? read : await withMetricsFile(read.reported, plan.metrics, scope);
  if (!beside.ok) return beside;
  const answer = assemble({ reported: beside.reported, sessions: read.sessions ?? [], bill: bill.bill, wanted, books });
  if (!answer.ok) return answer;
  const { assembled } = answer;
  return assembled.kind === 'choose' ? askByFlag(bill.bill.name, assembled) : ok({ report: assembled.report });
}

async function explain(plan: ReconcilePlan, surroundings: Surroundings): Promise<Outcome> {
  const { terminal } = surroundings;
  const answer = await reconciled(plan, surroundings);
  if (!answer.ok) return answer;
  const { report } = answer;
  const at = new Date().toISOString();
  const outputs = await writeOutputs(
    'kind' in report ? { name: report.label, report, at } : { name: report.model.label, report, at },
    plan.outputs,
  );
  if (!outputs.ok) return outputs;
  for (const path of outputs.written) terminal.err(textLine(`Written: ${path}`));
  if (plan.json) return ok({ out: jsonText(report) });
  return ok({ out: 'kind' in report ? printPeriod(report) : printReconciliation(report) });
}

/** `voxtally reconcile`: why a bill differs from what was reported. */
export const reconcile: Command = {
  forms: [plannedForm({ flags, notes: [jsonHelp], plan: reconcilePlan, run: explain })],
};
