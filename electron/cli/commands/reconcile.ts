import type { BilledModel } from '../../../shared/billing/bill/groups.ts';
import type { ImportedBill } from '../../../shared/billing/bill/imported-bill.ts';
import { ok, type Result } from '../../../shared/errors.ts';
import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import { reconcileReport, type ReconcileReport } from '../../../shared/reconcile/report/report.ts';
import { pickModel } from '../../../shared/reconcile/scope/pick-model.ts';
import type { Reported } from '../../../shared/reconcile/scope/reported.ts';
import { scopeBill, type BillScope } from '../../../shared/reconcile/scope/scope-bill.ts';
import { newestPriceBook } from '../../engine/price-books.ts';
import { exitCodes, type ExitCode, type Terminal } from '../exit-codes.ts';
import type { Installation } from '../installation.ts';
import { billedByTable, importBills } from '../reconcile/billed.ts';
import { reconcilePlan, type ReconcilePlan } from '../reconcile/flags.ts';
import { printReconciliation } from '../reconcile/print.ts';
import { refuseFrom } from '../reconcile/read-input.ts';
import { reportedByText, reportedByWords } from '../reconcile/reported.ts';
import { sayError } from '../say-error.ts';

interface Billed {
  readonly models: readonly BilledModel[];
  readonly notes: readonly string[];
  readonly scope: BillScope | null;
  readonly sources: readonly ImportedBill[];
  /** What to call the bill in a refusal. */
  readonly name: string;
}

async function billed(plan: ReconcilePlan, reported: Reported, book: PriceBook): Promise<Result<{ billed: Billed }>> {
  if ('meters' in plan.billed) {
    const table = await billedByTable(plan.billed.meters);
    if (!table.ok) return table;
    return ok({ billed: { ...table, scope: null, sources: [], name: plan.billed.meters } });
  }
  const { bills } = plan.billed;
  const name = bills.length === 1 ? (bills[0] ?? '') : 'The bills';
  const imported = await importBills(bills, book, plan.answers);
  if (!imported.ok) return imported;
  const { bill } = imported;
  const scoped = scopeBill(bill, reported, { day: plan.day, resource: plan.resource });
  if (!scoped.ok) return refuseFrom(name, scoped.error);
  const notes = [...bill.used.flatMap((one) => one.notes), ...bill.notes, ...scoped.notes];
  return ok({ billed: { models: scoped.models, notes, scope: scoped.scope, sources: bill.used, name } });
}

async function reconciled(
  plan: ReconcilePlan,
  installation: Installation,
): Promise<Result<{ report: ReconcileReport }>> {
  const read =
    'usage' in plan.reported
      ? await reportedByText(plan.reported.usage)
      : await reportedByWords(plan.reported.sessions);
  if (!read.ok) return read;
  const { reported } = read;
  const book = await newestPriceBook(installation.assetsFolder);
  const bill = await billed(plan, reported, book);
  if (!bill.ok) return bill;
  const { models, notes, scope, sources, name } = bill.billed;
  const picked = pickModel(models, plan.model, reported.models, book);
  if (!picked.ok) return refuseFrom(name, picked.error);
  const others = models.filter((model) => model !== picked.model).map(({ label }) => label);
  return ok({
    report: reconcileReport(reported, picked.model, book, {
      notes: [
        ...reported.notes,
        ...notes,
        ...(others.length === 0 ? [] : [`Also billed there, and not compared: ${others.join('; ')}.`]),
      ],
      sessions: reported.sessions,
      compared: scope,
      sources,
    }),
  });
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
    if (plan.json) terminal.out(`${JSON.stringify({ voxtally: 1, error: answer.error }, null, 2)}\n`);
    else terminal.err(sayError(answer.error));
    return exitCodes.failed;
  }
  terminal.out(plan.json ? `${JSON.stringify(answer.report, null, 2)}\n` : printReconciliation(answer.report));
  return exitCodes.done;
}
