import { dataFolder } from '../../engine/data/data-folder.ts';
import { jsonText } from '../../../shared/kit/untrusted/safe-text.ts';
import { PriceBooks } from '../../engine/data/price-books.ts';
import type { Terminal } from '../../hosts/terminal.ts';
import { type ExitCode, exitCodes, sayError } from '../output/terminal-text.ts';
import { readFlags } from '../input/flags.ts';
import type { Installation } from '../../hosts/installation.ts';
import { openRecord } from '../input/recorded-sessions.ts';
import { printReport } from '../output/print-session.ts';
import { reportOf } from '../output/session-report.ts';

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
