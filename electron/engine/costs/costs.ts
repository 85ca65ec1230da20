import { join } from 'node:path';
import type { BooksByCurrency } from '../../../shared/pricing/books-by-currency.ts';
import type { EngineContext } from '../context.ts';
import { notify } from '../notify.ts';
import { FetchedCostsStore } from './bills/fetched.ts';
import { costTokens } from './cost-management/tokens.ts';
import { BillStore } from './bills/bill-store.ts';
import { Importer } from './bills/importer.ts';
import { Fetcher } from './bills/fetcher.ts';
import { IncomingBills } from './bills/incoming.ts';
import { CaseStore } from './cases/case-store.ts';
import { Cases } from './cases/cases.ts';

/** Bills and reconciliations of one data folder. */
export interface Costs {
  readonly bills: BillStore;
  readonly incoming: IncomingBills;
  readonly importer: Importer;
  readonly fetched: FetchedCostsStore;
  readonly fetcher: Fetcher;
  readonly cases: Cases;
  readonly caseStore: CaseStore;
}

export function createCosts(context: EngineContext): Costs {
  const { services, prices, preferences, library, clients } = context;
  const { dataFolder, assetsFolder } = services;
  const workersFolder = services.workersFolder ?? join(assetsFolder, '..', 'out', 'node');
  const books = (): BooksByCurrency => prices.byCurrency(preferences.current.pricing.bookId);
  const note = (text: string): void => notify(context, text);
  const bills = new BillStore(dataFolder, note);
  const caseStore = new CaseStore(dataFolder, note);
  const fetched = new FetchedCostsStore(dataFolder);
  const importer = new Importer({
    store: bills,
    books,
    workersFolder,
    onNews: (news) => clients.push({ type: 'import', news }),
  });
  return {
    bills,
    incoming: new IncomingBills(dataFolder),
    importer,
    fetched,
    fetcher: new Fetcher({
      store: fetched,
      importer,
      tokens: costTokens(context),
      http: context.http,
      url: services.costManagementUrl,
      onNews: (sentence) => clients.push({ type: 'fetch', sentence }),
    }),
    cases: new Cases({
      store: caseStore,
      bills,
      books,
      workersFolder,
      folderOf: (id) => library.folderOf(id),
      savedIds: () => library.ids(),
    }),
    caseStore,
  };
}
