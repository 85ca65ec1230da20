import type { Conventions } from '../../../shared/billing/number-and-date-marks.ts';
import type { Handlers, ImportOutcome } from '../../../shared/contract/bench-api.ts';
import type { ImportWish } from '../../../shared/contract/reconcile.ts';
import { assertNever, ok, type Result } from '../../../shared/kit/errors.ts';
import { documentOf } from '../../../shared/reconcile/report/documents.ts';
import { reportOf } from '../costs/cases.ts';
import type { Costs } from '../costs/costs.ts';
import { goneUpload } from '../ports/bill-uploads.ts';

type ReconcileHandlers = Pick<
  Handlers,
  | 'reconcile.list'
  | 'reconcile.create'
  | 'reconcile.look'
  | 'reconcile.change'
  | 'reconcile.cancel'
  | 'reconcile.delete'
  | 'reconcile.export'
  | 'bill.list'
  | 'bill.import'
  | 'bill.fetch'
  | 'bill.cancel'
  | 'bill.letGo'
  | 'bill.forget'
>;

async function importFrom(
  { incoming, importer, fetcher }: Costs,
  from: ImportWish['from'],
  answers: Partial<Conventions>,
): Promise<Result<{ outcome: ImportOutcome }>> {
  switch (from.kind) {
    case 'paths':
      return await importer.import(from.paths, answers);
    case 'fetched':
      return await fetcher.again(from.fetchId, answers);
    case 'upload': {
      const paths = await incoming.files(from.uploadId);
      if (paths.length === 0) return goneUpload();
      const imported = await importer.import(paths, answers, incoming.folderOf(from.uploadId));
      // A question is answered, and a refusal mended, by importing the same files again: they need not be sent twice.
      if (imported.ok && imported.outcome.kind === 'imported') await incoming.discard(from.uploadId);
      return imported;
    }
    default:
      return assertNever(from, 'Kind of import');
  }
}

/** Commands about bills and what they are held against. */
export function reconcileHandlers(costs: Costs): ReconcileHandlers {
  const { bills, importer, incoming, fetched, fetcher, cases, caseStore } = costs;
  return {
    'reconcile.list': async () => ok({ cases: await caseStore.list() }),
    'reconcile.create': ({ from }) => cases.begin(from),
    'reconcile.look': ({ caseId }) => cases.look(caseId),
    'reconcile.change': ({ caseId, change }) => cases.change(caseId, change),
    'reconcile.cancel': ({ caseId }) => {
      cases.cancel(caseId);
      return ok({});
    },
    'reconcile.delete': ({ caseId }) => cases.delete(caseId),
    'reconcile.export': async ({ caseId, format }) => {
      const looked = await cases.look(caseId);
      if (!looked.ok) return looked;
      const found = reportOf(looked.view);
      if (!found.ok) return found;
      const named = { name: looked.view.case.name, at: new Date().toISOString() };
      return 'kind' in found.report
        ? documentOf(format, { ...named, report: found.report })
        : documentOf(format, { ...named, report: found.report });
    },
    'bill.list': async () => ok({ imports: await bills.list() }),
    'bill.import': ({ from, answers: { decimalMark, dateOrder } }) =>
      importFrom(costs, from, {
        ...(decimalMark === undefined ? {} : { decimalMark }),
        ...(dateOrder === undefined ? {} : { dateOrder }),
      }),
    'bill.fetch': (question) => fetcher.fetch(question),
    'bill.cancel': () => {
      fetcher.cancel();
      importer.cancel();
      return ok({});
    },
    'bill.letGo': async ({ uploadId }) => {
      await incoming.discard(uploadId);
      return ok({});
    },
    'bill.forget': async ({ importId }) => {
      const forgotten = await bills.forget(importId);
      if (forgotten.ok) await fetched.forget(importId);
      return forgotten;
    },
  };
}
