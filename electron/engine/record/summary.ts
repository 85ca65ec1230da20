import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { isJsonObject, parseJson, readOwnJson } from '../../../shared/kit/json.ts';
import { emptySession } from '../../../shared/session/fold/fold.ts';
import { sessionFacts, sessionFactsSchema } from '../../../shared/session/library/session-facts.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { type Disk, systemDisk } from '../data/disk.ts';
import { openRegular, readRegular } from '../data/regular-file.ts';
import { writeAtomically } from '../data/write-file.ts';
import type { Seal } from './digests.ts';
import { summaryName } from './session-folder.ts';

/** Raised when the fold makes something else of the same log while the view keeps its parts. */
const foldVersion = 3;

/** The members of a value, whatever they hold. */
const shapeOf = (value: unknown): unknown =>
  isJsonObject(value) ? Object.entries(value).map(([key, inside]) => [key, shapeOf(inside)]) : null;

/** Names the fold that made a view: a view of another mark is of another shape and is folded anew. */
const foldMark = createHash('sha256')
  .update(JSON.stringify([foldVersion, shapeOf(emptySession(null))]))
  .digest('hex')
  .slice(0, 16);

/**
 * The JSON text of a value in pieces, so that a large one can be written without holding up the loop:
 * objects and arrays down to `depth` are taken apart, what lies deeper is one piece.
 */
function* jsonPieces(value: unknown, depth: number): Generator<string> {
  if (depth === 0 || typeof value !== 'object' || value === null) {
    yield JSON.stringify(value) ?? 'null';
    return;
  }
  if (Array.isArray(value)) {
    yield '[';
    for (const [index, element] of value.entries()) {
      if (index > 0) yield ',';
      yield* jsonPieces(element, depth - 1);
    }
    yield ']';
    return;
  }
  yield '{';
  let separator = '';
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    yield `${separator}${JSON.stringify(key)}:`;
    yield* jsonPieces(member, depth - 1);
    separator = ',';
  }
  yield '}';
}

/*
 * `summary.json` is derived from the log and can be rebuilt: the view at one point of it. Its first line is a small head,
 * so that a list of a thousand sessions need not read a thousand views.
 */

const headSchema = z.object({
  voxtally: z.literal(1),
  /** Version that folded it; another version's view is folded anew. */
  app: z.string(),
  /** Mark of the fold it was made by, absent in older ones; another fold's view is folded anew, too. */
  fold: z.string().optional(),
  /** The session ended in good order and the view is of its whole log. */
  complete: z.boolean(),
  /** The view is of the entries in the first `logBytes` bytes of the log, up to and including `seq`. */
  seq: z.number().int(),
  logBytes: z.number().int(),
  /** The last digest of the log before that; absent where it has none, and then the view is folded anew. */
  seal: z.object({ endByte: z.number().int(), sha256: z.string() }).optional(),
  /** What is wrong with the log it was folded from, as sentences. */
  doubt: z.string().optional(),
  listing: z.object({
    sessionId: z.string(),
    startedAt: z.string(),
    label: z.string(),
    deployment: z.string(),
    durationMs: z.number(),
    responses: z.number().int(),
    entries: z.number().int(),
  }),
  /** What the list of sessions says beside that; absent in older ones. One that cannot be read leaves the rest as it is. */
  facts: sessionFactsSchema.optional().catch(undefined),
});
export type SummaryHead = z.infer<typeof headSchema>;

/** What the list says of a view first. */
export const listingOf = (view: SessionView): SummaryHead['listing'] => ({
  sessionId: view.header?.sessionId ?? '',
  startedAt: view.header?.startedAt ?? '',
  label: view.header?.endpoint.label ?? '',
  deployment: view.header?.endpoint.deployment ?? '',
  durationMs: view.t,
  responses: view.responses.length,
  entries: view.seq,
});

