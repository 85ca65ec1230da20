import type { ImportedFile } from '../../../../shared/billing/bill/imported-bill.ts';
import {
  addEvidence,
  noEvidence,
  type ConventionEvidence,
  type Conventions,
} from '../../../../shared/billing/columns/conventions.ts';
import { DayUsageSum, type DayUsage, type ListPrice } from '../../../../shared/billing/rows/day-usage.ts';
import { readRow } from '../../../../shared/billing/rows/read-row.ts';
import { RowTally, tallyNotes, type Tally } from '../../../../shared/billing/rows/tally.ts';
import { BadFile } from './bad-file.ts';
import type { Reading } from './bytes.ts';
import { hashWhile } from './hash-file.ts';
import type { OpenFile } from './open-files.ts';
import { fileRows } from './rows.ts';

/** The files read once: their fingerprints, what all rows together prove, and the rows added up by the conventions that were taken for granted. */
export interface Pass {
  readonly imported: readonly ImportedFile[];
  readonly writtenAtMs: number;
  readonly evidence: ConventionEvidence;
  readonly tally: Tally;
  readonly days: readonly DayUsage[];
  readonly notes: readonly string[];
}

export async function onePass(
  files: readonly OpenFile[],
  conventions: Conventions,
  listPrice: ListPrice,
  reading: Reading & { readonly onRows: (rows: number) => void },
): Promise<Pass> {
  const tally = new RowTally();
  const sum = new DayUsageSum(listPrice);
  const imported: ImportedFile[] = [];
  let writtenAtMs = 0;
  let evidence = noEvidence;
  for (const { path, name, format, header } of files) {
    const hashed = await hashWhile(path, reading, async (hashing) => {
      for await (const rows of fileRows(path, format, hashing)) {
        for (const { line, cells } of rows) {
          if (line === 1) continue;
          evidence = addEvidence(evidence, cells, header.columns);
          const outcome = readRow(cells, line, header, conventions);
          tally.add(outcome, cells, line, header, conventions);
          if (outcome.kind === 'kept') sum.add(outcome.row);
        }
        reading.onRows(rows.length);
      }
    }).catch((error: unknown) => {
      if (error instanceof BadFile) error.file = name;
      throw error;
    });
    imported.push(hashed.file);
    writtenAtMs = Math.max(writtenAtMs, hashed.writtenAtMs);
  }
  const { days, notes } = sum.result();
  return { imported, writtenAtMs, evidence, tally: tally.result, days, notes: [...tallyNotes(tally.result), ...notes] };
}
