import { randomUUID } from 'node:crypto';
import type { CostQuestion, ImportOutcome } from '../../../../shared/bench-api.ts';
import type { Conventions } from '../../../../shared/billing/columns/conventions.ts';
import { readCostScope } from '../../../../shared/billing/fetch/cost-scope.ts';
import { benchError, ok, refuse, type Result } from '../../../../shared/errors.ts';
import { azureCloudFacts } from '../../../../shared/protocol/azure-clouds.ts';
import { cancelled } from '../cost-management/ask.ts';
import { costDetails } from '../cost-management/cost-details.ts';
import { queryCosts } from '../cost-management/query.ts';
import type { CostServices, FetchedCosts } from '../cost-management/services.ts';
import type { CostTokens } from '../cost-management/tokens.ts';
import { systemClock } from '../retail-prices/refresh.ts';
import type { Http } from '../../network/http.ts';
import type { FetchedCostsStore } from './fetched.ts';
import type { Importer } from './importer.ts';

export interface FetcherParts {
  readonly store: FetchedCostsStore;
  readonly importer: Importer;
  readonly tokens: CostTokens;
  readonly http: Http;
  /** Another management address than the cloud's. */
  readonly url: string | undefined;
  readonly onNews: (sentence: string | null) => void;
}

type Fetched = Result<{ outcome: ImportOutcome; fetchId: string; folder: string }>;

const apis = { query: queryCosts, 'cost-details': costDetails } as const;

const running = (): Result<never> =>
  refuse(benchError('refused', 'Another import is still running.', { nextStep: 'Wait for it, or cancel it.' }));

/** Fetches costs from Azure and imports them: waiting happens on the network, reading in the importer's thread. */
export class Fetcher {
  readonly #parts: FetcherParts;
  #running: AbortController | null = null;

  constructor(parts: FetcherParts) {
    this.#parts = parts;
  }

  cancel(): void {
    this.#running?.abort();
  }

  /** Fetches and imports. Nothing is kept of a fetch that is refused, cancelled or cannot be read. */
  async fetch(question: CostQuestion): Promise<Fetched> {
    if (this.#running !== null || this.#parts.importer.busy) return running();
    const abort = new AbortController();
    this.#running = abort;
    const fetchId = randomUUID();
    let kept = false;
    try {
      const fetched = await this.#bring(question, fetchId, abort.signal);
      if (!fetched.ok) return fetched;
      // Files may have been given meanwhile; a report that took minutes to be made waits for them.
      await this.#parts.importer.free();
      if (abort.signal.aborted) return cancelled();
      this.#parts.onNews('Reading what came.');
      const imported = await this.#import(fetchId, fetched, {});
      kept = imported.ok;
      return imported;
    } finally {
      this.#running = null;
      if (!kept) await this.#parts.store.forget(fetchId);
      this.#parts.onNews(null);
    }
  }

  /** Imports what an earlier fetch brought, with the answer to what it asked. */
  async again(fetchId: string, answers: Partial<Conventions>): Promise<Result<{ outcome: ImportOutcome }>> {
    const source = await this.#parts.store.source(fetchId);
    if (source !== null) return await this.#import(fetchId, { source }, answers);
    return refuse(
      benchError('not-found', 'The bench no longer has what was fetched.', { nextStep: 'Fetch it again.' }),
    );
  }

  async #bring(question: CostQuestion, fetchId: string, signal: AbortSignal): Promise<Result<FetchedCosts>> {
    const { store, tokens, http, url, onNews } = this.#parts;
    const { from, to, api, signIn } = question;
    const read = readCostScope(question.scope);
    if (!read.ok) return read;
    const cloud = azureCloudFacts[question.cloud ?? 'public'];
    const begun = await store.begin(fetchId);
    if (!begun.ok) return begun;
    let signedIn = false;
    const services: CostServices = {
      ...systemClock,
      http,
      signal,
      onProgress: onNews,
      getToken: async () => {
        if (!signedIn) onNews('Signing in.');
        signedIn = true;
        return await tokens.get(signIn, cloud, signal);
      },
    };
    const { scope } = read;
    // A report has every resource of its scope.
    const resourceId = api === 'query' ? read.resourceId : null;
    const request = { scope, from, to, resourceId, url: url ?? cloud.managementUrl };
    const brought = await apis[api](request, begun.folder, services);
    if (brought.ok) {
      const described = await store.describe(fetchId, brought.source);
      return described.ok ? brought : described;
    }
    // A token that the service does not take would be handed out again until it expires.
    if (signedIn && brought.error.facts?.['status'] === '401') await tokens.forget(signIn, cloud);
    return brought;
  }

  async #import(fetchId: string, { source }: FetchedCosts, answers: Partial<Conventions>): Promise<Fetched> {
    const { store, importer } = this.#parts;
    const imported = await importer.importSource(source, answers);
    if (!imported.ok) return imported;
    const { outcome } = imported;
    const importId = outcome.kind === 'imported' ? outcome.imports[0]?.importId : undefined;
    const folder = importId === undefined ? store.folderOf(fetchId) : await store.adopt(fetchId, importId);
    return ok({ outcome, fetchId, folder });
  }
}
