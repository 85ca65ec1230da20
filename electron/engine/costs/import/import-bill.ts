import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ImportedBill } from '../../../../shared/billing/bill/imported-bill.ts';
import {
  decideConventions,
  type ConventionQuestion,
  type Conventions,
} from '../../../../shared/billing/columns/conventions.ts';
import type { ListPrice } from '../../../../shared/billing/rows/day-usage.ts';
import { benchError, ok, refuse, type BenchError, type Result } from '../../../../shared/errors.ts';
import { BadFile, Cancelled } from './bad-file.ts';
import { openFiles } from './open-files.ts';
import { firstPass, readings, secondPass } from './passes.ts';
import type { BillSource } from './sources.ts';

/** How far an import is. Bytes count each of the readings that the files need; `rows` those added so far. */
export interface ImportProgress {
  readonly bytes: number;
  readonly ofBytes: number;
  readonly rows: number;
}

export interface ImportOptions {
  readonly now: () => Date;
  readonly listPrice: ListPrice;
  /** What a person answered to an earlier question about these files. */
  readonly answers?: Partial<Conventions>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export type ImportAnswer =
  | { readonly kind: 'imported'; readonly bill: ImportedBill }
  /** Nothing in the files decides; import again with the answer. */
  | { readonly kind: 'question'; readonly question: ConventionQuestion; readonly file: string };

/** What went wrong, as an answer. A fault of the bench itself stays a throw. */
function refusalOf(error: unknown, name: string): BenchError {
  const { code, path } = error as NodeJS.ErrnoException;
  if (error instanceof Cancelled) return benchError('refused', 'The import was cancelled; nothing of it was kept.');
  if (error instanceof BadFile) {
    return benchError('invalid-argument', `${error.file === '' ? name : error.file} ${error.message}.`, {
      nextStep: 'Download the export again.',
    });
  }
  if (typeof code === 'string' && path !== undefined)
    return benchError('not-found', `${path} cannot be read: ${code}.`);
  throw error;
}

/**
 * Imports one export without ever holding one of its files (JSON excepted). Every row is kept or counted with the reason why
 * not. Refuses in a sentence; asks where the files can be read in two ways.
 */
export async function importBill(
  source: BillSource,
  options: ImportOptions,
): Promise<Result<{ answer: ImportAnswer }>> {
  const { now, listPrice, answers, signal = null, onProgress } = options;
  const name = source.files.map((path) => basename(path)).join(', ');
  const progress = { bytes: 0, ofBytes: 0, rows: 0 };
  const reading = {
    signal,
    onBytes: (more: number): void => {
      progress.bytes += more;
      onProgress?.({ ...progress });
    },
    onRow: (): void => {
      progress.rows += 1;
    },
  };
  try {
    for (const path of source.files) progress.ofBytes += readings * (await stat(path)).size;
    const opened = await openFiles(source.files, reading);
    if (!opened.ok) return opened;
    const [lead] = opened.files;
    if (lead === undefined) return refuse(benchError('invalid-argument', 'There is no file to import.'));

    const { imported, writtenAtMs, evidence } = await firstPass(opened.files, reading);
    const decided = decideConventions(evidence, lead.format.kind === 'csv' ? lead.format.delimiter : ',', answers);
    if (decided.kind === 'refused')
      return refuse({ ...decided.error, message: `${lead.name}: ${decided.error.message}` });
    if (decided.kind === 'question')
      return ok({ answer: { kind: 'question', question: decided.question, file: lead.name } });

    const { tally, days, notes } = await secondPass(opened.files, decided.conventions, listPrice, reading);
    if (source.promisedRows !== null && source.promisedRows !== tally.rows) {
      return refuse(
        benchError(
          'invalid-argument',
          `The manifest promises ${source.promisedRows} rows; ${name} hold ${tally.rows}.`,
          {
            nextStep: 'Download the whole folder of the run again.',
          },
        ),
      );
    }
    const bill: ImportedBill = {
      importedAt: now().toISOString(),
      writtenAt: new Date(writtenAtMs).toISOString(),
      files: imported,
      exportPath: source.exportPath,
      period: source.period,
      runId: source.runId,
      shape: lead.header.shape,
      conventions: decided.conventions,
      tally,
      days,
      notes,
    };
    return ok({ answer: { kind: 'imported', bill } });
  } catch (error) {
    return refuse(refusalOf(error, name));
  }
}
