import { join } from 'node:path';
import { benchError } from '../../../shared/errors.ts';
import { dataFolder } from '../../engine/data-folder.ts';
import { PriceBooks } from '../../engine/price-books.ts';
import { foldLog } from '../../engine/recorder/fold-log.ts';
import { readHeader } from '../../engine/recorder/read-log.ts';
import { logName } from '../../engine/recorder/session-folder.ts';
import { exitCodes, type ExitCode, type Terminal } from '../exit-codes.ts';
import { findSession } from '../find-sessions.ts';
import { readFlags } from '../flags.ts';
import type { Installation } from '../installation.ts';
import { printReport } from '../print-report.ts';
import { reportOf } from '../report.ts';
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
  const word = read.words[0] ?? '';
  const folder = await findSession(word);
  const header = folder === null ? null : await readHeader(join(folder, logName));
  if (folder === null || header === null) {
    const message =
      folder === null
        ? `There is no recorded session at ${word}.`
        : `${join(folder, logName)} does not begin with the header of a session.`;
    terminal.err(sayError(benchError('not-found', message, { nextStep: 'Give the folder that holds events.jsonl.' })));
    return exitCodes.failed;
  }
  const view = await foldLog(join(folder, logName), header);
  const prices = await PriceBooks.open(installation.assetsFolder, dataFolder());
  const { book } = prices.choose(header.startedAt.slice(0, 10), header.priceBookId);
  const report = reportOf(view, book, folder);
  terminal.out(read.values.json ? `${JSON.stringify(report, null, 2)}\n` : printReport(report));
  return exitCodes.done;
}
