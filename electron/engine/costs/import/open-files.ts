import { basename } from 'node:path';
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
}

/** Format and header of each file. Refuses the first that is no export of costs; throws what cannot be read. */
export async function openFiles(paths: readonly string[], reading: Reading): Promise<Result<{ files: OpenFile[] }>> {
  const files: OpenFile[] = [];
  for (const path of paths) {
    const name = basename(path);
    const format = await costFile(path, name);
    if (!format.ok) return format;
    const rows = fileRows(path, format.file, { ...reading, onBytes: () => {} });
    const first = await rows.next();
    await rows.return(undefined);
    const header = readHeader(first.done === true ? [] : first.value.cells);
    if (!header.ok) return refuse({ ...header.error, message: `${name}: ${header.error.message}` });
    files.push({ path, name, format: format.file, header });
  }
  return ok({ files });
}
