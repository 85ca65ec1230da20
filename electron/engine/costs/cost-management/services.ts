import { benchError, type BenchError, type Result } from '../../../../shared/errors.ts';
import type { Http } from '../../network/http.ts';
import type { BillSource } from '../import/sources.ts';

/** What the clients of Cost Management need from outside. */
export interface CostServices {
  readonly http: Http;
  wait(ms: number, signal: AbortSignal | undefined): Promise<void>;
  /** A bearer token for the management address. It goes there alone and into no error. */
  getToken(): Promise<Result<{ token: string }>>;
  readonly signal?: AbortSignal | undefined;
  onProgress?(sentence: string): void;
}

/** What is asked for: the costs of a scope from one UTC day to another, both included. */
export interface CostRequest {
  /** `/subscriptions/…`, a resource group in it, or a billing scope, as Azure writes it. */
  readonly scope: string;
  readonly from: string;
  readonly to: string;
  /** An account resource's id, to ask for its costs alone; null: everything in the scope. */
  readonly resourceId: string | null;
  /** The management address. */
  readonly url: string;
}

/** Costs that were brought onto disk, as one thing to import. A later answer to the same question replaces an earlier one. */
export interface FetchedCosts {
  readonly source: BillSource;
}

/** The fetched files as one import: `how` and scope name the export, the days its period. */
export const fetchedSource = (
  how: string,
  { scope, from, to, resourceId }: CostRequest,
  files: readonly string[],
  promisedRows: number | null,
): BillSource => ({
  files,
  promisedRows,
  exportPath: [how, scope.toLowerCase(), resourceId?.toLowerCase() ?? ''].join(' ').trim(),
  period: `${from} to ${to}`,
  runId: null,
});

/** What is said of an answer without a row. */
export const noCosts = ({ from, to }: CostRequest): BenchError =>
  benchError('not-found', `There are no costs from ${from} to ${to} in this scope.`, {
    nextStep: 'Usage appears 8 to 24 hours later, under its UTC day. Check the scope if it is older.',
  });
