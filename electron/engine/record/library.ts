import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import type { RepairNews } from '../../../shared/contract/repairs.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeated } from '../../../shared/kit/untrusted/quoting.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import { recordNotes } from '../../../shared/session/record-state.ts';
import { sessionFacts } from '../../../shared/session/library/session-facts.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { type AboutChange, noAbout, type SessionAbout } from '../../../shared/session/about.ts';
import { meaningOf } from '../data/disk-errors.ts';
import { isLocked, takeLock } from '../data/lock.ts';
import { changeAbout, readAbout } from './about-file.ts';
import { type ListedSession, ListRows, tracesIn } from './list-rows.ts';
import { LogIndex } from './log-index.ts';
import { headerProblem, logFailure, readHeader } from './read-log.ts';
import { type ReadRecord, readRecord, summarise } from './read-record.ts';
import { repairAll } from './repair.ts';
import { isSessionId, linkedFolder, logName, sessionIdsIn } from './session-folder.ts';
import { type HeadRead, listingOf, readHead, type SummaryHead } from './summary.ts';

/** What the list says of a session, by its summary or by its log. */
type Folded = Pick<SummaryHead, 'listing' | 'facts' | 'doubt'>;

/** Facts of sessions whose summary gives none that can be trusted, read from their log: once for each, until its folder changes. */
class FactsCache {
  readonly #entries = new Map<string, { readonly bytes: number; readonly facts: Promise<Folded | null> }>();

  /** @param bytes what the folder takes: a record only grows, so the same size is the same record. */
  async of(sessionId: string, bytes: number, read: () => Promise<Folded | null>): Promise<Folded | null> {
    const have = this.#entries.get(sessionId);
    if (have !== undefined && have.bytes === bytes) return await have.facts;
    const facts = read();
    this.#entries.set(sessionId, { bytes, facts });
    return await facts;
  }

