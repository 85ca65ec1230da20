import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../../shared/kit/json.ts';
import { aboutName } from '../../../shared/session/about.ts';
import { besideLog, Searchable, type SearchLine, searchPlaces } from '../../../shared/session/library/searchable.ts';
import { folded } from '../../../shared/session/library/search-words.ts';
import { mostLogBytes, readRegular } from '../data/regular-file.ts';
import { isLocked } from '../data/lock.ts';
import { makeFolder, writeAtomically } from '../data/write-file.ts';
import { readAbout } from './about-file.ts';
import { readEntries, readHeader } from './read-log.ts';
import { logName, sessionIdsIn } from './session-folder.ts';

/*
 * The index of what was said, written and asked for: a file a session in `search/` of the data folder. It is derived, may be deleted,
 * and is made again where it is missing or older than its session. A file holds a line about itself, then each text as it is
 * compared, a line a text, then each text with its place.
 */

const version = 2;
const indexEnd = '.found';

const headSchema = z.object({
  version: z.literal(version),
  /** Size and time of the log and of `about.json` that it was made from. */
  log: z.string(),
  about: z.string(),
  /** Texts in it, those beside the log among them last. */
  lines: z.number().int().nonnegative(),
  beside: z.number().int().nonnegative(),
  /** Texts that are not, for there are too many. */
  left: z.number().int().nonnegative(),
  /** Letters of the texts as they are compared. */
  folded: z.number().int().nonnegative(),
});
type IndexHead = z.infer<typeof headSchema>;

const lineSchema = z.object({
  place: z.enum(searchPlaces),
  by: z.enum(['you', 'assistant', 'system', 'tool']).nullable(),
  response: z.number().nullable(),
  t: z.number().nullable(),
  seq: z.number().nullable(),
  itemId: z.string().nullable(),
  text: z.string(),
});

/** The texts of one session as they are compared, and what gives them whole. */
export interface Indexed {
  readonly sessionId: string;
  /** A line a text. */
  readonly folded: string;
  /** Texts of it that cannot be found, for there are too many. */
  readonly left: number;
  /** The texts with these numbers, from 0. */
  line(numbers: readonly number[]): Promise<SearchLine[]>;
}

const traceOf = (path: string): Promise<string> =>
  lstat(path).then(
    ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
    () => 'none',
  );

interface IndexFile {
  readonly head: IndexHead;
  readonly folded: string;
  readonly metas: readonly string[];
}

/** A file of the index; null: there is none, or none of this version. */
async function readIndexFile(path: string): Promise<IndexFile | null> {
  try {
    const text = (await readRegular(path, { mostBytes: mostLogBytes })).toString('utf8');
    const end = text.indexOf('\n');
    const head = headSchema.safeParse(parseJson(text.slice(0, end)));
    if (!head.success) return null;
    const from = end + 1;
    const to = from + head.data.folded;
    const metas = text.slice(to).split('\n').slice(0, head.data.lines);
    return metas.length === head.data.lines ? { head: head.data, folded: text.slice(from, to), metas } : null;
  } catch {
    // Derived: what cannot be read is made again.
    return null;
  }
}

const lineOf = (meta: string | undefined): SearchLine[] => {
  const read = lineSchema.safeParse(parseJson(meta ?? ''));
  return read.success ? [read.data] : [];
};

/** Letters that are kept in memory between searches; what is beyond is read anew. */
const mostKept = 96 * 1024 * 1024;
/** Files looked at side by side. */
const atOnce = 16;

/** How much of the library can be found. */
export interface IndexStanding {
  readonly sessions: number;
  readonly indexed: number;
  /** Spoken and typed texts in it. */
  readonly texts: number;
}

interface Kept {
  readonly head: IndexHead;
  readonly folded: string | null;
}

/** The index of one library. Whoever holds it has the only one of its process. */
export class SearchIndex {
  readonly #sessions: string;
  readonly #folder: string;
  readonly #kept = new Map<string, Kept>();
  #keptLetters = 0;
  #sessionsSeen = 0;

  /** @param folder of the index, made where it is missing */
  constructor(sessionsFolder: string, folder: string) {
    this.#sessions = sessionsFolder;
    this.#folder = folder;
  }

