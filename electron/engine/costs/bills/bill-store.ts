import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ImportedBill } from '../../../../shared/billing/bill/imported-bill.ts';
import { ok, type Result } from '../../../../shared/errors.ts';
import type { ImportSummary } from '../../../../shared/reconcile/case/case-view.ts';
import { importSummary } from '../../../../shared/reconcile/case/read-sides.ts';
import { JsonFiles } from '../json-files.ts';

/** A file as the bill store of this version writes it. */
const version = 1;
interface Kept {
  readonly version: typeof version;
  readonly bill: ImportedBill;
}

/** The same bytes fetched at the same time are one import, however often they are given. */
function importIdOf({ files, writtenAt }: ImportedBill): string {
  const hash = createHash('sha256').update(writtenAt);
  for (const { sha256 } of files) hash.update(sha256);
  return hash.digest('hex').slice(0, 16);
}

/** The imported bills of this data folder, one file each: day sums and tallies, never the rows. */
export class BillStore {
  readonly #files: JsonFiles;

  constructor(dataFolder: string, note: (text: string) => void) {
    this.#files = new JsonFiles({ folder: join(dataFolder, 'bills'), what: 'the imported bill', note });
  }

  /** All imports, the newest first. */
  async list(): Promise<ImportSummary[]> {
    const found = await Promise.all(
      (await this.#files.ids()).map(async (id) => {
        const bill = await this.read(id);
        return bill === null ? null : importSummary(id, bill);
      }),
    );
    return found
      .filter((summary) => summary !== null)
      .sort((one, other) => other.importedAt.localeCompare(one.importedAt));
  }

  /** null: it was forgotten, or another version of the bench wrote it. */
  read(importId: string): Promise<ImportedBill | null> {
    return this.#files.read(importId, (value) => {
      const kept = value as Partial<Kept> | null;
      return kept?.version === version ? (kept.bill ?? null) : null;
    });
  }

  async keep(bill: ImportedBill): Promise<Result<{ summary: ImportSummary }>> {
    const importId = importIdOf(bill);
    const written = await this.#files.write(importId, { version, bill } satisfies Kept);
    return written.ok ? ok({ summary: importSummary(importId, bill) }) : written;
  }

  forget(importId: string): Promise<Result> {
    return this.#files.delete(importId);
  }
}
