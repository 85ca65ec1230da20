import { createHash } from 'node:crypto';
import { numberFields } from '../../../../shared/billing/column-decimals.ts';
import { dayOf, monthOf } from '../../../../shared/billing/number-and-date-marks.ts';
import { benchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { fileRows } from './rows.ts';
import type { OpenFile } from './open-files.ts';

/** Files that are one bill, in the order they were named, and what was passed over beside them, in whole sentences. */
export interface PageRun {
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

/** What an answer's file holds, as far as it tells it from others. */
interface Held {
  readonly file: OpenFile;
  /** Equal for files with the same rows, however they are laid out. */
  readonly rows: string;
  /** What each row is of: all its cells but its amounts. No answer has one twice. */
  readonly charges: ReadonlySet<string>;
  /** `YYYY-MM`; empty: its rows name none. */
  readonly months: ReadonlySet<string>;
}

/** Reads a file to its end. Throws `BadFile`. */
async function heldIn(file: OpenFile): Promise<Held> {
  const { path, format, header, headerLine } = file;
  const { columns } = header;
  const amounts = new Set(numberFields.map((field) => columns[field]));
  const at = columns.day ?? columns.month;
  const hash = createHash('sha256');
  const charges = new Set<string>();
  const months = new Set<string>();
  for await (const rows of fileRows(path, format, { signal: null, onBytes: () => {} })) {
    for (const { line, cells } of rows) {
      hash.update(JSON.stringify(cells));
      if (line === headerLine) continue;
      charges.add(JSON.stringify(cells.filter((_, column) => !amounts.has(column))));
      const date = at === undefined ? '' : (cells[at] ?? '');
      const month = dayOf(date, 'month-first')?.slice(0, 7) ?? monthOf(date);
      if (month !== null) months.add(month);
    }
  }
  return { file, rows: hash.digest('hex'), charges, months };
}

const haveCommon = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  [...one].some((value) => other.has(value));

/** Whether a month leads from each file to each other: pages of one answer break off within a month. */
function areConnected([first, ...others]: readonly Held[]): boolean {
  if (first === undefined) return true;
  const reached = [first];
  let rest = others;
  for (;;) {
    const near = rest.filter(({ months }) =>
      reached.some((one) => months.size === 0 || one.months.size === 0 || haveCommon(one.months, months)),
    );
    if (near.length === 0) return rest.length === 0;
    reached.push(...near);
    rest = rest.filter((one) => !near.includes(one));
  }
}

const isOneAnswer = (held: readonly Held[]): boolean =>
  areConnected(held) &&
  held.every((one, at) => held.slice(at + 1).every((other) => !haveCommon(one.charges, other.charges)));

/** Refuses pages of which nothing says to which answer they belong. */
const severalAnswers = (held: readonly Held[]): Result<never> =>
  refuse(
    benchError(
      'invalid-argument',
      `${held.map(({ file }) => file.name).join(', ')} are pages of more than one answer, and nothing in them says which belong together: several of them are a last page.`,
      { nextStep: 'Import the pages of one answer at a time, or put all pages of an answer one a line into a file.' },
    ),
  );

/**
 * Which of some answers with the same columns are pages of one: all but the last page name a further one. null: they are no pages, or
 * pages of one answer beside another whole answer, so that each is a bill by itself. Refuses what cannot be told apart; throws `BadFile`.
 */
export async function pagesOfOneAnswer(answers: readonly OpenFile[]): Promise<Result<{ run: PageRun | null }>> {
  if (answers.length < 2 || !answers.some(({ furtherPage }) => furtherPage)) return ok({ run: null });
  const first = new Map<string, Held>();
  const notes: string[] = [];
  for (const file of answers) {
    const held = await heldIn(file);
    const twin = first.get(held.rows);
    // Of one page that was saved with its link and without it, nothing says which is right.
    if (twin !== undefined && twin.file.furtherPage === file.furtherPage) {
      notes.push(`${file.name} holds the same rows as ${twin.file.name} and counts once.`);
    } else if (twin === undefined) first.set(held.rows, held);
    else return ok({ run: null });
  }
  const held = [...first.values()];
  const last = held.filter(({ file }) => !file.furtherPage);
  if (last.length > 1) return severalAnswers(held);
  if (last.length === 1 && !isOneAnswer(held)) return ok({ run: null });
  return ok({ run: { files: held.map(({ file }) => file.path), notes } });
}
