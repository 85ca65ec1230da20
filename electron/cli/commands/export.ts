import { basename, dirname, extname, join } from 'node:path';
import { isDay } from '../../../shared/kit/dates.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { jsonText, visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { type LeftOut, leftOutSentence } from '../../../shared/session/costs/focus-notes.ts';
import { handOnFileNames, handOnFiles } from '../../../shared/session/handing-on/formats.ts';
import { type HandedOn, handOn, type HandOnOrder } from '../../engine/handing-on/writers.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { isLocked } from '../../engine/data/lock.ts';
import { sessionIdsIn } from '../../engine/record/session-folder.ts';
import { type Command, misused, type Outcome, plannedForm, type Surroundings } from '../input/command.ts';
import { writePieces } from '../input/files.ts';
import type { Flags, Read } from '../input/flags.ts';
import { openPriceBooks } from '../input/price-books.ts';
import { foldersOf } from '../input/reconcile-evidence.ts';
import { exitCodes, textTable } from '../output/terminal-text.ts';

const formatsHelp = handOnFileNames.map((name) => `${name}: ${handOnFiles[name].holds}`).join(' ');

const flags = {
  format: {
    type: 'string',
    choices: handOnFileNames,
    says: `The form of the file. ${formatsHelp}`,
    needed: ['voxtally export needs --format.', `Formats are ${handOnFileNames.join(', ')}.`],
  },
  out: {
    type: 'string',
    value: 'FILE',
    says: 'The file to write. One that is there is replaced once the new one is whole.',
    needed: ['voxtally export needs --out FILE.'],
  },
  all: {
    type: 'boolean',
    says:
      'Every session of the library. Left out and said: those that still record, those of the simulator, and those that ' +
      'cannot be read.',
  },
  since: { type: 'string', value: 'DAY', says: 'The first UTC day of rows, YYYY-MM-DD.' },
  until: { type: 'string', value: 'DAY', says: 'The last UTC day of rows, YYYY-MM-DD; both are included.' },
  book: {
    type: 'string',
    value: 'ID',
    says: 'Price all of them by this book.',
    otherwise: 'the one in the record of each, else the list of its day',
  },
  redacted: {
    type: 'boolean',
    says: 'Of a copy without sound, words, instructions and what tools were given. Usage, counts and times stay.',
  },
  json: { type: 'boolean', says: 'Print one JSON object instead of sentences (see below).' },
} as const satisfies Flags;

const notes = [
  'A row of the FOCUS formats is what one response or transcription is expected to put on one meter, on the UTC day on which it ended. Nothing of ' +
    'it is a bill: BilledCost is 0, the billing account is voxtally-expected, x_Expected is true. EffectiveCost adds up to ' +
    'reports and best estimates, x_CostLow to the low end, which voxtally usage prints first, x_CostHigh to the high end. What ' +
    'ended without a report and may not be billed counts as 0, and stands in x_IfBilledQuantity and x_IfBilledCost.',
  'A row of the usage formats is one response or transcription; docs/usage-table.md names its columns. Of events-jsonl each line ' +
    'has a frame in its member frame, exactly as it stood on the wire. zip, events-jsonl, wav and html take one session. The sound of a report of more than ten minutes is written beside it.',
  '--json prints: voxtally (1), file, format, sessions, of tables rows, ifBilled and unpriced (rows of that kind), of events-jsonl frames, incomplete (frames that cannot be put ' +
    'together any more) and bench (entries of the bench), of a zip files and bytes, of wav durationMs and silent (files that are missing), of html sound (inside, beside or none); sums [{currency, low, best, high}], leftOut [{folder, why, isMissing}], doubtful [{folder, why}] ' +
    '(records that are not as they were written), notes. It exits with 1 where a session or a frame is missing because it cannot be read.',
] as const;

const bad = (message: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));

function planned(read: Read<typeof flags>): Result<{ plan: Read<typeof flags> }> {
  const { all, since, until, format } = read.values;
  if (all && read.words.length > 0) return bad('--all and sessions exclude one another.', 'Give one of them.');
  if (!all && read.words.length === 0) {
    return bad('voxtally export needs sessions.', 'Give their folders or ids, or --all.');
  }
  const { label, several } = handOnFiles[format];
  if (all && !several) return bad(`--format ${format} takes one session: ${label}.`, 'Name the session.');
  if (!several && (since ?? until) !== undefined) {
    return bad(`--format ${format} takes a whole session, so no days.`, 'Leave --since and --until out.');
  }
  for (const [flag, day] of Object.entries({ since, until })) {
    if (day !== undefined && !isDay(day))
      return bad(`--${flag} is a day, not ${repeatable(day)}.`, 'Write a day as 2026-11-23.');
  }
  if (since !== undefined && until !== undefined && until < since) {
    return bad(`--until ${until} is before --since ${since}.`, 'Exchange them.');
  }
  return ok({ plan: read });
}

