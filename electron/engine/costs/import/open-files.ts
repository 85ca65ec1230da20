import { basename } from 'node:path';
import { readHeader, type ReadHeader } from '../../../../shared/billing/cost-file-columns.ts';
import { addEvidence, type ConventionEvidence, noEvidence } from '../../../../shared/billing/number-and-date-marks.ts';
import { ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import type { Reading } from './file-bytes.ts';
import { costFile, type CostFile } from './format.ts';
import { fileRows } from './rows.ts';

/** One file of an import, with what its beginning says. */
export interface OpenFile {
  readonly path: string;
  readonly name: string;
  readonly format: CostFile;
  readonly header: ReadHeader;
  /** The row that names the columns. */
  readonly headerLine: number;
  /** It is an answer that says that a further page of it exists. */
  readonly furtherPage: boolean;
  /** What the first rows prove of the file's numbers and dates. */
  readonly evidence: ConventionEvidence;
}

type Rows = ReturnType<typeof fileRows>;
type FirstRows = Extract<Awaited<ReturnType<Rows['next']>>, { done?: false }>['value'];

/** The first piece of a file that holds a row: what stands before its columns may fill one. */
async function firstRows(rows: Rows): Promise<FirstRows> {
  for (let next = await rows.next(); next.done !== true; next = await rows.next()) {
    if (next.value.length > 0) return next.value;
  }
  return [];
}

/** Format, header and first rows of each file. Refuses the first that is no export of costs; throws what cannot be read. */
export async function openFiles(
  paths: readonly string[],
  { signal }: Pick<Reading, 'signal'>,
): Promise<Result<{ files: OpenFile[] }>> {
  const files: OpenFile[] = [];
  for (const path of paths) {
    const name = basename(path);
    const format = await costFile(path, name);
    if (!format.ok) return format;
    let furtherPage = false;
    const onFurtherPage = (): void => {
      furtherPage = true;
    };
    const rows = fileRows(path, format.file, { signal, onBytes: () => {}, onFurtherPage });
    const first = await firstRows(rows);
    await rows.return(undefined);
    const [top, ...more] = first;
    const header = readHeader(top?.cells ?? []);
    if (!header.ok) return refuse({ ...header.error, message: `${name}: ${header.error.message}` });
    const evidence = more.reduce((seen, { cells }) => addEvidence(seen, cells, header.columns), noEvidence);
    const headerLine = top?.line ?? 0;
    files.push({ path, name, format: format.file, header, headerLine, furtherPage, evidence });
  }
  return ok({ files });
}
