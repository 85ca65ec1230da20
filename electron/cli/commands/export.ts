import { basename, dirname, extname, join } from 'node:path';
import { isDay } from '../../../shared/kit/dates.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { jsonText, visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { focusNotes, type LeftOut, leftOutSentence } from '../../../shared/session/costs/focus-notes.ts';
import { type HandOnFile, handOnFileNames, handOnFiles } from '../../../shared/session/handing-on/formats.ts';
import { type HandedOn, handOn, type HandOnOrder } from '../../engine/handing-on/writers.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { isLocked } from '../../engine/data/lock.ts';
import { sessionIdsIn } from '../../engine/record/session-folder.ts';
import { type Command, misused, type Outcome, plannedForm, type Surroundings } from '../input/command.ts';
import { writePieces } from '../input/files.ts';
import type { Flags, Read } from '../input/flags.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import { sendOtlp } from '../../engine/handing-on/send-otlp.ts';
import { httpOver } from '../../engine/net/http.ts';
import { textLine } from '../../hosts/terminal.ts';
import { commandLineServices } from '../input/bench-services.ts';
import { networkFlags, networkFromFlags, savedNetwork } from '../input/network-flags.ts';
import { headerValues, otlpFlags, type OtlpReceiver, otlpReceiver } from '../input/otlp-receiver.ts';
import { openPriceBooks } from '../input/price-books.ts';
import { foldersOf } from '../input/reconcile-evidence.ts';
import { sessionWords } from '../input/session-words.ts';
import { exitCodes, textTable } from '../output/terminal-text.ts';

const formatsHelp = handOnFileNames.map((name) => `${name}: ${handOnFiles[name].holds}`).join(' ');

const flags = {
  format: {
    type: 'string',
    value: 'FORM',
    choices: [...handOnFileNames, 'otlp'],
    says: `The form of the file. ${formatsHelp} otlp: spans with the same counts, sent to a receiver (--to).`,
    needed: ['voxtally export needs --format.', `Formats are ${handOnFileNames.join(', ')} and otlp.`],
  },
  out: {
    type: 'string',
    value: 'FILE',
    says: 'The file to write. One that is there is replaced once the new one is whole.',
  },
  ...otlpFlags,
  proxy: networkFlags.proxy,
  'ca-file': networkFlags['ca-file'],
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
  '--json prints: voxtally (1), file (of otlp to, spans and rejected instead), format, sessions, of tables rows, ifBilled and unpriced (rows of that kind), of events-jsonl frames, incomplete (frames that cannot be put ' +
    'together any more) and bench (entries of the bench), of a zip files and bytes, of wav durationMs and silent (files that are missing), of html sound (inside, beside or none); sums [{currency, low, best, high}], leftOut [{folder, why, isMissing}], doubtful [{folder, why}] ' +
    '(records that are not as they were written), notes. It exits with 1 where a session or a frame is missing because it cannot be read.',
] as const;

const bad = (message: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));

/** What is done with the sessions: a file is written, or spans are sent. */
type Plan = {
  readonly read: Read<typeof flags>;
  readonly target:
    | { readonly kind: 'file'; readonly format: HandOnFile; readonly out: string }
    | { readonly kind: 'otlp'; readonly receiver: OtlpReceiver };
};

function targetOf({ values }: Read<typeof flags>): Result<{ target: Plan['target'] }> {
  const { format, out, to, content, redacted, 'headers-from': headersFrom } = values;
  if (format === 'otlp') {
    if (out !== undefined) return bad('--format otlp writes no file.', 'Leave --out out.');
    if (redacted) return bad('--format otlp sends counts alone.', 'Leave --redacted out.');
    const read = otlpReceiver(values);
    return read.ok ? ok({ target: { kind: 'otlp', receiver: read.receiver } }) : read;
  }
  if (to !== undefined || headersFrom !== undefined || content) {
    return bad('--to, --headers-from and --content go with --format otlp.', 'Leave them out.');
  }
  if (out === undefined) return bad('voxtally export needs --out FILE.', 'Name the file to write.');
  return ok({ target: { kind: 'file', format, out } });
}

/** Whether a format takes what was chosen: one session, or any number of them and their days. */
function fitsFormat({ values: { format, all, since, until } }: Read<typeof flags>): Result {
  if (format === 'otlp') {
    return (since ?? until) === undefined
      ? ok({})
      : bad('--format otlp sends whole sessions, so no days.', 'Leave --since and --until out.');
  }
  const { label, several } = handOnFiles[format];
  if (several) return ok({});
  if (all) return bad(`--format ${format} takes one session: ${label}.`, 'Name the session.');
  return (since ?? until) === undefined
    ? ok({})
    : bad(`--format ${format} takes a whole session, so no days.`, 'Leave --since and --until out.');
}