interface Chosen {
  readonly folders: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/** Every session of the library, oldest first; one that is still being recorded changes yet. */
async function everySession(): Promise<Result<Chosen>> {
  const library = join(dataFolder(), 'sessions');
  const folders: string[] = [];
  const leftOut: LeftOut[] = [];
  const { here, linked } = await sessionIdsIn(library);
  for (const id of linked.toSorted()) {
    leftOut.push({ folder: join(library, id), why: 'its folder is a link to another place', isMissing: true });
  }
  for (const id of here.toSorted()) {
    const folder = join(library, id);
    if (await isLocked(folder)) leftOut.push({ folder, why: 'it is still being recorded', isMissing: false });
    else folders.push(folder);
  }
  if (folders.length + leftOut.length > 0) return ok({ folders, leftOut });
  return refuse(
    benchError('not-found', `There is no recorded session in ${repeatable(library, 300)}.`, {
      nextStep: 'Record one with voxtally run, or give the folders of others.',
    }),
  );
}

async function chosenSessions({ values, words }: Read<typeof flags>): Promise<Result<Chosen>> {
  if (values.all) return await everySession();
  const found = await foldersOf(words);
  return found.ok ? ok({ folders: found.folders, leftOut: [] }) : found;
}

function printed(file: string, { holds, sums }: HandedOn): string {
  const head = `${visibleLine(file)}: ${holds}.\n`;
  if (sums.length === 0) return head;
  const table = [
    ['expected', 'low end', 'best estimate', 'at most'],
    ...sums.map(({ currency, low, best, high }) => [currency, low, best, high]),
  ];
  return `${head}${textTable(table, ['left', 'right', 'right', 'right'])}\n`;
}

/** What the sound beside a report is called. */
const soundBeside = (out: string): string => `${basename(out, extname(out))}.wav`;

async function exportSessions(read: Read<typeof flags>, surroundings: Surroundings): Promise<Outcome> {
  const { format, out, since = null, until = null, book = null, json, all, redacted } = read.values;
  const prices = await openPriceBooks(surroundings);
  const wanted = book === null ? ok({}) : prices.byId(book);
  if (!wanted.ok) return misused(wanted.error);
  const chosen = await chosenSessions(read);
  if (!chosen.ok) return chosen;
  const { folders } = chosen;
  const app = surroundings.installation.version;
  const order: HandOnOrder = {
    format,
    folders,
    books: prices.all,
    bookId: book,
    models: {},
    app,
    since,
    until,
    leavesOut: all,
    redacted,
    at: new Date().toISOString(),
    beside: format === 'html' ? soundBeside(out) : null,
  };
  const written = await writePieces(out, (piece) => handOn(order, piece));
  if (!written.ok) return written;
  if (written.done.facts['sound'] === 'beside') {
    const path = join(dirname(out), soundBeside(out));
    const sound = await writePieces(path, (piece) => handOn({ ...order, format: 'wav' }, piece));
    if (!sound.ok) return sound;
  }
  const { done } = written;
  const leftOut = [...chosen.leftOut, ...done.leftOut];
  const { sessions, facts, sums, doubtful, notes: beside } = done;
  const isPartial = done.isPartial || leftOut.some(({ isMissing }) => isMissing);
  const code = isPartial ? exitCodes.failed : exitCodes.done;
  return json
    ? ok({
        out: jsonText({ voxtally: 1, file: out, format, sessions, ...facts, sums, leftOut, doubtful, notes: beside }),
        code,
      })
    : ok({ out: printed(out, done), notes: [...chosen.leftOut.map(leftOutSentence), ...beside], code });
}

/** `voxtally export`: sessions as a file for somebody else. */
export const exportCommand: Command = {
  forms: [
    plannedForm({
      words: [
        { name: 'SESSION…', needs: 'sessions', says: 'Recorded sessions: their folders, or their ids in the library.' },
      ],
      flags,
      notes,
      examples: [
        'voxtally export --format focus-csv --out expected.csv 2026-11-23T14-05-33Z-contoso-voice-3f9a1c',
        'voxtally export 2026-11-23T14-05-33Z-contoso-voice-3f9a1c --format zip --out session.zip',
        'voxtally export --all --format usage-parquet --out usage.parquet',
        'voxtally export --all --since 2026-11-01 --until 2026-11-30 --format focus-parquet --out november.parquet',
      ],
      plan: planned,
      run: exportSessions,
    }),
  ],
};
