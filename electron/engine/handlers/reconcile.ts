import type { Handlers } from '../../../shared/bench-api.ts';
import { benchError, ok, refuse } from '../../../shared/errors.ts';
import { documentOf } from '../../../shared/reconcile/report/documents.ts';
import { reportOf } from '../costs/cases/cases.ts';
import type { Costs } from '../costs/costs.ts';

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
  | 'bill.cancel'
  | 'bill.forget'
>;

/** Commands about bills and what they are held against. */
export function reconcileHandlers({ bills, incoming, importer, cases, caseStore }: Costs): ReconcileHandlers {
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
      return ok(
        documentOf(format, { name: looked.view.case.name, report: found.report, at: new Date().toISOString() }),
      );
    },
    'bill.list': async () => ok({ imports: await bills.list() }),
    'bill.import': async ({ from, answers }) => {
      const paths = from.kind === 'paths' ? from.paths : await incoming.files(from.uploadId);
      if (paths.length === 0) {
        return refuse(
          benchError('not-found', 'The bench no longer has those files.', { nextStep: 'Choose them again.' }),
        );
      }
      const { decimalMark, dateOrder } = answers;
      const imported = await importer.import(paths, {
        ...(decimalMark === undefined ? {} : { decimalMark }),
        ...(dateOrder === undefined ? {} : { dateOrder }),
      });
      // A question is answered by importing the same files again.
      const asked = imported.ok && imported.outcome.kind === 'question';
      if (from.kind === 'upload' && !asked) await incoming.discard(from.uploadId);
      return imported;
    },
    'bill.cancel': () => {
      importer.cancel();
      return ok({});
    },
    'bill.forget': ({ importId }) => bills.forget(importId),
  };
}