  get standing(): IndexStanding {
    let texts = 0;
    for (const { head } of this.#kept.values()) texts += head.lines;
    return { sessions: this.#sessionsSeen, indexed: this.#kept.size, texts };
  }

  /**
   * Brings the index to what the library holds now. Sessions that are being recorded come into it when they have ended. Rejects with
   * the system's error where the index cannot be written. @param onStep hears of each session that was made anew
   * @param onRead called when all is read that was there and still holds: a search finds that much from then on
   */
  async renew(
    onStep: (standing: IndexStanding) => void = () => undefined,
    onRead: () => void = () => undefined,
  ): Promise<IndexStanding> {
    await makeFolder(this.#folder);
    const { here } = await sessionIdsIn(this.#sessions);
    this.#sessionsSeen = here.length;
    await this.#forget(new Set(here));
    const stale: string[] = [];
    for (let from = 0; from < here.length; from += atOnce) {
      const some = here.slice(from, from + atOnce).map(async (id) => ((await this.#isFresh(id)) ? [] : [id]));
      stale.push(...(await Promise.all(some)).flat());
    }
    onRead();
    for (const id of stale) {
      await this.#make(id);
      onStep(this.standing);
    }
    return this.standing;
  }

  /** Every session of the index, one after the other. */
  async *all(): AsyncGenerator<Indexed> {
    for (const sessionId of Array.from(this.#kept.keys())) {
      const one = await this.one(sessionId);
      if (one !== null) yield one;
    }
  }

  /** null: it is not in the index. */
  async one(sessionId: string): Promise<Indexed | null> {
    const kept = this.#kept.get(sessionId);
    if (kept === undefined) return null;
    const path = this.#pathOf(sessionId);
    const text = kept.folded ?? (await readIndexFile(path))?.folded;
    if (text === undefined) return null;
    return {
      sessionId,
      folded: text,
      left: kept.head.left,
      line: async (numbers) => {
        const file = await readIndexFile(path);
        return file === null ? [] : numbers.flatMap((number) => lineOf(file.metas[number]));
      },
    };
  }

  #pathOf(sessionId: string): string {
    return join(this.#folder, `${sessionId}${indexEnd}`);
  }

  #keep(sessionId: string, head: IndexHead, text: string): void {
    this.#drop(sessionId);
    const fits = this.#keptLetters + text.length <= mostKept;
    if (fits) this.#keptLetters += text.length;
    this.#kept.set(sessionId, { head, folded: fits ? text : null });
  }

  #drop(sessionId: string): void {
    this.#keptLetters -= this.#kept.get(sessionId)?.folded?.length ?? 0;
    this.#kept.delete(sessionId);
  }

  /** Takes sessions out that are gone. */
  async #forget(here: ReadonlySet<string>): Promise<void> {
    for (const id of this.#kept.keys()) if (!here.has(id)) this.#drop(id);
    for (const name of await readdir(this.#folder)) {
      if (name.endsWith(indexEnd) && !here.has(name.slice(0, -indexEnd.length))) await rm(join(this.#folder, name));
    }
  }

  /** Whether what is kept, or the file, is of the session as it is now. */
  async #isFresh(sessionId: string): Promise<boolean> {
    const { log, about } = await this.#traces(sessionId);
    const kept = this.#kept.get(sessionId);
    if (kept !== undefined && kept.head.log === log && kept.head.about === about) return true;
    const file = await readIndexFile(this.#pathOf(sessionId));
    if (file === null || file.head.log !== log || file.head.about !== about) return false;
    this.#keep(sessionId, file.head, file.folded);
    return true;
  }

  async #traces(sessionId: string): Promise<{ readonly log: string; readonly about: string }> {
    const folder = join(this.#sessions, sessionId);
    const [log, about] = await Promise.all([traceOf(join(folder, logName)), traceOf(join(folder, aboutName))]);
    return { log, about };
  }

  /** Reads a session and writes what can be found in it. One that is recorded, or cannot be read, stays out. */
  async #make(sessionId: string): Promise<void> {
    const folder = join(this.#sessions, sessionId);
    if (await isLocked(folder)) return this.#drop(sessionId);
    const traces = await this.#traces(sessionId);
    const path = join(folder, logName);
    const header = await readHeader(path).catch(() => null);
    if (header === null) return this.#drop(sessionId);
    const before = await readIndexFile(this.#pathOf(sessionId));
    let metas: string[];
    let left: number;
    if (before !== null && before.head.log === traces.log) {
      // Only what stands beside the log is another.
      metas = before.metas.slice(0, before.head.lines - before.head.beside);
      ({ left } = before.head);
    } else {
      const searchable = new Searchable(header);
      try {
        for await (const entries of readEntries(path)) for (const entry of entries) searchable.take(entry);
      } catch {
        // What the log gave before it could be read no further is found.
      }
      const { lines, left: beyond } = searchable.lines;
      metas = lines.map((line) => JSON.stringify(line));
      left = beyond;
    }
    const beside = besideLog((await readAbout(folder)).about, header);
    metas.push(...beside.map((line) => JSON.stringify(line)));
    const text = metas.map((meta) => `${folded(lineOf(meta)[0]?.text ?? '')}\n`).join('');
    const head: IndexHead = {
      version,
      ...traces,
      lines: metas.length,
      beside: beside.length,
      left,
      folded: text.length,
    };
    await writeAtomically(this.#pathOf(sessionId), [`${JSON.stringify(head)}\n${text}${metas.join('\n')}\n`]);
    this.#keep(sessionId, head, text);
  }
}
