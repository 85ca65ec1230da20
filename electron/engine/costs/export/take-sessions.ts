import { basename, join } from 'node:path';
import { benchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { repeatable } from '../../../../shared/kit/untrusted/quoting.ts';
import { type BookChoice, chooseBook } from '../../../../shared/pricing/choose-book.ts';
import type { ModelChoice } from '../../../../shared/pricing/model.ts';
import type { PriceBook } from '../../../../shared/pricing/price-book.ts';
import type { DoubtfulRecord, LeftOut } from '../../../../shared/session/costs/focus-notes.ts';
import { deploymentKey } from '../../../../shared/session/costs/model-of-view.ts';
import type { SessionHeader } from '../../../../shared/session/entry.ts';
import { recordNotes } from '../../../../shared/session/record-state.ts';
import type { SessionView } from '../../../../shared/session/view.ts';
import { meaningOf } from '../../data/disk-errors.ts';
import { headerProblem, logFailure, readHeader } from '../../record/read-log.ts';
import { readRecord } from '../../record/read-record.ts';
import { logName } from '../../record/session-folder.ts';

/** Sessions to be written, and what prices them. Plain data: it crosses to a thread as it is. */
export interface SessionOrder {
  /** Folders of the sessions, in the order of the file. */
  readonly folders: readonly string[];
  readonly books: readonly PriceBook[];
  /** The book that prices all of them; null: each by the one of its record, else by its day. */
  readonly bookId: string | null;
  /** What a person set for deployments, by `deploymentKey`. */
  readonly models: Readonly<Record<string, ModelChoice>>;
  /** One that cannot be read is left out and said; false: the first that cannot be read refuses all. */
  readonly leavesOut: boolean;
}

/** A session that was read, with the book and the model that price it. */
export interface TakenSession {
  readonly folder: string;
  readonly header: SessionHeader;
  readonly view: SessionView;
  readonly prices: BookChoice;
  readonly choice: ModelChoice | null;
}

/** What of an order is in no file, and which records may be wrong. */
export interface SessionGaps {
  readonly leftOut: readonly LeftOut[];
  readonly doubtful: readonly DoubtfulRecord[];
}

type Took =
  | { readonly kind: 'session'; readonly session: TakenSession }
  | { readonly kind: 'left out'; readonly why: string; readonly isMissing: boolean };

/** Why a session has no place in the file by its header alone, as a sentence without its point; null: it has one. */
type WhyNot = (header: SessionHeader) => string | null;

/** Folders of the sessions that are in the file, by session id. */
type Seen = ReadonlyMap<string, string>;

/** One session, folded from its log alone. */
async function take(
  folder: string,
  { books, bookId, models }: SessionOrder,
  seen: Seen,
  whyNot: WhyNot,
): Promise<Result<{ took: Took }>> {
  const path = join(folder, logName);
  try {
    const header = await readHeader(path);
    if (header === null) return refuse(benchError('not-found', await headerProblem(path, path)));
    const other = seen.get(header.sessionId);
    const why =
      other === undefined ? whyNot(header) : `it is the session of ${repeatable(other, 300)}, which is in the file`;
    if (why !== null) return ok({ took: { kind: 'left out', why, isMissing: false } });
    const prices = chooseBook(books, header.startedAt.slice(0, 10), bookId ?? header.priceBookId);
    if (prices === null) return refuse(benchError('not-found', 'There is no price book in US dollars.'));
    const record = await readRecord(folder);
    if (record === null) return refuse(benchError('not-found', await headerProblem(path, path)));
    const choice = new Map(Object.entries(models)).get(deploymentKey(header.endpoint)) ?? null;
    return ok({ took: { kind: 'session', session: { folder, header, view: record.view, prices, choice } } });
  } catch (error) {
    const reason = meaningOf(error) === 'missing' ? 'not-found' : 'disk';
    const message = logFailure(`The log of ${repeatable(basename(folder), 120)}`, error);
    return refuse(benchError(reason, message, { facts: { folder } }));
  }
}

const reasonOf = (message: string): string => message.replace(/\.$/, '');

/**
 * Reads sessions one after the other, each folded from its log; none is held but the one that is read.
 * @param each takes one; where it refuses, the session is left out if the order says so
 * @param whyNot what has no place in the file by its header
 */
export async function takeSessions(
  order: SessionOrder,
  each: (session: TakenSession) => Promise<Result>,
  whyNot: WhyNot = () => null,
): Promise<Result<{ gaps: SessionGaps; sessions: number }>> {
  const seen = new Map<string, string>();
  const leftOut: LeftOut[] = [];
  const doubtful: DoubtfulRecord[] = [];
  for (const folder of order.folders) {
    const one = await take(folder, order, seen, whyNot);
    const done = one.ok && one.took.kind === 'session' ? await each(one.took.session) : one;
    if (!done.ok) {
      if (!order.leavesOut) return done;
      leftOut.push({ folder, why: reasonOf(done.error.message), isMissing: true });
      continue;
    }
    if (!one.ok) continue;
    const { took } = one;
    if (took.kind === 'left out') {
      leftOut.push({ folder, why: took.why, isMissing: took.isMissing });
      continue;
    }
    const { header, view } = took.session;
    seen.set(header.sessionId, folder);
    doubtful.push(...(view.record === null ? [] : recordNotes(view.record)).map((why) => ({ folder, why })));
  }
  return ok({ gaps: { leftOut, doubtful }, sessions: seen.size });
}
