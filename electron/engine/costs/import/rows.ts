import { basename } from 'node:path';
import { BadFile } from './bad-file.ts';
import type { Reading } from './bytes.ts';
import { csvRows } from './csv-rows.ts';
import type { CostFile } from './format.ts';
import type { FileRow } from './file-row.ts';
import { jsonRows } from './json-rows.ts';
import { parquetRows } from './parquet-rows.ts';

function reader(path: string, file: CostFile, reading: Reading): AsyncGenerator<FileRow[]> {
  switch (file.kind) {
    case 'csv':
      return csvRows(path, file, reading);
    case 'json':
      return jsonRows(path, file, reading);
    case 'parquet':
      return parquetRows(path, reading);
  }
}

/** The rows of a cost file, some at a time, header first. No file is held whole, JSON excepted. Throws `BadFile` and `Cancelled`. */
export async function* fileRows(path: string, file: CostFile, reading: Reading): AsyncGenerator<FileRow[], undefined> {
  try {
    yield* reader(path, file, reading);
  } catch (error) {
    if (error instanceof BadFile) error.file = basename(path);
    throw error;
  }
}
