import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { jsonText } from '../../../shared/foreign/json-text.ts';
import type { BooksByCurrency } from '../../../shared/pricing/books-by-currency.ts';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { assemble, type BillEvidence } from '../../../shared/reconcile/assemble.ts';
import type { Reported } from '../../../shared/reconcile/scope/reported.ts';
import type { Choose } from '../../../shared/reconcile/scope/choice.ts';
import { dataFolder } from '../../engine/data-folder.ts';
import { PriceBooks } from '../../engine/price-books.ts';
import { textLine, type Terminal } from '../../terminal/terminal.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Installation } from '../installation.ts';
import { billedByTable, importBills } from '../reconcile/billed.ts';
import { reconcilePlan, type ReconcilePlan } from '../reconcile/flags.ts';
import { writeOutputs } from '../reconcile/outputs.ts';
import { printReconciliation } from '../reconcile/print.ts';
import { sourceName } from '../reconcile/read-input.ts';
import { reportedByFile, reportedByWords, withMetricsFile, withOthers } from '../reconcile/reported.ts';
import { sayError } from '../say-error.ts';

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
