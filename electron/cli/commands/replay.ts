import { ok } from '../../../shared/kit/errors.ts';
import { jsonText } from '../../../shared/kit/untrusted/safe-text.ts';
import { type Command, form } from '../input/command.ts';
import { openPriceBooks } from '../input/price-books.ts';
import { openRecord, sessionWord } from '../input/recorded-sessions.ts';
import { printReport } from '../output/print-session.ts';
import { reportOf, sessionJsonHelp } from '../output/session-report.ts';

/** `voxtally replay`: folds a recorded session anew, from its log alone, and reports it. Changes nothing on disk. */
export const replay: Command = {
  forms: [
    form({
      words: [sessionWord],
      flags: { json: { type: 'boolean', says: 'Print one JSON object instead of tables (see below).' } },
      notes: [sessionJsonHelp],
      async run({ words, values }, surroundings) {
        const record = await openRecord(words[0] ?? '');
        if (!record.ok) return record;
        const { folder, header, view } = record;
        const prices = await openPriceBooks(surroundings);
        const { book } = prices.choose(header.startedAt.slice(0, 10), header.priceBookId);
        const report = reportOf(view, book, folder);
        return ok({ out: values.json ? jsonText(report) : printReport(report) });
      },
    }),
  ],
};
