import type { BooksByCurrency } from '../../../shared/pricing/choose-book.ts';
import { type EngineServices, workersFolderOf } from '../context/services.ts';
import { openAiAdministration } from '../../../shared/protocol/authentication.ts';
import { openAiAdmin } from '../../../shared/protocol/endpoints/credential-id.ts';
import { systemClock } from './net/patient-client.ts';
import { costTokens, type CostTokensParts, FetchedCostsStore, Fetcher } from './azure/fetcher.ts';
import { fetchOpenAiCosts } from './openai/fetch-openai.ts';
import { BillStore } from '../data/bills.ts';
import type { PreferenceStore } from '../data/preferences.ts';
import type { PriceBooks } from '../data/price-books.ts';
import type { Http } from '../net/http.ts';
import type { Clients } from '../ports/control.ts';
import type { Notices } from '../ports/notices.ts';
import type { Library } from '../record/library.ts';
import { Importer } from './import/importer.ts';
import { type ReadSheets, sheetsInWorker } from './import/price-import.ts';
import { IncomingBills } from '../ports/bill-uploads.ts';
import { CaseStore } from '../data/case-store.ts';
import { VerdictStore } from '../data/verdict-store.ts';
import { Cases } from './cases.ts';

/** Bills and reconciliations of one data folder. */
export interface Costs {
  readonly bills: BillStore;
  readonly incoming: IncomingBills;
  readonly importer: Importer;
  readonly readSheets: ReadSheets;
  readonly fetched: FetchedCostsStore;
  readonly fetcher: Fetcher;
  readonly cases: Cases;
  readonly caseStore: CaseStore;
  readonly verdicts: VerdictStore;
}

export interface CostsParts extends CostTokensParts {
  readonly services: EngineServices;
  readonly prices: PriceBooks;
  readonly preferences: PreferenceStore;
  readonly library: Library;
  readonly clients: Clients;
  readonly notices: Notices;
  readonly http: Http;
}

export function createCosts(parts: CostsParts): Costs {
  const { services, prices, preferences, library, clients, notices, http } = parts;
  const { dataFolder } = services;
  const workersFolder = workersFolderOf(services);
  const books = (): BooksByCurrency => prices.byCurrency(preferences.current.pricing.bookId);
  const note = (text: string): void => notices.say(text);
  const sayFetch = (sentence: string | null, leftMs?: number): void =>
    clients.push({ type: 'fetch', sentence, ...(leftMs === undefined ? {} : { leftMs }) });
  const openAiUrl = services.openAiUrl ?? openAiAdministration.url;
  const bills = new BillStore(dataFolder, note);
  const caseStore = new CaseStore(dataFolder, note);
  const verdicts = new VerdictStore(dataFolder, note);
  const fetched = new FetchedCostsStore(dataFolder, note);
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
    readSheets: sheetsInWorker(workersFolder),
    fetched,
    fetcher: new Fetcher({
      store: fetched,
      importer,
      tokens: costTokens(parts),
      http,
      openAi: ({ from, to, project }, folder, signal) =>
        fetchOpenAiCosts({ from, to, project: project.trim(), url: openAiUrl }, folder, {
          ...systemClock,
          http,
          signal,
          getKey: () => services.secret(openAiAdmin),
          onProgress: sayFetch,
        }),
      url: services.costManagementUrl,
      onNews: sayFetch,
    }),
    cases: new Cases({
      store: caseStore,
      bills,
      books,
      workersFolder,
      placeOf: (id) => library.place(id),
      savedIds: () => library.ids(),
      verdicts,
      onVerdicts: () => clients.push({ type: 'changed', what: 'sessions' }),
      note,
      onNews: (news) => clients.push({ type: 'look', news }),
    }),
    caseStore,
    verdicts,
  };
}
