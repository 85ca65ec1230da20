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
import type { Reading } from './bytes.ts';
import { hashFile } from './hash-file.ts';
import type { OpenFile } from './open-files.ts';
import { fileRows } from './rows.ts';

/** Times that each file is read: for its fingerprint, for its conventions, for its rows. */
export const readings = 3;

/** What all rows together prove, and the files' fingerprints. */
export interface FirstPass {
  readonly imported: readonly ImportedFile[];
  readonly writtenAtMs: number;
  readonly evidence: ConventionEvidence;
}

export async function firstPass(files: readonly OpenFile[], reading: Reading): Promise<FirstPass> {
  const imported: ImportedFile[] = [];
  let writtenAtMs = 0;
  let evidence = noEvidence;
  for (const { path, format, header } of files) {
    const hashed = await hashFile(path, reading);
    imported.push(hashed.file);
    writtenAtMs = Math.max(writtenAtMs, hashed.writtenAtMs);
    for await (const { line, cells } of fileRows(path, format, reading)) {
      if (line > 1) evidence = addEvidence(evidence, cells, header.columns);
    }
  }
  return { imported, writtenAtMs, evidence };
}

/** The rows, added up. */
export interface SecondPass {
  readonly tally: Tally;
  readonly days: readonly DayUsage[];
  readonly notes: readonly string[];
}

export async function secondPass(
  files: readonly OpenFile[],
  conventions: Conventions,
  listPrice: ListPrice,
  reading: Reading & { readonly onRow: () => void },
): Promise<SecondPass> {
  const tally = new RowTally();
  const sum = new DayUsageSum(listPrice);
  for (const { path, format, header } of files) {
    for await (const { line, cells } of fileRows(path, format, reading)) {
      if (line === 1) continue;
      reading.onRow();
      const outcome = readRow(cells, line, header, conventions);
      tally.add(outcome, cells, line, header, conventions);
      if (outcome.kind === 'kept') sum.add(outcome.row);
    }
  }
  const { days, notes } = sum.result();
  return { tally: tally.result, days, notes: [...tallyNotes(tally.result), ...notes] };
}
