import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { assertNever, benchError, type BenchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import {
  asNumber,
  atPath,
  isJsonObject,
  type Json,
  type JsonObject,
  readJsonEntries,
  readOwnJson,
} from '../../../shared/kit/json.ts';
import { repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { diskError, meaningOf, readFailure } from './disk-errors.ts';
import { type Found, Notes, notJson, type ReadText, StoredFile, type Unusable } from './stored-file.ts';
import { setAside } from './write-file.ts';

// The store of JSON files. What is read fits its schema, or is set aside and named; what is written replaces a file as a whole, by
// one host at a time. `JsonFile` is one file, `JsonList` one that holds a list of entries, `JsonFolder` a file a thing.

/** What a newer version wrote is neither used nor written over, even where it fits: what that version added would be lost. */
const newer: ReadText<never> = { ok: false, why: 'was written by a newer version of Voxtally', damaged: false };
const isNewer = (json: Json, version: number): boolean => (asNumber(atPath(json, 'version')) ?? 0) > version;

const upper = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

export interface JsonFileParts<T> {
  readonly path: string;
  /** For sentences, in the plural: `the presets`. */
  readonly what: string;
  /** What holds where there is no file, or none that can be used. */
  readonly empty: () => T;
  /** What the file holds. What of it this version does not know is to be kept within T. */
  readonly schema: z.ZodType<T>;
  /** A file whose `version` is above it is a newer bench's; absent: the file has none. */
  readonly version?: number;
  /** The JSON of a value. */
  readonly print: (value: T) => unknown;
  /** Hears what a person should know, in whole sentences. */
  readonly note: (text: string) => void;
}

/** What is used of a file. `blocked`: why nothing may be written; `lacking`: the file holds more, which must not be lost when it is written. */
interface Usable<T> {
  readonly value: T;
  readonly blocked: BenchError | null;
  readonly lacking: boolean;
}

/** What a file holds; an entry of it that is nested too deep is left out, and costs no other. */
function readEntries<T>({ schema, version = Infinity }: JsonFileParts<T>, text: string): ReadText<T> {
  const json = readJsonEntries(text);
  if (!json.ok) return notJson(json);
  if (isNewer(json.value, version)) return newer;
  const read = schema.safeParse(json.value);
  if (!read.success) return { ok: false, why: 'is damaged', damaged: true };
  return { ok: true, value: read.data, leftOut: json.leftOut };
}

/**
 * One JSON file of the data folder that every host may change: a change begins with what is on disk, is made by one host at a time,
 * and replaces the file as a whole. A file that cannot be used is set aside and said so; one that cannot even be moved is never
 * written over.
 */
export class JsonFile<T> {
  readonly #parts: JsonFileParts<T>;
  readonly #file: StoredFile<T>;
  readonly #notes: Notes;

  constructor(parts: JsonFileParts<T>) {
    this.#parts = parts;
    const read = (text: string): ReadText<T> => readEntries(parts, text);
    this.#file = new StoredFile(parts.path, read, new Set(['damaged', 'unreadable']), 'followed');
    this.#notes = new Notes(parts.note);
  }

  async read(): Promise<T> {
    const seen = await this.#file.look();
    if (seen.kind === 'bad') return this.#file.exclusive(async () => (await this.#settle()).value);
    return this.#use(seen).value;
  }

  /** Changes what is on disk; a refusal of `change` itself leaves it as it is. */
  change<A extends object>(change: (now: T) => Result<{ next: T; answer: A }>): Promise<Result<A>> {
    const { path, what, print } = this.#parts;
    return this.#file.exclusive(async (): Promise<Result<A>> => {
      const { value, blocked, lacking } = await this.#settle();
      const changed = change(value);
      if (!changed.ok) return changed;
      if (blocked !== null) return refuse(blocked);
      if (lacking) {
        const aside = await setAside(path);
        if (aside === null) return refuse(this.#notSetAside('holds entries that cannot be used'));
        this.#say(
          `The file of ${what}, ${path}, was set aside as ${aside} before it was written without those entries.`,
        );
      }
      const written = await this.#file.replace(`${JSON.stringify(print(changed.next), null, 2)}\n`, what);
      return written.ok ? ok(changed.answer) : written;
    });
  }

  async #settle(): Promise<Usable<T>> {
    return this.#use(await this.#file.settle());
  }

  /** What was found as what is used, and said where a person should know. */
  #use(found: Found<T>): Usable<T> {
    const { what, path, empty } = this.#parts;
    switch (found.kind) {
      case 'none':
        return { value: empty(), blocked: null, lacking: false };
      case 'whole': {
        const { value, leftOut } = found;
        const lacking = leftOut.length > 0;
        if (lacking) this.#say(`In the file of ${what}, ${path}, ${leftOut.join(', ')}; the rest of it is used.`);
        return { value, blocked: null, lacking };
      }
      case 'bad': {
        const { why, because, aside } = found;
        if (aside !== null) {
          this.#say(`The file of ${what}, ${path}, ${why}; it was set aside as ${aside}, and ${what} begin anew.`);
          return { value: empty(), blocked: null, lacking: false };
        }
        const blocked = because === 'of another' ? this.#leftAlone(why) : this.#notSetAside(why);
        this.#say(`${blocked.message} ${blocked.nextStep}`);
        return { value: empty(), blocked, lacking: false };
      }
      default:
        return assertNever(found, 'Found file');
    }
  }

  #leftAlone(why: string): BenchError {
    const { path, what } = this.#parts;
    return benchError('disk', `${upper(what)} cannot be read or changed: ${path} ${why}.`, {
      nextStep: 'Use that version, or move the file away; nothing is written over it.',
      facts: { path },
    });
  }

  #notSetAside(why: string): BenchError {
    const { path, what } = this.#parts;
    return benchError('disk', `${upper(what)} cannot be changed: ${path} ${why}, and it could not be set aside.`, {
      nextStep: 'Move that file away or make it readable; until then nothing is written over it.',
      facts: { path },
    });
  }

  #say(text: string): void {
    this.#notes.say(this.#parts.path, text);
  }
}