function planned(read: Read<typeof flags>): Result<{ plan: Plan }> {
  const { all, since, until } = read.values;
  if (all && read.words.length > 0) return bad('--all and sessions exclude one another.', 'Give one of them.');
  if (!all && read.words.length === 0) {
    return bad('voxtally export needs sessions.', 'Give their folders or ids, or --all.');
  }
  const fits = fitsFormat(read);
  if (!fits.ok) return fits;
  for (const [flag, day] of Object.entries({ since, until })) {
    if (day !== undefined && !isDay(day))
      return bad(`--${flag} is a day, not ${repeatable(day)}.`, 'Write a day as 2026-11-23.');
  }
  if (since !== undefined && until !== undefined && until < since) {
    return bad(`--until ${until} is before --since ${since}.`, 'Exchange them.');
  }
  const target = targetOf(read);
  return target.ok ? ok({ plan: { read, target: target.target } }) : target;
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

/** What every way of handing on starts from. */
interface Prepared {
  readonly chosen: Chosen;
  readonly books: readonly PriceBook[];
}

async function prepared(
  read: Read<typeof flags>,
  surroundings: Surroundings,
): Promise<Prepared | Exclude<Outcome, { ok: true }>> {
  const { book } = read.values;
  const prices = await openPriceBooks(surroundings);
  const wanted = book === undefined ? ok({}) : prices.byId(book);
  if (!wanted.ok) return { ...wanted, code: exitCodes.usage };
  const chosen = await chosenSessions(read);
  return chosen.ok ? { chosen, books: prices.all } : chosen;
}

async function exportSessions({ read, target }: Plan, surroundings: Surroundings): Promise<Outcome> {
  const from = await prepared(read, surroundings);
  if ('ok' in from) return from;
  return target.kind === 'otlp'
    ? await sendSessions(read, target.receiver, from, surroundings)
    : await writeFile(read, target, from, surroundings);
}

async function sendSessions(
  { values }: Read<typeof flags>,
  receiver: OtlpReceiver,
  { chosen, books }: Prepared,
  surroundings: Surroundings,
): Promise<Outcome> {
  const { book = null, json, all, content } = values;
  const headers = headerValues(receiver, process.env);
  if (!headers.ok) return misused(headers.error);
  const say = (text: string): void => surroundings.terminal.err(textLine(text));
  const way = await networkFromFlags(values, await savedNetwork(dataFolder(), say));
  if (!way.ok) return misused(way.error);
  const { services } = commandLineServices(surroundings, { proxyPassword: way.password });
  const sent = await sendOtlp(
    {
      folders: chosen.folders,
      books,
      bookId: book,
      models: {},
      leavesOut: all,
      app: surroundings.installation.version,
      content,
      to: receiver.to,
      headers: headers.headers,
    },
    { http: httpOver(() => way.network, services), wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
  );
  if (!sent.ok) return sent;
  const { sessions, spans, rejected, doubtful, notes: said } = sent.tally;
  const leftOut = [...chosen.leftOut, ...sent.tally.leftOut];
  const code = rejected > 0 || leftOut.some(({ isMissing }) => isMissing) ? exitCodes.failed : exitCodes.done;
  const beside = focusNotes({ unpriced: 0, ifBilled: 0, leftOut, doubtful });
  const lost = rejected === 0 ? [] : [`The receiver did not take ${plural(rejected, 'span')}.`];
  return json
    ? ok({
        out: jsonText({
          voxtally: 1,
          to: receiver.to.host,
          format: 'otlp',
          sessions,
          spans,
          rejected,
          leftOut,
          doubtful,
          notes: said,
        }),
        code,
      })
    : ok({
        out: `${receiver.to.host}: ${plural(spans, 'span')} of ${plural(sessions, 'session')}.\n`,
        notes: [...lost, ...said, ...beside],
        code,
      });
}

async function writeFile(
  { values }: Read<typeof flags>,
  { format, out }: Extract<Plan['target'], { kind: 'file' }>,
  { chosen, books }: Prepared,
  surroundings: Surroundings,
): Promise<Outcome> {
  const { since = null, until = null, book = null, json, all, redacted } = values;
  const { folders } = chosen;
  const app = surroundings.installation.version;
  const order: HandOnOrder = {
    format,
    folders,
    books,
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
      words: sessionWords,
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
