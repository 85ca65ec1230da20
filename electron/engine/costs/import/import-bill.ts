import { basename } from 'node:path';
import {
  addEvidence,
  type ConventionAnswer,
  type ConventionEvidence,
  type ConventionQuestion,
  type Conventions,
  decideConventions,
  noEvidence,
  togetherEvidence,
} from '../../../../shared/billing/number-and-date-marks.ts';
import { type DayUsage, DayUsageSum, type ListPrice } from '../../../../shared/billing/day-usage.ts';
import { type Rounding, roundingOf, sameRounding } from '../../../../shared/billing/column-decimals.ts';
import { readRow } from '../../../../shared/billing/cost-file-rows.ts';
import {
  expectedOnly,
  isExpectedOnly,
  RowTally,
  type Tally,
  tallyNotes,
} from '../../../../shared/billing/cost-file-tally.ts';
import { missingFrom, missingPageNote, type PageLink } from '../../../../shared/billing/openai/cost-table.ts';
import type { ImportedBill, ImportedFile } from '../../../../shared/billing/imported-bill.ts';
import type { Unallocated } from '../../../../shared/billing/unallocated.ts';
import { benchError, type BenchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { fileError } from '../../data/disk-errors.ts';
import { BadFile, Cancelled, factsOf, hashWhile, type Reading } from './file-bytes.ts';
import { fileRows } from './rows.ts';
import { type OpenFile, openFiles } from './open-files.ts';
import type { BillSource } from './sources.ts';
import { count } from '../../../../shared/kit/numbers.ts';

/** The files read once: their fingerprints, what all rows together prove, and the rows added up by the conventions that were taken for granted. */
interface Pass {
  readonly imported: readonly ImportedFile[];
  readonly writtenAtMs: number;
  readonly evidence: ConventionEvidence;
  readonly pages: readonly PageLink[];
  readonly tally: Tally;
  readonly days: readonly DayUsage[];
  readonly unallocated: readonly Unallocated[];
  readonly notes: readonly string[];
}

/** How the rows of all files are read. */
interface Reads {
  readonly conventions: Conventions;
  readonly rounding: Rounding;
}

async function onePass(
  files: readonly OpenFile[],
  { conventions, rounding }: Reads,
  listPrice: ListPrice,
  reading: Reading & { readonly onRows: (rows: number) => void },
): Promise<Pass> {
  const tally = new RowTally();
  const sum = new DayUsageSum(listPrice);
  const imported: ImportedFile[] = [];
  let writtenAtMs = 0;
  let evidence = noEvidence;
  const pages: PageLink[] = [];
  const paged = { ...reading, onPages: (more: readonly PageLink[]): void => void pages.push(...more) };
  for (const { path, name, format, header, headerLine } of files) {
    const hashed = await hashWhile(path, paged, async (hashing) => {
      for await (const rows of fileRows(path, format, hashing)) {
        for (const { line, cells } of rows) {
          if (line === headerLine) continue;
          evidence = addEvidence(evidence, cells, header.columns);
          const outcome = readRow(cells, line, header, conventions, rounding);
          tally.add(outcome, line);
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
  return {
    imported,
    writtenAtMs,
    evidence,
    pages,
    tally: tally.result,
    days,
    unallocated: tally.unallocated,
    notes: [...tallyNotes(tally.result), ...tally.unreadable, ...notes],
  };
}

/** How far an import is. Bytes grow by the files' size where they have to be read a second time; `rows` are those added so far. */
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
  if (error instanceof Cancelled) return benchError('refused', 'The import was cancelled; nothing of it was kept.');
  if (error instanceof BadFile) {
    const { nextStep, message } = error;
    return benchError('invalid-argument', `${error.file === '' ? name : error.file} ${message}.`, { nextStep });
  }
  return fileError(error) ?? rethrow(error);
}

function rethrow(error: unknown): never {
  throw error;
}

const pageMissing = (name: string, pages: number): BenchError =>
  benchError(
    'invalid-argument',
    pages === 1
      ? `${name} is one page of several: its nextLink names a further page, which is not here, so what it bills is not whole.`
      : `${name} are ${pages} pages, and the nextLink of each names a further one: the last page is not here.`,
    {
      nextStep: 'Ask nextLink for the further pages and give all pages together, or let voxtally bill fetch get them.',
    },
  );

/** Parts of one run that hold the same bytes count once. */
function withoutTwins(
  files: readonly OpenFile[],
  imported: readonly ImportedFile[],
): { once: OpenFile[]; twins: string[] } {
  const first = new Map<string, string>();
  const twins: string[] = [];
  const once = files.filter(({ name }, index) => {
    const hash = imported[index]?.sha256 ?? '';
    const twin = first.get(hash);
    if (twin === undefined) first.set(hash, name);
    else twins.push(`${name} holds the same bytes as ${twin} and counts once.`);
    return twin === undefined;
  });
  return { once, twins };
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
    onRows: (more: number): void => {
      progress.rows += more;
    },
  };
  try {
    const sizes = new Map<string, number>();
    for (const path of source.files) sizes.set(path, (await factsOf(path)).size);
    for (const size of sizes.values()) progress.ofBytes += size;
    const opened = await openFiles(source.files, reading);
    if (!opened.ok) return opened;
    const [lead] = opened.files;
    if (lead === undefined) return refuse(benchError('invalid-argument', 'There is no file to import.'));

    if (opened.files.every(({ furtherPage }) => furtherPage)) return refuse(pageMissing(name, opened.files.length));

    const decide = (evidence: ConventionEvidence): ConventionAnswer =>
      decideConventions(evidence, lead.format.kind === 'csv' ? lead.format.delimiter : ',', answers);
    const readsBy = (conventions: Conventions, { decimals }: ConventionEvidence): Reads => ({
      conventions,
      rounding: roundingOf(
        decimals,
        conventions.decimalMark,
        lead.format.kind === 'csv' ? 'printed' : 'whole',
        (field) => lead.header.columns[field] !== undefined,
      ),
    });
    // The first rows nearly always say how all are written; the files are read again where the others prove it otherwise.
    const first = opened.files.map(({ evidence }) => evidence).reduce(togetherEvidence);
    const early = decide(first);
    const granted = readsBy(
      early.kind === 'known' ? early.conventions : { decimalMark: '.', dateOrder: 'month-first', ...answers },
      first,
    );
    const again = (files: readonly OpenFile[], reads: Reads): Promise<Pass> => {
      progress.ofBytes += files.reduce((sum, { path }) => sum + (sizes.get(path) ?? 0), 0);
      progress.rows = 0;
      return onePass(files, reads, listPrice, reading);
    };
    let pass = await onePass(opened.files, granted, listPrice, reading);
    if (isExpectedOnly(pass.tally)) {
      return refuse(
        benchError('invalid-argument', `${name}: ${expectedOnly.message}`, { nextStep: expectedOnly.nextStep }),
      );
    }
    const decided = decide(pass.evidence);
    if (decided.kind === 'refused')
      return refuse({ ...decided.error, message: `${lead.name}: ${decided.error.message}` });
    if (decided.kind === 'question')
      return ok({ answer: { kind: 'question', question: decided.question, file: lead.name } });
    const { conventions } = decided;
    const { once, twins } = withoutTwins(opened.files, pass.imported);
    const reads = readsBy(conventions, pass.evidence);
    const alike =
      conventions.decimalMark === granted.conventions.decimalMark &&
      conventions.dateOrder === granted.conventions.dateOrder &&
      sameRounding(reads.rounding, granted.rounding);
    if (!alike || twins.length > 0) pass = await again(once, reads);

    const { imported, writtenAtMs, pages, tally, days, unallocated, notes } = pass;
    if (source.promisedRows !== null && source.promisedRows !== tally.rows) {
      return refuse(
        benchError(
          'invalid-argument',
          `The manifest promises ${count(source.promisedRows)} rows; ${name} hold ${count(tally.rows)}.`,
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
      conventions,
      tally,
      days,
      unallocated,
      notes: [
        ...(source.notes ?? []),
        // What promises its rows is known to be whole.
        ...(source.promisedRows === null ? missingFrom(pages).map(missingPageNote) : []),
        ...twins,
        ...(tally.rows === 0 ? [`${name} has columns and no row: nothing was billed in it.`] : []),
        ...notes,
      ],
    };
    return ok({ answer: { kind: 'imported', bill } });
  } catch (error) {
    return refuse(refusalOf(error, name));
  }
}