export interface JsonListParts<T extends object> extends Pick<JsonFileParts<unknown>, 'path' | 'what' | 'note'> {
  /** The member of the file that holds the entries. */
  readonly member: string;
  readonly entry: z.ZodType<T>;
  /** The member of another list in the same file. A file may hold one of them alone; one that is written holds both. */
  readonly beside?: string;
  /** What tells one entry from the others. */
  readonly keyOf: (entry: T) => string;
  /** Of the file, as this version writes it. */
  readonly version: number;
}

interface Entries<T> {
  readonly known: readonly T[];
  /** The file is there and holds this list. */
  readonly begun: boolean;
  /** What else a known entry holds, by its key. */
  readonly more: ReadonlyMap<string, JsonObject>;
  /** Entries that do not fit. */
  readonly unread: readonly unknown[];
  /** What the file holds beside the list. */
  readonly others: JsonObject;
}

/** The members of a JSON object that a value read from it does not have. */
const beside = (json: unknown, read: object): JsonObject =>
  isJsonObject(json) ? Object.fromEntries(Object.entries(json).filter(([name]) => !Object.hasOwn(read, name))) : {};

/** One JSON file that holds a list of entries. What this version does not know is another's and stays in the file: entries that do not fit, members of those that do, and members beside the list. */
export class JsonList<T extends object> {
  readonly #file: JsonFile<Entries<T>>;

