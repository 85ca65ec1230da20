import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { billSchema } from '../../../shared/billing/bill-schema.ts';
import type { ImportedBill } from '../../../shared/billing/imported-bill.ts';
import { ok, type Result } from '../../../shared/kit/errors.ts';
import { type ImportSummary, importSummary } from '../../../shared/reconcile/case/case-view.ts';
import { fitting, JsonFolder } from './json-files.ts';

const version = 1;
const fileSchema = z.object({ version: z.literal(version), bill: billSchema });

/** The same bytes fetched at the same time are one import, however often they are given. */
function importIdOf({ files, writtenAt }: ImportedBill): string {
  const hash = createHash('sha256').update(writtenAt);
  for (const { sha256 } of files) hash.update(sha256);
  return hash.digest('hex').slice(0, 16);
}

/** The imported bills of this data folder, one file each: day sums and tallies, never the rows. */
export class BillStore {
  readonly #files: JsonFolder<z.infer<typeof fileSchema>>;

  constructor(dataFolder: string, note: (text: string) => void) {
    const folder = join(dataFolder, 'bills');
    const read = fitting(fileSchema, version, ({ bill }) => importIdOf(bill));
    this.#files = new JsonFolder({ folder, what: 'the imported bill', read, note });
  }

  /** All imports, the newest first. */
  async list(): Promise<ImportSummary[]> {
    return (await this.#files.all())
      .map(({ id, value }) => importSummary(id, value.bill))
      .sort((one, other) => other.importedAt.localeCompare(one.importedAt));
  }

  /** null: it was forgotten, or cannot be used. */
  async read(importId: string): Promise<ImportedBill | null> {
    return (await this.#files.read(importId))?.bill ?? null;
  }

  async keep(bill: ImportedBill): Promise<Result<{ summary: ImportSummary }>> {
    const importId = importIdOf(bill);
    const written = await this.#files.write(importId, { version, bill });
    return written.ok ? ok({ summary: importSummary(importId, bill) }) : written;
  }

  forget(importId: string): Promise<Result> {
    return this.#files.delete(importId);
  }
}
