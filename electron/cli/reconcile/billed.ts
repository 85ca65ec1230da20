import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportedBill } from '../../../shared/billing/bill/imported-bill.ts';
import { listPriceOf } from '../../../shared/billing/bill/list-price.ts';
import type { Conventions } from '../../../shared/billing/columns/conventions.ts';
import { readPastedTable, type PastedTable } from '../../../shared/billing/pasted-table/pasted-table.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import type { BooksByCurrency } from '../../../shared/pricing/books-by-currency.ts';
import { importBill } from '../../engine/costs/import/import-bill.ts';
import { billSources } from '../../engine/costs/import/sources.ts';
import { readInput, readStandardInput, refuseFrom } from './read-input.ts';
import { lookup } from '../../../shared/lookup.ts';

/** The meters of a table that a person typed or pasted. */
export async function billedByTable(path: string, books: BooksByCurrency): Promise<Result<{ table: PastedTable }>> {
  const text = await readInput(path);
  if (!text.ok) return text;
  const table = readPastedTable(text.text, listPriceOf(books));
  return table.ok ? ok({ table }) : refuseFrom(path, table.error);
}

const flagOf = { dateOrder: '--dates', decimalMark: '--decimals' } as const;
const wordOf = lookup<string>({ '.': 'point', ',': 'comma' });

/** Imports the exports that paths name. A question of the import becomes a refusal that names the flag. */
export async function importBills(
  paths: readonly string[],
  books: BooksByCurrency,
  answers: Partial<Conventions>,
): Promise<Result<{ bills: readonly ImportedBill[] }>> {
  const spool = paths.includes('-') ? await mkdtemp(join(tmpdir(), 'voxtally-bill-')) : null;
  try {
    const files = paths.map((path) => (path === '-' && spool !== null ? join(spool, 'standard input') : path));
    if (spool !== null) await writeFile(join(spool, 'standard input'), await readStandardInput(), { mode: 0o600 });
    const found = await billSources(files);
    if (!found.ok) return found;
    const bills: ImportedBill[] = [];
    for (const source of found.sources) {
      const read = await importBill(source, { now: () => new Date(), listPrice: listPriceOf(books), answers });
      if (!read.ok) return read;
      if (read.answer.kind === 'question') {
        const { about, sentence, choices } = read.answer.question;
        const ways = choices
          .map(({ value, means }) => `${flagOf[about]} ${wordOf(value) ?? value} if ${means}`)
          .join(', ');
        return refuse(
          benchError('invalid-argument', `${read.answer.file}: ${sentence} Nothing in the file decides.`, {
            nextStep: `Add ${ways}.`,
          }),
        );
      }
      bills.push(read.answer.bill);
    }
    return ok({ bills });
  } finally {
    if (spool !== null) await rm(spool, { recursive: true, force: true });
  }
}
