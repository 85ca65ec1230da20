import { dataFolder } from '../../engine/data-folder.ts';
import { jsonText } from '../../../shared/foreign/json-text.ts';
import { PriceBooks } from '../../engine/price-books.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { readFlags } from '../flags/flags.ts';
import type { Installation } from '../installation.ts';
import { openRecord } from '../open-record.ts';
import { printReport } from '../report/print.ts';
import { reportOf } from '../report/report.ts';
import { sayError } from '../say-error.ts';

/** `voxtally replay`: folds a recorded session anew, from its log alone, and reports it. Changes nothing on disk. */
export async function replayCommand(
  args: readonly string[],
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const read = readFlags('replay', args, { json: { type: 'boolean', default: false } }, ['a session']);
  if (!read.ok) {
    terminal.err(sayError(read.error));
    return exitCodes.usage;
  }
  const record = await openRecord(read.words[0] ?? '');
  if (!record.ok) {
    terminal.err(sayError(record.error));
    return exitCodes.failed;
  }
  const { folder, header, view } = record;
  const prices = await PriceBooks.open(installation.assetsFolder, dataFolder());
  const { book } = prices.choose(header.startedAt.slice(0, 10), header.priceBookId);
  const report = reportOf(view, book, folder);
  terminal.out(read.values.json ? jsonText(report) : printReport(report));
  return exitCodes.done;
}
