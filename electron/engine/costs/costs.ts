import { join } from 'node:path';
import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import type { EngineContext } from '../context.ts';
import { BillStore } from './bills/bill-store.ts';
import { Importer } from './bills/importer.ts';
import { IncomingBills } from './bills/incoming.ts';
import { CaseStore } from './cases/case-store.ts';
import { Cases } from './cases/cases.ts';

/** Bills and reconciliations of one data folder. */
export interface Costs {
  readonly bills: BillStore;
  readonly incoming: IncomingBills;
  readonly importer: Importer;
  readonly cases: Cases;
  readonly caseStore: CaseStore;
}

export function createCosts({ services, prices, preferences, library, clients }: EngineContext): Costs {
  const { dataFolder, assetsFolder } = services;
  const workersFolder = services.workersFolder ?? join(assetsFolder, '..', 'out', 'node');
  const book = (): PriceBook => prices.current(preferences.current.pricing.bookId);
  const bills = new BillStore(dataFolder);
  const caseStore = new CaseStore(dataFolder);
  return {
    bills,
    incoming: new IncomingBills(dataFolder),
    importer: new Importer({
      store: bills,
      book,
      workersFolder,
      onNews: (news) => clients.push({ type: 'import', news }),
    }),
    cases: new Cases({
      store: caseStore,
      bills,
      book,
      workersFolder,
      folderOf: (id) => library.folderOf(id),
      savedIds: () => library.ids(),
    }),
    caseStore,
  };
}
