import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Conventions } from '../../../../shared/billing/number-and-date-marks.ts';
import { readCostScope } from '../../../../shared/billing/cost-scope.ts';
import type {
  CostQuestion,
  FetchedWitness,
  FetchQuestion,
  ImportOutcome,
  OpenAiQuestion,
} from '../../../../shared/contract/bench-api.ts';
import { benchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { type AzureCloudFacts, azureCloudFacts } from '../../../../shared/protocol/authentication.ts';
import type { EntraSignIn, NetworkSettings } from '../../../../shared/protocol/endpoints/schema.ts';
import { signInRequest } from '../../context/credentials.ts';
import { diskError } from '../../data/disk-errors.ts';
import { fitting, JsonFolder } from '../../data/json-files.ts';
import type { Http } from '../../net/http.ts';
import type { RouteServices } from '../../net/route.ts';
import type { EntraTokenCache, EntraTokenRequest } from '../../sign-in/token-cache.ts';
import { deleteOldUploads } from '../../ports/uploads.ts';
import type { Importer } from '../import/importer.ts';
import type { BillSource } from '../import/sources.ts';
import { costDetails } from './cost-details-api.ts';
import { cancelled, type FetchedCosts } from '../net/cost-service.ts';
import { systemClock } from '../net/patient-client.ts';
import type { CostServices } from './cost-management.ts';
import { queryCosts } from './query-api.ts';

/** Tokens for the management address of a cloud: asked for as a person said to sign in, and forgotten when the service takes them no more. */
interface CostTokens {
  /** @param signal gives up this wait alone: a sign-in that others wait for goes on */
  get(signIn: EntraSignIn, cloud: AzureCloudFacts, signal: AbortSignal): Promise<Result<{ token: string }>>;
  forget(signIn: EntraSignIn, cloud: AzureCloudFacts): Promise<void>;
}

export interface CostTokensParts {
  readonly services: RouteServices;
  readonly entraTokens: EntraTokenCache;
  readonly network: () => NetworkSettings;
}

/** Tokens of the same cache that connections use: one sign-in serves both where account and scope are equal. */
export function costTokens({ services, entraTokens, network }: CostTokensParts): CostTokens {
  const requestOf = (
    signIn: EntraSignIn,
    { managementUrl, signInUrl }: AzureCloudFacts,
  ): Promise<Result<{ request: EntraTokenRequest }>> => {
    return signInRequest(services, signIn, `${managementUrl}/.default`, network(), signInUrl);
  };
  return {
    async get(signIn, cloud, signal) {
      const wanted = await requestOf(signIn, cloud);
      return wanted.ok ? await entraTokens.token(wanted.request, signal) : wanted;
    },
    async forget(signIn, cloud) {
      const wanted = await requestOf(signIn, cloud);
      if (wanted.ok) entraTokens.signOut(wanted.request);
    },
  };
}

/** Names of fetches that no import has taken over. */
const fetchIdPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const sourceSchema = z.object({
  files: z.array(z.string()),
  promisedRows: z.number().nullable(),
  exportPath: z.string().nullable(),
  period: z.string().nullable(),
  runId: z.string().nullable(),
  notes: z.array(z.string()).default([]),
});

/** What Cost Management or OpenAI answered, byte for byte: `<data>/fetched-costs/<import>/`, under the fetch's own id until it is imported. */
export class FetchedCostsStore {
  readonly #folder: string;
  /** What the files of a fetch are. */
  readonly #sources: JsonFolder<BillSource>;

  constructor(dataFolder: string, note: (text: string) => void) {
    this.#folder = join(dataFolder, 'fetched-costs');
    this.#sources = new JsonFolder<BillSource>({
      folder: this.#folder,
      nameOf: (id) => join(id, 'source.json'),
      what: 'what was fetched',
      read: fitting(sourceSchema, 1),
      print: (source) => `${JSON.stringify(source, null, 2)}\n`,
      note,
    });
  }

  folderOf(id: string): string {
    return join(this.#folder, id);
  }

  async begin(fetchId: string): Promise<Result<{ folder: string }>> {
    const folder = this.folderOf(fetchId);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return ok({ folder });
    } catch (error) {
      return refuse(diskError(error, 'what was fetched', folder));
    }
  }

  /** Writes down what the files are, so that they can be imported later. */
  describe(fetchId: string, source: BillSource): Promise<Result> {
    return this.#sources.write(fetchId, { ...source, files: source.files.map((file) => basename(file)) });
  }

  /** null: there is no such fetch any more, or it cannot be used. */
  async source(fetchId: string): Promise<BillSource | null> {
    const read = await this.#sources.read(fetchId);
    if (read === null) return null;
    const folder = this.folderOf(fetchId);
    return { ...read, files: read.files.map((name) => join(folder, basename(name))) };
  }

  /** The files belong to an import from now on, and go when it is forgotten. */
  async adopt(fetchId: string, importId: string): Promise<string> {
    const to = this.folderOf(importId);
    await rm(to, { recursive: true, force: true });
    await rename(this.folderOf(fetchId), to);
    return to;
  }

  forget(id: string): Promise<void> {
    return rm(this.folderOf(id), { recursive: true, force: true });
  }

  /** Deletes what was fetched more than a day ago and never imported: it is of no use any more. */
  clean(nowMs: number): Promise<void> {
    return deleteOldUploads(this.#folder, nowMs, (id) => fetchIdPattern.test(id));
  }
}

