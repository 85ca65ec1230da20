import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { CaseSummary } from '../../../shared/contract/bench-api.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { isNamedByHand } from '../../../shared/reconcile/case/case-name.ts';
import {
  type CaseChange,
  caseSchema,
  emptyCase,
  type ReconcileCase,
  unnamed,
} from '../../../shared/reconcile/case/case.ts';
import { fitting, JsonFolder } from './json-files.ts';

const gone = (): Result<never> =>
  refuse(
    benchError('not-found', 'There is no such reconciliation any more.', {
      nextStep: 'Choose another one, or begin a new one.',
    }),
  );

/** Of the files as this version writes them. Those that name none are of this one, too. */
const version = 1;

/** The reconciliations of this data folder, one file each. */
export class CaseStore {
  readonly #files: JsonFolder<ReconcileCase>;

  constructor(dataFolder: string, note: (text: string) => void) {
    const folder = join(dataFolder, 'reconciliations');
    this.#files = new JsonFolder({
      folder,
      what: 'the reconciliation',
      read: fitting(caseSchema, version, (found) => found.caseId),
      print: (found) => `${JSON.stringify({ version, ...found })}\n`,
      note,
    });
  }

  /** All that can be read, the last changed first. */
  async list(): Promise<CaseSummary[]> {
    return (await this.#files.all())
      .map(({ value: { caseId, name, example, changedAt } }) => ({ caseId, name, example, changedAt }))
      .sort((one, other) => other.changedAt.localeCompare(one.changedAt));
  }

  async read(caseId: string): Promise<Result<{ found: ReconcileCase }>> {
    const found = await this.#files.read(caseId);
    return found === null ? gone() : ok({ found });
  }

  /** Begins a case with what is known of it. */
  async create(name: string, known: Partial<ReconcileCase>): Promise<Result<{ found: ReconcileCase }>> {
    const made = { ...emptyCase(randomUUID(), name, new Date().toISOString()), ...known };
    const written = await this.#files.write(made.caseId, made);
    return written.ok ? ok({ found: made }) : written;
  }

  /** Changes what is given and keeps the rest. A name that is given is by hand from then on; null gives it back to the content. */
  async change(caseId: string, { name, ...change }: CaseChange): Promise<Result<{ found: ReconcileCase }>> {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const named =
      name === undefined
        ? {}
        : name === null
          ? ({ name: unnamed, namedBy: 'content' } as const)
          : ({ name, namedBy: 'hand' } as const);
    const changedAt = new Date().toISOString();
    const changed = await this.#files.change(caseId, (found) => ({ ...found, ...given, ...named, changedAt }));
    if (changed === null) return gone();
    return changed.ok ? ok({ found: changed.value }) : changed;
  }

  /** Names a case from its content, unless a person has named it by now. It is no change of the case: it keeps its place in the list. */
  async nameByContent(caseId: string, name: string): Promise<Result<{ found: ReconcileCase }>> {
    const changed = await this.#files.change(caseId, (found) =>
      isNamedByHand(found) ? found : { ...found, name, namedBy: 'content' },
    );
    if (changed === null) return gone();
    return changed.ok ? ok({ found: changed.value }) : changed;
  }

  delete(caseId: string): Promise<Result> {
    return this.#files.delete(caseId);
  }
}