/** Pieces deep enough that one holds at most one chunk of a list. */
const viewDepth = 4;

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/** Its first line ends with its own digest, for whoever reads no more than that. */
const checkedHead = /^(\{.*),"check":"([0-9a-f]{64})",$/;
const headLine = (head: SummaryHead): string => {
  const text = JSON.stringify(head).slice(0, -1);
  return `${text},"check":"${sha256(text)}",\n`;
};

/** And the whole ends with the digest of everything before that. */
const endLength = ',\n"digest":""}\n'.length + 64;
const endLine = (digest: string): string => `,\n"digest":"${digest}"}\n`;

function* summaryPieces(head: SummaryHead, view: SessionView): Generator<string> {
  const hash = createHash('sha256');
  const hashed = (piece: string): string => {
    hash.update(piece);
    return piece;
  };
  yield hashed(`${headLine(head)}"view":`);
  for (const piece of jsonPieces(view, viewDepth)) yield hashed(piece);
  yield endLine(hash.digest('hex'));
}

/** Writes the checkpoint of a session. Rejects with the system's error; the checkpoint before it then stands. */
export async function writeSummary(
  folder: string,
  view: SessionView,
  state: Pick<SummaryHead, 'app' | 'complete' | 'logBytes'> & { readonly seal?: Seal; readonly doubt?: string },
  disk: Disk = systemDisk,
): Promise<void> {
  const head: SummaryHead = {
    voxtally: 1,
    ...state,
    fold: foldMark,
    seq: view.seq,
    listing: listingOf(view),
    facts: sessionFacts(view),
  };
  await writeAtomically(join(folder, summaryName), summaryPieces(head, view), disk);
}

/** A head with every fact at its longest stays below. */
const headBytes = 32_768;

/** Why a head is of no use for a sum: `older` ones carry no digest of themselves. */
export type HeadRead =
  | { readonly kind: 'sound'; readonly head: SummaryHead }
  | { readonly kind: 'older'; readonly head: SummaryHead }
  | { readonly kind: 'none' };

const none: HeadRead = { kind: 'none' };

/** The head of a summary, and whether it is as it was written. Cheap however long the session was. */
export async function readHead(folder: string): Promise<HeadRead> {
  try {
    const handle = await openRegular(join(folder, summaryName));
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(headBytes), 0, headBytes, 0);
      const text = buffer.toString('utf8', 0, bytesRead);
      const line = text.slice(0, text.indexOf('\n'));
      const head = headSchema.safeParse(parseJson(`${line.replace(/,$/, '')}}`)).data;
      if (head === undefined) return none;
      const [, checked, check] = checkedHead.exec(line) ?? [];
      if (checked === undefined) return line.includes('"check"') ? none : { kind: 'older', head };
      return sha256(checked) === check ? { kind: 'sound', head } : none;
    } finally {
      await handle.close();
    }
  } catch {
    return none;
  }
}

/** The head of a summary that is as it was written, or null. */
export async function readSummaryHead(folder: string): Promise<SummaryHead | null> {
  const read = await readHead(folder);
  return read.kind === 'sound' ? read.head : null;
}

/** The view of an hour of talk takes a tenth of it. What is larger is folded anew from the log. */
const mostSummaryBytes = 256 * 1024 * 1024;

/** Head and view of a summary that this version and this fold wrote, and that is as it was written; else null. */
export async function readSummary(
  folder: string,
  app: string,
): Promise<{ head: SummaryHead; view: SessionView } | null> {
  try {
    const bytes = await readRegular(join(folder, summaryName), { mostBytes: mostSummaryBytes });
    const body = bytes.subarray(0, -endLength);
    if (bytes.toString('utf8', body.length) !== endLine(sha256(body))) return null;
    const read = readOwnJson(bytes.toString('utf8'));
    if (!read.ok || !isJsonObject(read.value)) return null;
    const { value } = read;
    const head = headSchema.parse(value);
    if (head.app !== app || head.fold !== foldMark) return null;
    // Written by this very fold from a `SessionView`; one that was changed by hand is not what its head says.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Written by this very fold, as its mark says.
    const view = isJsonObject(value['view']) ? (value['view'] as unknown as SessionView) : undefined;
    const { seq, header } = view ?? { seq: null, header: null };
    return view !== undefined && seq === head.seq && header?.sessionId === head.listing.sessionId
      ? { head, view }
      : null;
  } catch {
    return null;
  }
}
