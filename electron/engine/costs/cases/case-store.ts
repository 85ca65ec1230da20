import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { CaseSummary } from '../../../../shared/bench-api.ts';
import { benchError, ok, refuse, type Result } from '../../../../shared/errors.ts';
import { caseSchema, emptyCase, type CaseChange, type ReconcileCase } from '../../../../shared/reconcile/case/case.ts';
import { JsonFiles } from '../json-files.ts';

const gone = (): Result<never> =>
  refuse(
    benchError('not-found', 'There is no such reconciliation any more.', {
      nextStep: 'Choose another one, or begin a new one.',
    }),
  );

/** The reconciliations of this data folder, one file each. */
export class CaseStore {
  readonly #files: JsonFiles;

  constructor(dataFolder: string, note: (text: string) => void) {
    this.#files = new JsonFiles({ folder: join(dataFolder, 'reconciliations'), what: 'the reconciliation', note });
  }

  /** All that can be read, the last changed first. */
  async list(): Promise<CaseSummary[]> {
    const read = await Promise.all((await this.#files.ids()).map((id) => this.#find(id)));
    return read
      .filter((found) => found !== null)
      .map(({ caseId, name, example, changedAt }) => ({ caseId, name, example, changedAt }))
      .sort((one, other) => other.changedAt.localeCompare(one.changedAt));
  }

  async read(caseId: string): Promise<Result<{ found: ReconcileCase }>> {
    const found = await this.#find(caseId);
    return found === null ? gone() : ok({ found });
  }

  /** Begins a case with what is known of it. */
  async create(name: string, known: Partial<ReconcileCase>): Promise<Result<{ found: ReconcileCase }>> {
    const made = { ...emptyCase(randomUUID(), name, new Date().toISOString()), ...known };
    const written = await this.#files.write(made.caseId, made);
    return written.ok ? ok({ found: made }) : written;
  }

  /** Changes what is given and keeps the rest. */
  change(caseId: string, change: CaseChange): Promise<Result<{ found: ReconcileCase }>> {
    return this.#files.exclusively(caseId, () => this.#change(caseId, change));
  }

  async #change(caseId: string, change: CaseChange): Promise<Result<{ found: ReconcileCase }>> {
    const found = await this.#find(caseId);
    if (found === null) return gone();
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const changed: ReconcileCase = { ...found, ...given, changedAt: new Date().toISOString() };
    const written = await this.#files.write(caseId, changed);
    return written.ok ? ok({ found: changed }) : written;
  }

  delete(caseId: string): Promise<Result> {
    return this.#files.delete(caseId);
  }

  #find(caseId: string): Promise<ReconcileCase | null> {
    return this.#files.read(caseId, (value) => {
      const read = caseSchema.safeParse(value);
      return read.success && read.data.caseId === caseId ? read.data : null;
    });
  }
}