  /** Forgets sessions that are gone. */
  keepOnly(sessionIds: readonly string[]): void {
    const there = new Set(sessionIds);
    for (const id of this.#entries.keys()) if (!there.has(id)) this.#entries.delete(id);
  }
}

/** What the files right in a folder take; 0 for a folder that cannot be looked into. */
async function folderBytes(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map(
      async (name) =>
        await lstat(join(folder, name)).then(
          ({ size }) => size,
          () => 0,
        ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

type Dated = Pick<SessionSummary, 'startedAt' | 'sessionId'>;

const stamp = /^(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z.*/s;

/** When a session began. One whose record does not say has the second in its id; one without either is the oldest. */
function startMs({ startedAt, sessionId }: Dated): number {
  const said = Date.parse(startedAt);
  if (!Number.isNaN(said)) return said;
  const named = Date.parse(sessionId.replace(stamp, '$1T$2:$3:$4Z'));
  return Number.isNaN(named) ? Number.NEGATIVE_INFINITY : named;
}

/** Sessions by their start, the newest first; those of one millisecond by id, so that a list never changes by itself. */
export function newestFirst<T extends Dated>(sessions: readonly T[]): T[] {
  return sessions
    .map((session) => ({ session, ms: startMs(session) }))
    .toSorted((one, other) =>
      one.ms === other.ms ? (one.session.sessionId < other.session.sessionId ? 1 : -1) : other.ms > one.ms ? 1 : -1,
    )
    .map(({ session }) => session);
}

/** Indexes kept for reading entries: a person looks at few sessions at a time. */
const mostIndexes = 8;

const notFound = (sessionId: string): Result<never> =>
  refuse(
    benchError('not-found', `There is no saved session ${repeated(sessionId, 120)}.`, {
      nextStep: 'List the sessions again; it may have been deleted.',
    }),
  );

/** Sessions looked at side by side: the disk is asked, not the processor. */
const atOnce = 16;

/** A session of which nothing is known but its folder. */
const unread = (sessionId: string): ListedSession => ({
  sessionId,
  startedAt: '',
  label: '',
  deployment: '',
  durationMs: 0,
  responses: 0,
  entries: 0,
  live: false,
});

/**
 * Writes the summary of an earlier version anew, so that its log is read no more for the list, and opened without folding it. One that
 * does not fit its log is left to the next start, which mends both.
 */
async function renewSummary(folder: string, app: string, read: HeadRead, record: ReadRecord): Promise<void> {
  const { folded, view, check } = record;
  if (read.kind === 'none' || view.record === null) return;
  const { complete, logBytes, seq, seal } = read.head;
  const fits = complete && logBytes === check.bytes && seq === folded.seq && (seal === undefined || check.has(seal));
  if (!fits) return;
  try {
    const lock = await takeLock(folder);
    if (lock === null) return;
    try {
      const { size } = await lstat(join(folder, logName));
      if (size === check.bytes) await summarise(folder, app, { folded, check, state: view.record });
    } finally {
      await lock.release();
    }
  } catch {
    // A folder that takes nothing keeps the summary it has, and the list says the same.
  }
}

/** The saved sessions of one folder. */
export class Library {
  readonly folder: string;
  readonly #app: string;
  readonly #indexes = new Map<string, LogIndex>();
  readonly #facts = new FactsCache();
  readonly #rows: ListRows;

  /** @param listFile where the list is kept for the next start; null: nowhere */
  constructor(folder: string, app: string, listFile: string | null = null) {
    this.folder = folder;
    this.#app = app;
    this.#rows = new ListRows(listFile, app);
  }

  /** Repairs every session that is not as it was when there was nothing to mend. Names those that needed it, and those that could not be mended. */
  async repair(): Promise<RepairNews> {
    await this.#rows.load();
    const said = await repairAll(this.folder, this.#app, this.#rows);
    await this.#rows.save(await this.ids());
    return said;
  }

  /** The folder of a session, whether it exists or not; null for a text that is no session id. */
  folderOf(sessionId: string): string | null {
    return isSessionId(sessionId) ? join(this.folder, sessionId) : null;
  }

  /** Ids of all saved sessions, unread, in no order. */
  async ids(): Promise<string[]> {
    return (await sessionIdsIn(this.folder)).here;
  }

  /** Every id with when its folder last changed: by this the list shows that it, or a session in it, may be another than before. */
  async traces(): Promise<string[]> {
    const ids = (await this.ids()).toSorted();
    const facts = await Promise.all(ids.map((id) => lstat(join(this.folder, id)).catch(() => null)));
    return ids.map((id, at) => `${id} ${facts[at]?.mtimeMs}`);
  }

  /** The folder of a session that is there and no link to another place. */
  async place(sessionId: string): Promise<Result<{ folder: string }>> {
    const folder = this.folderOf(sessionId);
    const facts = folder === null ? null : await lstat(folder).catch(() => null);
    if (folder === null || facts === null) return notFound(sessionId);
    if (facts.isDirectory()) return ok({ folder });
    const message = facts.isSymbolicLink() ? linkedFolder : 'There is no folder in its place.';
    return refuse(benchError('disk', `The record of ${repeated(sessionId, 120)} is not read. ${message}`));
  }

  /** Every session, newest first. One that cannot be read is listed with what is wrong with it. */
  async list(): Promise<ListedSession[]> {
    const { here: ids, linked } = await sessionIdsIn(this.folder);
    await this.#rows.load();
    const sessions: ListedSession[] = linked.map((sessionId) => ({ ...unread(sessionId), problem: linkedFolder }));
    const stale: { readonly sessionId: string; readonly trace: string | null }[] = [];
    for await (const traces of tracesIn(this.folder, ids)) {
      for (const { sessionId, trace } of traces) {
        const row = this.#rows.find(sessionId, trace);
        if (row === null) stale.push({ sessionId, trace });
        else sessions.push(row);
      }
    }
    for (let from = 0; from < stale.length; from += atOnce) {
      const some = stale.slice(from, from + atOnce);
      sessions.push(...(await Promise.all(some.map(({ sessionId, trace }) => this.#row(sessionId, trace)))));
    }
    this.#facts.keepOnly(ids);
    await this.#rows.save(ids);
    return newestFirst(sessions);
  }

  /** The view of a whole session: from its checkpoint and the entries after it. */
  async open(sessionId: string): Promise<Result<{ view: SessionView; folder: string }>> {
    const place = await this.place(sessionId);
    if (!place.ok) return place;
    const { folder } = place;
    const path = join(folder, logName);
    try {
      const record = await readRecord(folder, { app: this.#app });
      if (record !== null) {
        // Whoever opens an hour waits for its fold once, and not after every start.
        if (record.stale && !record.live) await renewSummary(folder, this.#app, await readHead(folder), record);
        return ok({ view: record.view, folder });
      }
      return refuse(
        benchError('disk', await headerProblem(path, `The record of ${sessionId}`), {
          nextStep: 'Its files are untouched; look at events.jsonl by hand.',
          facts: { path },
        }),
      );
    } catch (error) {
      if (meaningOf(error) === 'missing') return notFound(sessionId);
      return refuse(
        benchError('disk', logFailure(`The log of ${sessionId}`, error), {
          facts: { path },
        }),
      );
    }
  }

  /** Raw entries of a session by sequence number. */
  async entries(
    sessionId: string,
    fromSeq: number,
    toSeq: number,
    most: number,
  ): Promise<Result<{ entries: LogEntry[] }>> {
    return await this.#indexed(sessionId, async (index) => ({ entries: await index.read(fromSeq, toSeq, most) }));
  }

  /** What kind each of some entries of a session is: a digit an entry, its place in `entryKinds`. */
  async kinds(sessionId: string, fromSeq: number, toSeq: number): Promise<Result<{ kinds: string }>> {
    return await this.#indexed(sessionId, async (index) => ({ kinds: await index.kinds(fromSeq, toSeq) }));
  }

  /** Changes what a person wrote about a session, which may be one that runs. */
  async about(sessionId: string, change: AboutChange): Promise<Result<{ about: SessionAbout }>> {
    const place = await this.place(sessionId);
    return place.ok ? await changeAbout(place.folder, change) : place;
  }

  /** Forgets where the entries of a session lie: it is in the trash. */
  forget(sessionId: string): void {
    this.#indexes.delete(sessionId);
  }

  /** What the list says of a session, read and kept. */
  async #row(sessionId: string, trace: string | null): Promise<ListedSession> {
    const row = await this.#summary(sessionId);
    this.#rows.keep(sessionId, trace, row);
    return row;
  }

  async #summary(sessionId: string): Promise<ListedSession> {
    const folder = join(this.folder, sessionId);
    const [live, read, bytes, log, about] = await Promise.all([
      isLocked(folder),
      readHead(folder),
      folderBytes(folder),
      lstat(join(folder, logName)).catch(() => null),
      readAbout(folder),
    ]);
    const written = isDeepStrictEqual(about.about, noAbout) ? {} : { about: about.about };
    // A log that was changed since says something else, and one that is gone says nothing against it.
    const head = read.kind === 'sound' ? read.head : null;
    const stands = head !== null && (live || log === null || log.size === head.logBytes);
    const whole = stands && (live || head.facts !== undefined);
    const told: Folded | null = whole ? head : live ? null : await this.#folded(sessionId, bytes, read);
    if (told !== null) {
      const { listing, facts, doubt: wrong } = told;
      const doubt = [wrong, about.note].filter((one) => typeof one === 'string').join(' ');
      return {
        ...listing,
        ...written,
        sessionId,
        live,
        bytes,
        ...(facts === undefined ? {} : { facts }),
        ...(doubt === '' ? {} : { doubt }),
      };
    }
    const nothing = { ...unread(sessionId), ...written, live, bytes };
    const header = await readHeader(join(folder, logName)).catch(() => null);
    if (header !== null) {
      const { startedAt, endpoint } = header;
      return { ...nothing, startedAt, label: endpoint.label, deployment: endpoint.deployment };
    }
    const problem = await headerProblem(join(folder, logName), 'Its log').catch((error: unknown) =>
      logFailure('Its log', error),
    );
    return { ...nothing, problem };
  }

  /** Where no summary can be trusted the log says what it was, and is read once as long as nothing changes. */
  async #folded(sessionId: string, bytes: number, read: HeadRead): Promise<Folded | null> {
    return await this.#facts.of(sessionId, bytes, async () => {
      const folder = join(this.folder, sessionId);
      const record = await readRecord(folder, { app: this.#app }).catch(() => null);
      if (record === null) return null;
      await renewSummary(folder, this.#app, read, record);
      const { view } = record;
      const problems = view.record === null ? [] : recordNotes(view.record);
      return {
        listing: listingOf(view),
        facts: sessionFacts(view),
        ...(problems.length === 0 ? {} : { doubt: problems.join(' ') }),
      };
    });
  }

  async #indexed<T extends object>(sessionId: string, read: (index: LogIndex) => Promise<T>): Promise<Result<T>> {
    const place = await this.place(sessionId);
    if (!place.ok) return place;
    try {
      return ok(await read(this.#indexOf(sessionId, place.folder)));
    } catch (error) {
      if (meaningOf(error) === 'missing') return notFound(sessionId);
      return refuse(benchError('disk', logFailure(`The log of ${sessionId}`, error)));
    }
  }

  #indexOf(sessionId: string, folder: string): LogIndex {
    const index = this.#indexes.get(sessionId) ?? new LogIndex(join(folder, logName));
    this.#indexes.delete(sessionId);
    this.#indexes.set(sessionId, index);
    const oldest = this.#indexes.keys().next().value;
    if (this.#indexes.size > mostIndexes && oldest !== undefined) this.#indexes.delete(oldest);
    return index;
  }
}
