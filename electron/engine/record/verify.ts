import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type WireFormat, wireHeader, wireHeaderBytes } from '../../../shared/audio/wire-format.ts';
import { isJsonObject, type Json, readOwnJson } from '../../../shared/kit/json.ts';
import { count, plural } from '../../../shared/kit/numbers.ts';
import { lookup } from '../../../shared/kit/lookup.ts';
import { repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { type RecordState, recordNotes } from '../../../shared/session/record-state.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import { redactionWords } from '../../../shared/session/record-state.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { meaningOf, readFailure } from '../data/disk-errors.ts';
import { isLocked } from '../data/lock.ts';
import { mostRecordedSoundBytes, openRegular } from '../data/regular-file.ts';
import { audioFileKinds } from './audio-files.ts';
import type { AudioDigests } from './digests.ts';
import { headerProblem, logFailure } from './read-log.ts';
import { readRecord } from './read-record.ts';
import { logName } from './session-folder.ts';
import { readHead, readSummary } from './summary.ts';

/** What looking at a record came to. */
export interface Verdict {
  readonly sessionId: string;
  readonly folder: string;
  /** Nothing is wrong with it, as far as it can tell. */
  readonly holds: boolean;
  readonly live: boolean;
  readonly entries: number;
  readonly digest: RecordState['digest'] | null;
  /** What is wrong, in whole sentences. */
  readonly problems: readonly string[];
  /** What could not be looked at, and why that is no fault. */
  readonly notes: readonly string[];
}

const formats = lookup<WireFormat>(Object.fromEntries(audioFileKinds.map(({ name, format }) => [name, format])));

/** Where entries of a log refer to sound: for each file how often, and the furthest byte. */
interface Referred {
  references: number;
  endByte: number;
  readonly firstSeq: number;
}

/** The references of one event, whatever else stands in it. */
function referencesIn(event: Json): { file: string; offset: number; length: number }[] {
  if (!isJsonObject(event)) return [];
  return Object.values(event).flatMap((value) => {
    const ref = isJsonObject(value) ? value['$audio'] : undefined;
    if (!isJsonObject(ref)) return [];
    const { file, offset, length } = ref;
    return typeof file === 'string' && typeof offset === 'number' && typeof length === 'number'
      ? [{ file, offset, length }]
      : [];
  });
}

/** Notes where an entry refers to sound. */
function noteSound(all: Map<string, Referred>, { seq, event }: LogEntry): void {
  for (const { file, offset, length } of referencesIn(event)) {
    const one = all.get(file) ?? { references: 0, endByte: 0, firstSeq: seq };
    one.references += 1;
    one.endByte = Math.max(one.endByte, offset + length);
    all.set(file, one);
  }
}

const pieceBytes = 256 * 1024;

/** The digest of so many bytes behind the header. Fewer where the file is shorter. */
async function soundDigest(file: FileHandle, from: number, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(pieceBytes);
  for (let done = 0; done < bytes;) {
    const { bytesRead } = await file.read(piece, 0, Math.min(pieceBytes, bytes - done), from + done);
    if (bytesRead === 0) break;
    hash.update(piece.subarray(0, bytesRead));
    done += bytesRead;
  }
  return hash.digest('hex');
}

interface Sound {
  readonly folder: string;
  readonly name: string;
  readonly referred: Referred | undefined;
  readonly digest: AudioDigests[string] | undefined;
  readonly live: boolean;
}

async function soundProblems({ folder, name, referred, digest, live }: Sound): Promise<string[]> {
  const format = formats(name);
  if (format === undefined)
    return [`Entry ${referred?.firstSeq ?? 0} refers to ${repeated(name)}, which is no sound of a session.`];
  let file: FileHandle;
  try {
    file = await openRegular(join(folder, name), 'read', { mostBytes: mostRecordedSoundBytes });
  } catch (error) {
    const times = plural(referred?.references ?? 0, 'time');
    return [
      meaningOf(error) === 'missing'
        ? `${name} is missing, and the log refers to it ${times}.`
        : `${name} cannot be read: ${readFailure(error)}.`,
    ];
  }
  try {
    const { size } = await file.stat();
    const headerBytes = wireHeaderBytes(format);
    const problems: string[] = [];
    if (referred !== undefined && referred.endByte > size) {
      problems.push(
        `${name} ends at byte ${count(size)}, and the log refers to sound up to byte ${count(referred.endByte)}.`,
      );
    }
    if (live) return problems;
    const header = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
    if (!header.buffer.equals(wireHeader(format, Math.max(0, size - headerBytes)))) {
      problems.push(`The header of ${name} is not that of the ${count(size)} bytes it has.`);
    }
    if (digest === undefined) return problems;
    if (size !== headerBytes + digest.bytes || (await soundDigest(file, headerBytes, digest.bytes)) !== digest.sha256) {
      problems.push(`The sound in ${name} does not match its digest: it was changed after it was written.`);
    }
    return problems;
  } finally {
    await file.close();
  }
}

/** Whether `summary.json` holds what the log makes. */
async function summaryProblem(
  folder: string,
  app: string,
  view: SessionView,
): Promise<{ problem?: string; note?: string }> {
  const head = await readHead(folder);
  if (head.kind === 'older') return { note: 'summary.json is of an earlier version, so it is not used.' };
  if (head.kind === 'none') {
    const there = await openRegular(join(folder, 'summary.json')).then(
      async (file) => {
        await file.close();
        return true;
      },
      (error: unknown) => meaningOf(error) !== 'missing',
    );
    return there
      ? { problem: 'summary.json is damaged. It is not used, and the next start writes it anew.' }
      : { note: 'There is no summary.json; the next start writes it.' };
  }
  if (!head.head.complete) return { note: 'summary.json is of a time before the end.' };
  const summary = await readSummary(folder, app);
  if (summary === null) {
    return head.head.app === app
      ? { problem: 'The view in summary.json is damaged or of another fold. It is not used.' }
      : { note: 'summary.json is of another version, so its view is not used.' };
  }
  const plain = readOwnJson(JSON.stringify(view));
  return plain.ok && isDeepStrictEqual(summary.view, plain.value)
    ? {}
    : { problem: 'summary.json holds another view than the log makes.' };
}

async function unreadable(folder: string, problem: string): Promise<Verdict> {
  return {
    sessionId: basename(folder),
    folder,
    holds: false,
    live: await isLocked(folder),
    entries: 0,
    digest: null,
    problems: [problem],
    notes: [],
  };
}

/** Looks at everything a session's folder holds. Changes nothing there, and never rejects. */
export async function verifyRecord(folder: string, app: string): Promise<Verdict> {
  const path = join(folder, logName);
  try {
    const referred = new Map<string, Referred>();
    const record = await readRecord(folder, { each: (entry) => noteSound(referred, entry) });
    if (record === null) return await unreadable(folder, await headerProblem(path, path));
    const { header, view, folded, check, live } = record;
    const state = view.record;
    const problems = state === null ? [] : recordNotes(state);
    const notes: string[] = [];
    if (check.lines === 0) notes.push('Its log has no digest, so nobody can tell whether it is as it was written.');
    if (live) notes.push('It is being recorded, so its end was not looked at.');
    if (check.tornBytes > 0 && !live) {
      problems.push(
        `The last ${plural(check.tornBytes, 'byte')} of ${logName} are a torn line. The next start of the bench moves them aside.`,
      );
    }
    const digests = check.audio ?? {};
    if (header.redacted !== undefined) notes.push(redactionWords[header.redacted]);
    for (const name of new Set([...referred.keys(), ...Object.keys(digests)])) {
      // Its entries still say how much sound there was.
      if (header.redacted !== undefined && !Object.hasOwn(digests, name)) continue;
      const digest = Object.hasOwn(digests, name) ? digests[name] : undefined;
      problems.push(...(await soundProblems({ folder, name, referred: referred.get(name), digest, live })));
    }
    if (!live) {
      const { problem, note } = await summaryProblem(folder, app, folded);
      if (problem !== undefined) problems.push(problem);
      if (note !== undefined) notes.push(note);
    }
    const { sessionId } = header;
    return {
      sessionId,
      folder,
      holds: problems.length === 0,
      live,
      entries: view.seq,
      digest: state?.digest ?? null,
      problems,
      notes,
    };
  } catch (error) {
    return await unreadable(folder, logFailure('The log', error));
  }
}