  constructor({ path, what, note, member, entry, keyOf, version, beside: other }: JsonListParts<T>) {
    this.#file = new JsonFile<Entries<T>>({
      path,
      what,
      note,
      version,
      empty: () => ({ begun: false, known: [], more: new Map(), unread: [], others: {} }),
      schema: z
        .looseObject({ [member]: other === undefined ? z.array(z.unknown()) : z.array(z.unknown()).optional() })
        .transform((file) => {
          const known: T[] = [];
          const more = new Map<string, JsonObject>();
          const unread: unknown[] = [];
          for (const one of file[member] ?? []) {
            const read = entry.safeParse(one);
            if (!read.success) unread.push(one);
            else {
              known.push(read.data);
              more.set(keyOf(read.data), beside(one, read.data));
            }
          }
          return { begun: file[member] !== undefined, known, more, unread, others: beside(file, { [member]: true }) };
        }),
      print: ({ known, more, unread, others }) => ({
        version,
        ...(other === undefined ? {} : { [other]: [] }),
        ...others,
        [member]: [...known.map((one) => ({ ...more.get(keyOf(one)), ...one })), ...unread],
      }),
    });
  }

  async read(): Promise<readonly T[]> {
    return (await this.#file.read()).known;
  }

  /** Writes the first entries into a file that has no such list yet, and changes no other. Nothing to write: nothing is written. */
  async begin(entries: readonly T[]): Promise<Result> {
    if (entries.length === 0 || (await this.#file.read()).begun) return ok({});
    return await this.#file.change((now) => ok({ next: now.begun ? now : { ...now, known: entries }, answer: {} }));
  }

  /** Changes what is on disk; a refusal of `change` itself leaves it as it is. */
  change<A extends object>(
    change: (now: readonly T[]) => Result<{ next: readonly T[]; answer: A }>,
  ): Promise<Result<A>> {
    return this.#file.change<A>((now) => {
      const changed = change(now.known);
      return changed.ok ? ok({ next: { ...now, known: changed.next }, answer: changed.answer }) : changed;
    });
  }
}

export interface JsonFolderParts<T> {
  readonly folder: string;
  /** Name of the file of an id, from the folder; left out: the id with `.json`, which is what lists are made of. */
  readonly nameOf?: (id: string) => string;
  /** For sentences, in the singular: `the reconciliation`. */
  readonly what: string;
  /** What the text of a file holds: `fitting`, or a reader that says more. */
  readonly read: (text: string, id: string) => ReadText<T>;
  readonly print?: (value: T) => string;
  /** Hears of files that cannot be used, in whole sentences, and not again while they stay as they are. */
  readonly note: (text: string) => void;
  /** The sentence about one, where another than the usual is wanted. */
  readonly sentence?: (file: Unusable) => string;
  /** Damaged files are set aside unless this is false. */
  readonly mayMove?: boolean;
}

/** Where a value does not fit, as code spells it: `days[3].cost`. */
const placeOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (place, step) =>
      typeof step === 'number' ? `${place}[${step}]` : place === '' ? String(step) : `${place}.${String(step)}`,
    '',
  );

/**
 * What a text holds by a schema. One that names a `version` above `version` is a newer bench's.
 * @param idOf the id that a file says it has, where it says one: a copy under another name is not used
 */
export const fitting =
  <T>(schema: z.ZodType<T>, version: number, idOf?: (value: T) => string) =>
  (text: string, id: string): ReadText<T> => {
    const json = readOwnJson(text);
    if (!json.ok) return notJson(json);
    if (isNewer(json.value, version)) return newer;
    const read = schema.safeParse(json.value);
    if (read.success) {
      const said = idOf?.(read.data) ?? id;
      if (said === id) return { ok: true, value: read.data, leftOut: [] };
      return { ok: false, why: `says that it is ${repeated(said)}`, damaged: false };
    }
    const place = placeOf(read.error.issues[0]?.path ?? []);
    const where = place === '' ? '' : ` (${repeated(place)})`;
    return { ok: false, why: `does not hold what Voxtally writes there${where}`, damaged: true };
  };

/**
 * A folder of JSON files of one kind, each replaced as a whole, named by an id that was checked before. A file that cannot be used
 * is named and takes no other with it: a damaged one is set aside, what another may use stays where it is.
 */
