import { lstat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { z } from 'zod';
import { ok, type Result } from '../../../shared/kit/errors.ts';
import { caseIdSchema } from '../../../shared/reconcile/case/case.ts';
import { type SessionVerdict, verdictStates } from '../../../shared/reconcile/case/session-verdict.ts';
import { fitting, JsonFolder } from './json-files.ts';

/** Of the files as this version writes them. */
const version = 1;

const decimal = z.string().regex(/^-?\d{1,60}(?:\.\d{1,60})?$/);
const money = z.object({ cost: decimal, currency: z.string().max(40) });
const verdictSchema: z.ZodType<SessionVerdict> = z.object({
  sessionId: z.string().min(1).max(200),
  state: z.enum(verdictStates),
  reason: z.string().max(2000),
  beyond: money.nullable(),
  daySessions: z.number().int().nonnegative(),
  billed: money.nullable(),
  without: z.boolean(),
});

const verdictsSchema = z.object({
  caseId: caseIdSchema,
  /** When the reconciliation ended, ISO 8601. */
  at: z.string(),
  verdicts: z.array(verdictSchema).max(500),
});
type CaseVerdicts = z.infer<typeof verdictsSchema>;

/** A file that was written within a step of the disk's clock does not show by its folder's time that it is another. */
const youngMs = 3000;

/**
 * What reconciliations last said of the sessions that they name, a file a reconciliation. Derived: a file may be deleted, and is made
 * again when its reconciliation is looked at.
 */
export class VerdictStore {
  readonly folder: string;
  readonly #files: JsonFolder<CaseVerdicts>;
  #kept: { readonly mtimeMs: number; readonly bySession: ReadonlyMap<string, SessionVerdict> } | null = null;

  constructor(dataFolder: string, note: (text: string) => void) {
    this.folder = join(dataFolder, 'verdicts');
    this.#files = new JsonFolder({
      folder: this.folder,
      what: 'the verdicts of a reconciliation',
      read: fitting(verdictsSchema, version, (found) => found.caseId),
      print: (found) => `${JSON.stringify({ version, ...found })}\n`,
      note,
    });
  }

  /** The newest verdict on each session. Reads nothing while the folder is as it was. */
  async bySession(): Promise<ReadonlyMap<string, SessionVerdict>> {
    const mtimeMs = await lstat(this.folder).then(
      (facts) => facts.mtimeMs,
      () => null,
    );
    if (mtimeMs === null) return new Map();
    if (this.#kept?.mtimeMs === mtimeMs) return this.#kept.bySession;
    const all = (await this.#files.all()).toSorted((one, other) => one.value.at.localeCompare(other.value.at));
    const bySession = new Map<string, SessionVerdict>();
    for (const { value } of all) for (const one of value.verdicts) bySession.set(one.sessionId, one);
    this.#kept = Date.now() - mtimeMs < youngMs ? null : { mtimeMs, bySession };
    return bySession;
  }

  /** Puts what a reconciliation says now in place of what it said before. `changed`: that is something else. */
  async keep(caseId: string, verdicts: readonly SessionVerdict[]): Promise<Result<{ changed: boolean }>> {
    const before = (await this.#files.ids()).includes(caseId) ? await this.#files.read(caseId) : null;
    if (isDeepStrictEqual(before?.verdicts ?? [], verdicts)) return ok({ changed: false });
    this.#kept = null;
    const at = new Date().toISOString();
    const done =
      verdicts.length === 0
        ? await this.#files.delete(caseId)
        : await this.#files.write(caseId, { caseId, at, verdicts: [...verdicts] });
    return done.ok ? ok({ changed: true }) : done;
  }
}
