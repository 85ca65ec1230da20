import { randomBytes } from 'node:crypto';
import { constants, copyFile, type FileHandle, lstat, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type WireFormat, wireHeader, wireHeaderBytes } from '../../../shared/audio/wire-format.ts';
import type { RepairNews } from '../../../shared/contract/repairs.ts';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import type { SessionHeader } from '../../../shared/session/entry.ts';
import { reduceSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { meaningOf, readFailure } from '../data/disk-errors.ts';
import { hintAt } from '../data/folder-watch.ts';
import { hasLock, isLeftover, isLocked, lockName, removeLeftovers, takeLock } from '../data/lock.ts';
import { mostLogBytes, mostRecordedSoundBytes, openRegular, regularFacts, UnfitFile } from '../data/regular-file.ts';
import { audioFileKinds } from './audio-files.ts';
import { checkDigests, type DigestCheck, DigestChain, digestState, parseDigestLine } from './digests.ts';
import { tracesIn } from './list-rows.ts';
import { benchJson, benchLine, parseEntry, parseHeader } from './log-lines.ts';
import { foldInOrder, headerProblem, readHeader, readLines } from './read-log.ts';
import { summarise } from './read-record.ts';
import { logName, sessionIdsIn, summaryName, tornName, tornSummaryName } from './session-folder.ts';
import { readHead, readSummaryHead } from './summary.ts';

/** What repairing one folder came to: what was done, in whole sentences, or why it was left alone. */
export type Repair =
  | { readonly kind: 'sound' | 'live' }
  | { readonly kind: 'repaired'; readonly did: readonly string[] }
  | { readonly kind: 'broken'; readonly problem: string };

/** Cheap enough for every start: looks at the lock, the head of the summary and the length of the log. A folder without a log is none of ours. */
async function needsRepair(folder: string): Promise<boolean> {
  const log = await lstat(join(folder, logName)).catch(() => null);
  if (log === null) return false;
  if (await hasLock(folder)) return true;
  const read = await readHead(folder);
  return read.kind === 'none' || !read.head.complete || read.head.logBytes !== log.size;
}

const headless = async (folder: string): Promise<Repair> => ({
  kind: 'broken',
  problem: `${await headerProblem(join(folder, logName), join(folder, logName))} Its files are as they were.`,
});

/** Where the last sound line of the log ends, its header, and how many lines before that end are no entries. */
async function soundEnd(path: string): Promise<{ header: SessionHeader | null; endByte: number; unread: number }> {
  let header: SessionHeader | null = null;
  let endByte = 0;
  let first = true;
  let unread = 0;
  let since = 0;
  for await (const lines of readLines(path)) {
    for (const line of lines) {
      if (first) header = parseHeader(line.text);
      if (first || parseEntry(line.text) !== null || parseDigestLine(line.text) !== null) {
        endByte = line.endByte;
        unread += since;
        since = 0;
      } else {
        since += 1;
      }
      first = false;
    }
  }
  return { header, endByte, unread };
}

const pieceBytes = 256 * 1024;

/** Cuts what follows the last sound line off the log, and keeps it beside it. */
async function cutTornEnd(folder: string, endByte: number): Promise<string | null> {
  const log = await openRegular(join(folder, logName), 'update');
  try {
    const { size } = await log.stat();
    if (size <= endByte) return null;
    const torn = await openRegular(join(folder, tornName), 'append', { mostBytes: mostLogBytes });
    try {
      const piece = Buffer.allocUnsafe(pieceBytes);
      for (let at = endByte; at < size;) {
        const { bytesRead } = await log.read(piece, 0, Math.min(pieceBytes, size - at), at);
        if (bytesRead === 0) break;
        await torn.appendFile(piece.subarray(0, bytesRead));
        at += bytesRead;
      }
      await torn.datasync();
    } finally {
      await torn.close();
    }
    await log.truncate(endByte);
    return `The last line of the log was torn; its ${size - endByte} bytes were moved to ${tornName}.`;
  } finally {
    await log.close();
  }
}

/** Writes the true length into the header of a WAV that was never closed. */
async function fixWav(folder: string, name: string, format: WireFormat): Promise<string | null> {
  let file: FileHandle;
  try {
    file = await openRegular(join(folder, name), 'update', { mostBytes: mostRecordedSoundBytes });
  } catch (error) {
    if (meaningOf(error) === 'missing') return null;
    if (!(error instanceof UnfitFile)) throw error;
    const what = error.code === 'UNFIT_SIZE' ? 'is longer than its header can say' : 'is no file of this folder';
    return `${name} ${what}, so it was left as it is. Found there: ${readFailure(error)}.`;
  }
  try {
    const headerBytes = wireHeaderBytes(format);
    const { size } = await file.stat();
    const dataBytes = Math.max(0, size - headerBytes);
    const whole = dataBytes - (dataBytes % format.bytesPerSample);
    const right = wireHeader(format, whole);
    const { buffer } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
    if (buffer.equals(right) && size === headerBytes + whole) return null;
    await file.write(right, 0, right.byteLength, 0);
    await file.truncate(headerBytes + whole);
    return `The header of ${name} was set to the ${(whole / format.bytesPerMs / 1000).toFixed(2)} s it holds.`;
  } finally {
    await file.close();
  }
}

/** A session whose socket was never closed: its open responses will never report. */
function missingEnd(view: SessionView): BenchEvent[] {
  if (view.phase === 'closed' || view.phase === 'refused') return [];
  return [
    {
      type: 'bench.closed',
      code: 1006,
      reason: '',
      explanation: 'The bench itself ended before the session was closed.',
      openResponses: toArray(view.responses).flatMap((response) =>
        response.status === 'in_progress' ? [response.id] : [],
      ),
      openTranscriptions: toArray(view.items).flatMap((item) =>
        item.transcription?.status === 'pending' ? [item.id] : [],
      ),
    },
  ];
}

/**
 * How many entries the log had at its end and has no more, by a summary that was made when they were there. Where the log has its seal
 * and is as long as it was then, none is gone: a checkpoint reaches further than the seal before it.
 */
async function goneEntries(folder: string, view: SessionView, check: DigestCheck): Promise<number> {
  const head = await readSummaryHead(folder);
  if (head === null || head.listing.sessionId !== view.header?.sessionId) return 0;
  if (head.seal !== undefined && check.has(head.seal) && head.logBytes <= check.bytes) return 0;
  return Math.max(0, head.seq - view.seq);
}

/** The summary that proves what is gone is kept beside the new one: it holds what the entries came to. */
async function keepSummary(folder: string, gone: number): Promise<string | null> {
  if (gone === 0) return null;
  // A copy, so that one who dies before the log tells of the loss has not taken its proof away.
  const copy = join(folder, `${summaryName}.${randomBytes(4).toString('hex')}.tmp`);
  await copyFile(join(folder, summaryName), copy, constants.COPYFILE_EXCL);
  await rename(copy, join(folder, tornSummaryName));
  return `Its end was cut off: ${plural(gone, 'entry', 'entries')} that ${summaryName} was made from ${gone === 1 ? 'is' : 'are'} gone. That summary was kept as ${tornSummaryName}.`;
}

interface Closing {
  readonly folded: SessionView;
  readonly check: DigestCheck;
  /** Entries that are gone keep their numbers, so that every reader of the log finds the gap. */
  readonly gone: number;
}

/** Appends what the bench has to say, and the digest that closes the log where it has digests. What is damaged before stays told by its own. */
async function closeLog(
  path: string,
  { folded, check, gone }: Closing,
  events: readonly BenchEvent[],
): Promise<SessionView> {
  let view = folded;
  let seq = view.seq + gone;
  let lines = '';
  for (const event of events) {
    seq += 1;
    const head = { seq, at: new Date().toISOString(), t: view.t, from: 'bench' } as const;
    const plain = benchJson(event);
    lines += benchLine(head, plain);
    view = reduceSession(view, { ...head, event: plain });
  }
  const bytes = Buffer.from(lines);
  if (check.lines === 0 || (bytes.length === 0 && digestState(check, false).open === null)) {
    await appendSynced(path, bytes);
    return view;
  }
  const chain = new DigestChain(check);
  chain.take(bytes);
  await appendSynced(path, Buffer.concat([bytes, chain.seal({ seq: view.seq, end: true })]));
  return view;
}

async function appendSynced(path: string, bytes: Buffer): Promise<void> {
  if (bytes.length === 0) return;
  const handle = await openRegular(path, 'append');
  try {
    await handle.appendFile(bytes);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

const saysNothing = (name: string): boolean => name === logName || name === lockName || isLeftover(name);

/** A start that a crash or a full disk cut off before its header: nothing was recorded, and nobody misses it. */
async function removeEmpty(folder: string): Promise<boolean> {
  const { size } = await regularFacts(join(folder, logName));
  const names = await readdir(folder);
  if (size > 0 || !names.every(saysNothing)) return false;
  await rm(folder, { recursive: true });
  return true;
}

async function repairLocked(folder: string, app: string): Promise<Repair> {
  const path = join(folder, logName);
  const { header, endByte, unread } = await soundEnd(path);
  if (header === null) return await headless(folder);
  const did: string[] = [];
  const note = (text: string | null): void => {
    if (text !== null) did.push(text);
  };
  note(await cutTornEnd(folder, endByte));
  if (unread > 0) {
    const lines =
      unread === 1
        ? '1 line in the middle of the log is no entry; it was'
        : `${unread} lines in the middle of the log are no entries; they were`;
    note(`${lines} left in place and passed over.`);
  }
  for (const { name, format } of audioFileKinds) note(await fixWav(folder, name, format));
  const { view, order } = await foldInOrder(path, header);
  const check = await checkDigests(path);
  const gone = await goneEntries(folder, view, check);
  note(await keepSummary(folder, gone));
  const end = missingEnd(view);
  if (end.length > 0) did.push('The session was not closed; its end was noted.');
  const events: BenchEvent[] =
    did.length === 0 ? end : [...end, { type: 'bench.repaired', message: `At the next start: ${did.join(' ')}` }];
  const folded = await closeLog(path, { folded: view, check, gone }, events);
  const closed = await checkDigests(path);
  const missing =
    gone === 0
      ? order.missing
      : { entries: gone + (order.missing?.entries ?? 0), afterSeq: order.missing?.afterSeq ?? view.seq };
  await summarise(folder, app, {
    folded,
    check: closed,
    state: { ...digestState(closed, false), ...order, missing },
  });
  return { kind: 'repaired', did: did.length === 0 ? ['Its summary was written anew.'] : did };
}

function whyNotMended(error: unknown, folder: string): string {
  if (error instanceof UnfitFile) {
    return `${error.path} cannot be used: ${readFailure(error)}. Nothing was written there.`;
  }
  return meaningOf(error) === 'forbidden'
    ? `${folder} may not be written, so its record stays as the crash left it. It can be read as far as it goes.`
    : `${folder} could not be read or mended: ${readFailure(error)}.`;
}

/**
 * Makes one session folder sound after its writer died: torn last line, WAV headers, missing end, missing summary, stale lock.
 * Never touches a folder that a live process holds, and never throws away a byte.
 */
export async function repairSession(folder: string, app: string): Promise<Repair> {
  try {
    if (!(await needsRepair(folder))) return { kind: 'sound' };
    if (await isLocked(folder, 'of the folder')) return { kind: 'live' };
    if ((await readHeader(join(folder, logName))) === null) {
      return (await removeEmpty(folder)) ? { kind: 'sound' } : await headless(folder);
    }
    const lock = await takeLock(folder);
    if (lock === null) return { kind: 'live' };
    try {
      await removeLeftovers(folder);
      return await repairLocked(folder, app);
    } finally {
      await lock.release();
      await hintAt(folder);
    }
  } catch (error) {
    return { kind: 'broken', problem: whyNotMended(error, folder) };
  }
}

/** Which sessions had nothing to mend, by how they stood then. */
export interface SoundSessions {
  isSound(sessionId: string, trace: string | null): boolean;
  foundSound(sessionId: string, trace: string | null): void;
}

/**
 * Repairs every session folder. Names those that needed it, and those that could not be mended.
 * @param known saves looking into those that are as they were; left out: each is looked into
 */
export async function repairAll(sessionsFolder: string, app: string, known?: SoundSessions): Promise<RepairNews> {
  const repaired: RepairNews['repaired'][number][] = [];
  const broken: RepairNews['broken'][number][] = [];
  for await (const traces of tracesIn(sessionsFolder, (await sessionIdsIn(sessionsFolder)).here)) {
    for (const { sessionId, trace } of traces) {
      if (known?.isSound(sessionId, trace) === true) continue;
      const result = await repairSession(join(sessionsFolder, sessionId), app);
      if (result.kind === 'sound') known?.foundSound(sessionId, trace);
      if (result.kind === 'repaired') repaired.push({ sessionId, did: result.did });
      if (result.kind === 'broken') broken.push({ sessionId, problem: result.problem });
    }
  }
  return { repaired, broken };
}
