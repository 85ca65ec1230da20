import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Conventions } from '../../../shared/billing/number-and-date-marks.ts';
import { listPriceOf } from '../../../shared/billing/day-usage.ts';
import type { ImportedBill } from '../../../shared/billing/imported-bill.ts';
import { type PastedTable, readPastedTable } from '../../../shared/billing/pasted-table.ts';
import { readWitness } from '../../../shared/billing/witness.ts';
import { benchError, type BenchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { lookup } from '../../../shared/kit/lookup.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import type { BooksByCurrency } from '../../../shared/pricing/choose-book.ts';
import type { OtherSession, Reported } from '../../../shared/reconcile/evidence/evidence.ts';
import { reportedTotals } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { withWitness } from '../../../shared/reconcile/evidence/witness.ts';
import { importBill } from '../../engine/costs/import/import-bill.ts';
import { billSources } from '../../engine/costs/import/sources.ts';
import { reportedBySessions, reportedByText, type SessionsReported } from '../../engine/costs/reported.ts';
import { readStandardInput, readText, sourceName, standard } from './files.ts';
import { findSessions } from './recorded-sessions.ts';

/** Links that a refusal names. */
const mostNamed = 5;

/** Longest text taken for usage or a pasted table: these are typed or copied by hand. */
const mostBytes = 16 * 1024 * 1024;

/** The text of a file, or of standard input for `-`. Refuses what cannot be read and what no person pasted. */
const readInput = (path: string): ReturnType<typeof readText> =>
  readText(path, {
    mostBytes,
    tooLarge: () =>
      benchError('invalid-argument', `${sourceName(path)} is too large for a pasted text.`, {
        nextStep: 'An export of costs is read with --bill, a recorded session with --sessions.',
      }),
  });

/** A refusal with the source it is about. */
const refuseFrom = (path: string, error: BenchError): Result<never> =>
  refuse({ ...error, message: `${sourceName(path)}: ${error.message}` });

/** The usage in a file, or in standard input for `-`. */
export async function reportedByFile(path: string): Promise<Result<{ reported: Reported }>> {
  const text = await readInput(path);
  if (!text.ok) return text;
  const read = await reportedByText(text.text);
  return read.ok ? read : refuseFrom(path, read.error);
}

/** The folders of the sessions that words name, each once. Refuses a word that names none. */
export async function foldersOf(words: readonly string[]): Promise<Result<{ folders: readonly string[] }>> {
  const folders: string[] = [];
  for (const word of words) {
    const { folders: found, linked } = await findSessions(word);
    if (linked.length > 0) {
      const names = linked
        .slice(0, mostNamed)
        .map((name) => repeatable(name, 120))
        .join(', ');
      const more = linked.length > mostNamed ? ` and ${linked.length - mostNamed} more` : '';
      const message = `In ${repeatable(word, 300)}, ${names}${more} lead to another place, and links in a folder are not followed.`;
      return refuse(
        benchError('invalid-argument', message, { nextStep: 'Name the sessions one by one, or move the links away.' }),
      );
    }
    if (found.length === 0) {
      return refuse(
        benchError('not-found', `There is no recorded session at ${repeatable(word, 300)}.`, {
          nextStep: 'Give the folder that holds events.jsonl, or a folder of such folders.',
        }),
      );
    }
    folders.push(...found.filter((folder) => !folders.includes(folder)));
  }
  return ok({ folders });
}

/** The sessions that words name: folders, ids of the library, or a folder of sessions. */
export async function reportedByWords(words: readonly string[]): Promise<Result<SessionsReported>> {
  const found = await foldersOf(words);
  return found.ok ? reportedBySessions(found.folders) : found;
}

/** The same with other sessions that may be on the same meters. One that reports nothing adds nothing. */
export async function withOthers(
  reported: Reported,
  words: readonly string[],
): Promise<Result<{ reported: Reported }>> {
  const found = await foldersOf(words);
  if (!found.ok) return found;
  const others: OtherSession[] = [];
  for (const folder of found.folders) {
    const read = await reportedBySessions([folder]);
    const id = read.ok ? (read.reported.sessions[0] ?? folder) : folder;
    if (read.ok && !reported.sessions.includes(id)) others.push({ id, totals: reportedTotals(read.reported.turns) });
  }
  const log = reported.log ?? { responsesCreated: null, responsesReported: reported.turns.length };
  return ok({ reported: { ...reported, log: { ...log, others } } });
}

/** The same with what the service itself counted, of the resource that is compared. */
export async function withMetricsFile(
  reported: Reported,
  path: string,
  scope: Parameters<typeof withWitness>[2],
): Promise<Result<{ reported: Reported }>> {
  const text = await readInput(path);
  if (!text.ok) return text;
  const read = readWitness(text.text);
  const beside = read.ok ? withWitness(reported, read.witness, scope) : read;
  return beside.ok ? beside : refuseFrom(path, beside.error);
}

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
  const spool = paths.includes(standard) ? await mkdtemp(join(tmpdir(), 'voxtally-bill-')) : null;
  try {
    const files = paths.map((path) => (path === standard && spool !== null ? join(spool, 'standard input') : path));
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
