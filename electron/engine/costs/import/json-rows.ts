import { jsonTable, readExactly } from '../../../../shared/billing/columns/json-table.ts';
import { asString, atPath } from '../../../../shared/json.ts';
import { BadFile } from './bad-file.ts';
import { fileBytes, meaningOf, type Reading } from './bytes.ts';
import type { FileRow } from './file-row.ts';
import type { CostFile } from './format.ts';
import { textChunks } from './text-chunks.ts';

/** JSON answers come from commands, a page or a month at a time; they are read whole up to this size. */
const mostBytes = 64 * 1024 * 1024;

/** Rows of a JSON answer: the Query API's, or a list of usage details. Throws `BadFile` for any other JSON. */
export async function* jsonRows(
  path: string,
  { gzip, encoding }: Extract<CostFile, { kind: 'json' }>,
  reading: Reading,
): AsyncGenerator<FileRow[]> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of textChunks(fileBytes(path, gzip, reading), encoding)) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > mostBytes) throw new BadFile('is more than 64 MB of JSON; export costs of this size as CSV');
    }
  } catch (error) {
    throw meaningOf(error);
  }
  const read = readExactly(Buffer.concat(chunks).toString('utf8'));
  if (!read.ok) throw new BadFile(read.problem);
  const { value } = read;
  const refused = asString(atPath(value, 'error.code'));
  if (refused !== undefined) {
    const why = asString(atPath(value, 'error.message'));
    throw new BadFile(
      `holds no costs but the service's refusal: ${refused}${why === undefined ? '' : `, ${why.replace(/[.\s]+$/, '')}`}`,
      {
        nextStep: 'Mend what the refusal says, and ask for the costs again.',
      },
    );
  }
  const table = jsonTable(value);
  if (table === null) throw new BadFile('is JSON that holds no rows of costs');
  yield [table.header, ...table.rows].map((cells, index) => ({ line: index + 1, cells }));
}
