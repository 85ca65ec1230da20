import type { Args, Handlers } from '../../../shared/contract/bench-api.ts';
import type { HandOnAnswers } from '../../../shared/contract/handing-on.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { fileNameOf } from '../../../shared/kit/untrusted/safe-text.ts';
import { focusNotes } from '../../../shared/session/costs/focus-notes.ts';
import { handOnFiles } from '../../../shared/session/handing-on/formats.ts';
import type { EngineServices } from '../context/services.ts';
import type { PreferenceStore } from '../data/preferences.ts';
import type { PriceBooks } from '../data/price-books.ts';
import type { HandOnFiles } from '../handing-on/hand-on-files.ts';
import { importInWorker } from '../handing-on/import-in-worker.ts';
import type { ImportedSession } from '../handing-on/import-session.ts';
import type { OtlpDesk } from '../handing-on/otlp-desk.ts';
import { otlpAddress } from '../handing-on/send-otlp.ts';
import { goneUpload, type IncomingBills } from '../ports/bill-uploads.ts';
import type { Library } from '../record/library.ts';

export interface HandOnParts {
  readonly library: Library;
  readonly prices: PriceBooks;
  readonly preferences: PreferenceStore;
  readonly services: EngineServices;
  readonly files: HandOnFiles;
  readonly otlp: OtlpDesk;
  /** What pages send in pieces. */
  readonly incoming: IncomingBills;
  /** The built entry of the thread that takes sessions in. */
  readonly importScript: string;
  readonly closing: AbortSignal;
}

type Wanted = Parameters<Handlers['handOn.write']>[0];

/** What a file is called, without its end. */
const nameOf = ({ sessionIds, format, redacted }: Wanted): string => {
  const what = `${format.replace(/-.*$/, '')}${redacted ? '-redacted' : ''}`;
  const [only = ''] = sessionIds;
  return sessionIds.length === 1 ? fileNameOf(`${what}-${only}`, what) : `${what}-of-${sessionIds.length}-sessions`;
};

/** The folders of saved sessions; refuses for the first that is none. */
async function foldersOf(sessionIds: readonly string[], library: Library): Promise<Result<{ folders: string[] }>> {
  const folders: string[] = [];
  for (const sessionId of sessionIds) {
    const place = await library.place(sessionId);
    if (!place.ok) return place;
    folders.push(place.folder);
  }
  return ok({ folders });
}

async function written(
  wanted: Wanted,
  { library, prices, preferences, services, files }: HandOnParts,
): Promise<Result<HandOnAnswers['handOn.write']>> {
  const found = await foldersOf(wanted.sessionIds, library);
  if (!found.ok) return found;
  const file = await files.write({
    format: wanted.format,
    redacted: wanted.redacted,
    folders: found.folders,
    books: prices.all,
    bookId: null,
    models: preferences.current.pricing.models,
    app: services.version,
    since: null,
    until: null,
    leavesOut: false,
    at: new Date().toISOString(),
    beside: null,
  });
  if (!file.ok) return file;
  const { end, mediaType } = handOnFiles[wanted.format];
  const { holds, notes } = file.done;
  return ok({
    fileId: file.fileId,
    fileName: `${nameOf(wanted)}.${end}`,
    mediaType,
    bytes: file.bytes,
    holds,
    notes,
  });
}

async function sent(
  { sessionIds, to, content }: Args<'handOn.send'>,
  { library, prices, preferences, services, otlp }: HandOnParts,
): Promise<Result<HandOnAnswers['handOn.send']>> {
  const address = otlpAddress(to);
  if (!address.ok) return address;
  const found = await foldersOf(sessionIds, library);
  if (!found.ok) return found;
  const order = {
    folders: found.folders,
    books: prices.all,
    bookId: null,
    models: preferences.current.pricing.models,
    leavesOut: false,
    app: services.version,
    content,
  };
  const delivered = await otlp.send(order, address.to);
  if (!delivered.ok) return delivered;
  const { sessions, spans, rejected, notes, leftOut, doubtful } = delivered.tally;
  const beside = focusNotes({ unpriced: 0, ifBilled: 0, leftOut, doubtful });
  return ok({ to: address.to.host, sessions, spans, rejected, notes: [...notes, ...beside] });
}

const told = ({ sessionId, files, verdict }: ImportedSession): HandOnAnswers['handOn.import'] => ({
  sessionId,
  files: files.length,
  digest: verdict.digest,
  problems: verdict.problems,
});

async function imported(
  from: Args<'handOn.import'>['from'],
  { library, services, incoming, importScript, closing }: HandOnParts,
): Promise<Result<HandOnAnswers['handOn.import']>> {
  const take = async (path: string): Promise<Result<HandOnAnswers['handOn.import']>> => {
    const taken = await importInWorker({ path, library: library.folder, app: services.version }, importScript, closing);
    return taken.ok ? ok(told(taken.imported)) : taken;
  };
  if (from.kind === 'path') return await take(from.path);
  const [path, second] = await incoming.files(from.uploadId);
  try {
    if (path === undefined) return goneUpload();
    if (second !== undefined) return refuse(benchError('invalid-argument', 'One zip is taken at a time.'));
    return await take(path);
  } finally {
    await incoming.discard(from.uploadId);
  }
}

/** Commands that hand sessions on, and take them in. */
export function handOnHandlers(parts: HandOnParts): Pick<Handlers, keyof HandOnAnswers> {
  const { files, otlp } = parts;
  return {
    'handOn.write': (wanted) => written(wanted, parts),
    'handOn.read': ({ fileId, offset }) => files.read(fileId, offset),
    'handOn.drop': async ({ fileId }) => {
      await files.drop(fileId);
      return ok({});
    },
    'handOn.send': (wanted) => sent(wanted, parts),
    'handOn.stopSending': () => {
      otlp.stop();
      return ok({});
    },
    'handOn.import': ({ from }) => imported(from, parts),
  };
}
