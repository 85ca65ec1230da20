import { type JsonObject, parseJson } from '../../../shared/kit/json.ts';
import { type Guard, isFinite, isObject, isText, listOf, oneOf } from '../../../shared/kit/type-checks.ts';
import type { LogEntry, SessionHeader } from '../../../shared/session/entry.ts';
import { codeOfEntry } from '../../../shared/session/entry-kind.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { type BookChoice, chooseBook } from '../../../shared/pricing/choose-book.ts';
import { atMoment } from '../../../shared/session/costs/at-moment.ts';
import { asAnswered } from './answers.ts';
import type { Answers } from './recorded-bench.ts';

const logs = import.meta.glob<string>('../../../tests/fixtures/usage/*.jsonl', { query: '?raw', import: 'default' });

interface Log {
  readonly header: SessionHeader;
  readonly entries: readonly LogEntry[];
}

/** What tells a header from anything else; the tests, which write these files, read the rest of it strictly. */
const isHeader: Guard<SessionHeader> = (value): value is SessionHeader =>
  isObject(value) && value['voxtally'] === 1 && isText(value['startedAt']) && isObject(value['endpoint']);

const isOrigin = oneOf('client', 'server', 'bench');
const isEntry: Guard<LogEntry> = (value): value is LogEntry =>
  isObject(value) &&
  isFinite(value['seq']) &&
  isText(value['at']) &&
  isFinite(value['t']) &&
  isOrigin(value['from']) &&
  value['event'] !== undefined;
const areEntries = listOf(isEntry);

/** A recorded session of the tests, by the name of its file. */
async function logOf(name: string): Promise<Log> {
  const text = await logs[`../../../tests/fixtures/usage/${name}.jsonl`]?.();
  if (text === undefined) throw new Error(`No session is recorded as ${name}.`);
  const [header, ...entries] = text.trim().split('\n').map(parseJson);
  if (!isHeader(header) || !areEntries(entries)) throw new Error(`${name}.jsonl is no record of a session.`);
  return { header, entries };
}

/** A recorded session of the tests as it stood at its end. */
export async function recordedView(name: string): Promise<SessionView> {
  const { header, entries } = await logOf(name);
  return foldSession(header, entries);
}

/** The book that prices it, by what the engine says of prices. */
function bookOf({ startedAt }: SessionHeader): BookChoice | null {
  const info = asAnswered['app.info'];
  return info?.ok === true ? chooseBook([info.priceBook], startedAt.slice(0, 10), null) : null;
}

/** How an engine answers about a session that stands where its log has come to. */
export interface Standing {
  /** The last entry that has happened; absent: all of them. */
  readonly untilSeq?: number;
  /** What the bench itself wrote then. */
  readonly added?: readonly JsonObject[];
}

/**
 * The answers of an engine whose session is one that was recorded. Stops the clock on the wall of the whole page where the log has
 * come to, or nothing would be left of an hour that began days ago.
 */
export async function sessionAtItsTime(
  name: string,
  { untilSeq = Infinity, added = [] }: Standing = {},
): Promise<Answers> {
  const { header, entries } = await logOf(name);
  const recorded = entries.filter(({ seq }) => seq <= untilSeq);
  const { seq = 0, at = header.startedAt, t = 0 } = recorded.at(-1) ?? {};
  const appended = added.map((event, index): LogEntry => ({ seq: seq + 1 + index, at, t, from: 'bench', event }));
  const happened = [...recorded, ...appended];
  const view = foldSession(header, happened);
  const now = Date.parse(happened.at(-1)?.at ?? header.startedAt);
  Date.now = () => now;
  return {
    'session.attach': {
      ok: true,
      view,
      folder: `/home/tester/.config/Voxtally/sessions/${header.sessionId}`,
      about: null,
    },
    'entries.read': ({ fromSeq, toSeq }) => ({
      ok: true,
      entries: happened.filter(({ seq }) => seq >= fromSeq && seq <= toSeq),
    }),
    'entries.kinds': ({ fromSeq, toSeq }) => ({
      ok: true,
      kinds: Array.from({ length: toSeq - fromSeq + 1 }, (_, at) => {
        const entry = happened.find(({ seq }) => seq === fromSeq + at);
        return entry === undefined ? 0 : codeOfEntry(entry);
      }).join(''),
    }),
    'session.at': ({ atMs }) => {
      const then = foldSession(
        header,
        happened.filter((entry) => entry.t <= atMs),
      );
      return { ok: true, moment: atMoment(then, atMs, bookOf(header), null) };
    },
  };
}