export class JsonFolder<T> {
  readonly #parts: JsonFolderParts<T>;
  readonly #notes: Notes;

  constructor(parts: JsonFolderParts<T>) {
    this.#parts = parts;
    this.#notes = new Notes(parts.note);
  }

  pathOf(id: string): string {
    const { folder, nameOf } = this.#parts;
    return join(folder, nameOf?.(id) ?? `${id}.json`);
  }

  /** Ids of all files, in no order. */
  async ids(): Promise<string[]> {
    const { folder } = this.#parts;
    const names = await readdir(folder).catch((error: unknown) => {
      const why = `cannot be read: ${readFailure(error)}`;
      if (meaningOf(error) !== 'missing')
        this.#notes.say(folder, `The folder ${folder} ${why}; nothing in it is used.`);
      return [];
    });
    return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  }

  /** All that can be read, in no order. */
  async all(): Promise<{ readonly id: string; readonly value: T }[]> {
    const found = await Promise.all((await this.ids()).map(async (id) => ({ id, value: await this.read(id) })));
    return found.flatMap(({ id, value }) => (value === null ? [] : [{ id, value }]));
  }

  /** null when there is no such file, or none that can be used. */
  async read(id: string): Promise<T | null> {
    const file = this.#file(id);
    const first = await file.look();
    const movable = first.kind === 'bad' && first.because === 'damaged' && this.#parts.mayMove !== false;
    const found = movable ? await file.exclusive(() => file.settle()) : first;
    if (found.kind === 'bad') this.#say(found);
    return found.kind === 'whole' ? found.value : null;
  }

  write(id: string, value: T): Promise<Result> {
    return this.#file(id).exclusive(() => this.#replace(id, value));
  }

  /** Writes a file that is not there yet. null: there is one of that name, usable or not, and it stays. */
  create(id: string, value: T): Promise<Result | null> {
    return this.#file(id).exclusive(async () => {
      const taken = (await lstat(this.pathOf(id)).catch(() => null)) !== null;
      return taken ? null : await this.#replace(id, value);
    });
  }

  /** Changes what a file holds: one at a time, over all hosts. null: there is none, or none that can be used. */
  change(id: string, change: (now: T) => T): Promise<Result<{ value: T }> | null> {
    const file = this.#file(id);
    // In the queue at once: of two changes the one that was asked for last is the one that stands.
    return file.exclusive(async () => {
      const now = await file.settle();
      if (now.kind === 'bad') this.#say(now);
      if (now.kind !== 'whole') return null;
      const value = change(now.value);
      const written = await this.#replace(id, value);
      return written.ok ? ok({ value }) : written;
    });
  }

  /** Behind changes that were asked for before: none of them brings the file back. */
  delete(id: string): Promise<Result> {
    const path = this.pathOf(id);
    return this.#file(id).exclusive(async () => {
      try {
        await rm(path, { force: true });
        return ok({});
      } catch (error) {
        return refuse(diskError(error, this.#parts.what, path));
      }
    });
  }

  /** For whoever has the file to itself. */
  #replace(id: string, value: T): Promise<Result> {
    const { print = (one) => `${JSON.stringify(one)}\n`, what } = this.#parts;
    this.#notes.forget(this.pathOf(id));
    return this.#file(id).replace(print(value), what);
  }

  #file(id: string): StoredFile<T> {
    return new StoredFile(this.pathOf(id), (text) => this.#parts.read(text, id), new Set(['damaged']));
  }

  #say(file: Unusable, done = whereItIs(file)): void {
    const { what, sentence } = this.#parts;
    const usual = `${file.path} ${file.why}, so ${what} in it is left out. ${done}`.trimEnd();
    this.#notes.say(file.path, sentence?.(file) ?? usual);
  }
}

function whereItIs({ aside, because }: Unusable): string {
  if (aside !== null) return `It was set aside as ${aside}.`;
  return because === 'damaged' ? 'It could not be set aside.' : 'The file is untouched.';
}