export interface FetcherParts {
  readonly store: FetchedCostsStore;
  readonly importer: Importer;
  readonly tokens: CostTokens;
  readonly http: Http;
  /** Brings costs of OpenAI into a folder. */
  readonly openAi: (question: OpenAiQuestion, folder: string, signal: AbortSignal) => Promise<Result<Brought>>;
  /** Another management address than the cloud's. */
  readonly url: string | undefined;
  readonly onNews: (sentence: string | null, leftMs?: number) => void;
}

/** What was brought, with what the service itself counted beside it. */
interface Brought extends FetchedCosts {
  readonly witness: FetchedWitness | null;
}

type Fetched = Result<{ outcome: ImportOutcome; fetchId: string; folder: string; witness: FetchedWitness | null }>;

const apis = { query: queryCosts, 'cost-details': costDetails } as const;

const running = (): Result<never> =>
  refuse(benchError('refused', 'Another import is still running.', { nextStep: 'Wait for it, or cancel it.' }));

/** Fetches costs and imports them: waiting happens on the network, reading in the importer's thread. */
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
  async fetch(question: FetchQuestion): Promise<Fetched> {
    if (this.#running !== null || this.#parts.importer.busy) return running();
    const abort = new AbortController();
    this.#running = abort;
    const fetchId = randomUUID();
    let isImported = false;
    try {
      const fetched = await this.#bring(question, fetchId, abort.signal);
      if (!fetched.ok) return fetched;
      // Files may have been given meanwhile; a report that took minutes to be made waits for them.
      await this.#parts.importer.free();
      if (abort.signal.aborted) return cancelled();
      this.#parts.onNews('Reading what came.');
      const imported = await this.#import(fetchId, fetched, {});
      isImported = imported.ok;
      return imported;
    } finally {
      this.#running = null;
      if (!isImported) await this.#parts.store.forget(fetchId);
      this.#parts.onNews(null);
    }
  }

  /** Imports what an earlier fetch brought, with the answer to what it asked. */
  async again(fetchId: string, answers: Partial<Conventions>): Promise<Result<{ outcome: ImportOutcome }>> {
    const source = await this.#parts.store.source(fetchId);
    if (source !== null) return await this.#import(fetchId, { source, witness: null }, answers);
    return refuse(
      benchError('not-found', 'The bench no longer has what was fetched.', { nextStep: 'Fetch it again.' }),
    );
  }

  async #bring(question: FetchQuestion, fetchId: string, signal: AbortSignal): Promise<Result<Brought>> {
    const { store, openAi } = this.#parts;
    const begun = await store.begin(fetchId);
    if (!begun.ok) return begun;
    const brought =
      'service' in question
        ? await openAi(question, begun.folder, signal)
        : await this.#fromAzure(question, begun.folder, signal);
    if (!brought.ok) return brought;
    const described = await store.describe(fetchId, brought.source);
    return described.ok ? brought : described;
  }

  async #fromAzure(question: CostQuestion, folder: string, signal: AbortSignal): Promise<Result<Brought>> {
    const { tokens, http, url, onNews } = this.#parts;
    const { from, to, api, signIn } = question;
    const read = readCostScope(question.scope);
    if (!read.ok) return read;
    const cloud = azureCloudFacts[question.cloud ?? 'public'];
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
    const brought = await apis[api](request, folder, services);
    if (brought.ok) return ok({ source: brought.source, witness: null });
    // A token that the service does not take would be handed out again until it expires.
    if (signedIn && brought.error.facts?.['status'] === '401') await tokens.forget(signIn, cloud);
    return brought;
  }

  async #import(fetchId: string, { source, witness }: Brought, answers: Partial<Conventions>): Promise<Fetched> {
    const { store, importer } = this.#parts;
    const imported = await importer.importSource(source, answers);
    if (!imported.ok) return imported;
    const { outcome } = imported;
    const importId = outcome.kind === 'imported' ? outcome.imports[0]?.importId : undefined;
    const folder = importId === undefined ? store.folderOf(fetchId) : await store.adopt(fetchId, importId);
    return ok({ outcome, fetchId, folder, witness });
  }
}
