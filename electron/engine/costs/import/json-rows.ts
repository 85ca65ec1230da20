import { jsonTable, parseExactly } from '../../../../shared/billing/columns/json-table.ts';
import { BadFile } from './bad-file.ts';
import { fileBytes, meaningOf, type Reading } from './bytes.ts';
import type { FileRow } from './file-row.ts';

/** JSON answers come from commands, a page or a month at a time; they are read whole up to this size. */
const mostBytes = 64 * 1024 * 1024;

/** Rows of a JSON answer: the Query API's, or a list of usage details. Throws `BadFile` for any other JSON. */
export async function* jsonRows(path: string, gzip: boolean, reading: Reading): AsyncGenerator<FileRow> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of fileBytes(path, gzip, reading)) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      if (bytes > mostBytes) throw new BadFile('is more than 64 MB of JSON; export costs of this size as CSV');
    }
  } catch (error) {
    throw meaningOf(error);
  }
  const value = parseExactly(Buffer.concat(chunks).toString('utf8'));
  if (value === undefined) throw new BadFile('is not whole JSON');
  const table = jsonTable(value);
  if (table === null) throw new BadFile('is JSON that holds no rows of costs');
  yield { line: 1, cells: table.header };
  for (const [index, cells] of table.rows.entries()) yield { line: index + 2, cells };
}
