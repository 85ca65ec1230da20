import { randomUUID } from 'node:crypto';
import type { CostQuestion, ImportOutcome } from '../../../../shared/bench-api.ts';
import type { Conventions } from '../../../../shared/billing/columns/conventions.ts';
import { benchError, ok, refuse, type Result } from '../../../../shared/errors.ts';
import { costDetails } from '../cost-management/cost-details.ts';
import { queryCosts } from '../cost-management/query.ts';
import type { CostServices, FetchedCosts } from '../cost-management/services.ts';
import type { CostTokens } from '../cost-management/tokens.ts';
import { systemServices } from '../retail-prices/refresh.ts';
import type { FetchedCostsStore } from './fetched.ts';
import type { Importer } from './importer.ts';

export interface FetcherParts {
  readonly store: FetchedCostsStore;
  readonly importer: Importer;
  readonly tokens: CostTokens;
  /** Another management address than Azure's. */
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
    const { store, tokens, url, onNews } = this.#parts;
    const { scope, from, to, api, signIn } = question;
    const begun = await store.begin(fetchId);
    if (!begun.ok) return begun;
    let tokenScope: string | null = null;
    const services: CostServices = {
      ...systemServices,
      signal,
      onProgress: onNews,
      getToken: async (asked) => {
        if (tokenScope === null) onNews('Signing in.');
        tokenScope = asked;
        return await tokens.get(signIn, asked, signal);
      },
    };
    const brought = await apis[api]({ scope: scope.trim(), from, to, resourceId: null, url }, begun.folder, services);
    if (brought.ok) {
      const described = await store.describe(fetchId, brought.source);
      return described.ok ? brought : described;
    }
    // A token that the service does not take would be handed out again until it expires.
    if (tokenScope !== null && brought.error.facts?.['status'] === '401') await tokens.forget(signIn, tokenScope);
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
