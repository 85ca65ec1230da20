import { basename } from 'node:path';
import { addEvidence, noEvidence, type ConventionEvidence } from '../../../../shared/billing/columns/conventions.ts';
import { readHeader, type ReadHeader } from '../../../../shared/billing/columns/header.ts';
import { ok, refuse, type Result } from '../../../../shared/errors.ts';
import type { Reading } from './bytes.ts';
import { costFile, type CostFile } from './format.ts';
import { fileRows } from './rows.ts';

/** One file of an import, with what its beginning says. */
export interface OpenFile {
  readonly path: string;
  readonly name: string;
  readonly format: CostFile;
  readonly header: ReadHeader;
  /** What the first rows prove of the file's numbers and dates. */
  readonly evidence: ConventionEvidence;
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
    const rows = fileRows(path, format.file, { signal, onBytes: () => {} });
    const first = await rows.next();
    await rows.return(undefined);
    const [top, ...more] = first.done === true ? [] : first.value;
    const header = readHeader(top?.cells ?? []);
    if (!header.ok) return refuse({ ...header.error, message: `${name}: ${header.error.message}` });
    const evidence = more.reduce((seen, { cells }) => addEvidence(seen, cells, header.columns), noEvidence);
    files.push({ path, name, format: format.file, header, evidence });
  }
  return ok({ files });
}
