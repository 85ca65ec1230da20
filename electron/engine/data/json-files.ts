import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { benchError, type BenchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { asNumber, atPath, type Json, readJsonEntries, readOwnJson } from '../../../shared/kit/json.ts';
import { repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { diskError, readFailure } from './disk-errors.ts';
import { exclusive } from './lock.ts';
import { makeFolder, replaceFile, setAside } from './write-file.ts';

export interface JsonFileParts<T> {
  readonly path: string;
  /** For sentences, in the plural: `the presets`. */
  readonly what: string;
  /** What holds where there is no file, or none that can be used. */
  readonly empty: T;
  /** null: the file is none of these. What of it belongs to a newer version is to be kept within T. */
  readonly parse: (value: Json) => T | null;
  readonly print: (value: T) => Json;
  /** Hears what a person should know, in whole sentences. */
  readonly note: (text: string) => void;
}

/** `lacking`: the file holds more than the value, which must not be lost when the value is written. */
type Read<T> =
  | { readonly value: T; readonly blocked: null; readonly lacking?: boolean }
  | { readonly value: T; readonly blocked: BenchError };

/** An editor that writes a file in place is through by then. */
const secondLookMs = 60;

/** System errors that say something about the file, not about this moment. */
const lasting = new Set(['EACCES', 'EPERM', 'EISDIR', 'ELOOP']);

const upper = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/**
 * One JSON file of the data folder that every host may change: a change begins with what is on disk, is made by one host at a time,
 * and replaces the file as a whole. A file that cannot be used is set aside and said so; one that cannot even be moved is never
 * written over.
 */
export class JsonFile<T> {
  readonly #parts: JsonFileParts<T>;
  /** A file that stays as it is would be told of at every look. */
  #lastNote = '';

  constructor(parts: JsonFileParts<T>) {
    this.#parts = parts;
  }

  async read(): Promise<T> {
    const seen = await this.#look();
    switch (seen.kind) {
      case 'none':
        return this.#parts.empty;
      case 'whole':
        this.#tellLeftOut(seen.leftOut);
        return seen.value;
      case 'bad':
        // Two who find it bad at once would set aside what the first of them put in its place.
        return (await exclusive(this.#parts.path, () => this.#read())).value;
    }
  }

  /** Changes what is on disk; a refusal of `change` itself leaves it as it is. */
  change<A extends object>(change: (now: T) => Result<{ next: T; answer: A }>): Promise<Result<A>> {
    const { path, what, print } = this.#parts;
    return exclusive(path, async (): Promise<Result<A>> => {
      const read = await this.#read();
      const changed = change(read.value);
      if (!changed.ok) return changed;
      if (read.blocked !== null) return refuse(read.blocked);
      if (read.lacking === true) {
        const aside = await setAside(path);
        if (aside === null) return refuse(this.#notSetAside('holds entries that cannot be used'));
        this.#note(
          `The file of ${what}, ${path}, was set aside as ${aside} before it was written without those entries.`,
        );
      }
      try {
        await replaceFile(path, `${JSON.stringify(print(changed.next), null, 2)}\n`);
      } catch (error) {
        return refuse(diskError(error, what, path));
      }
      return ok(changed.answer);
    });
  }

  /** For whoever has the file to itself. */
  async #read(): Promise<Read<T>> {
    const first = await this.#look();
    if (first.kind === 'none') return { value: this.#parts.empty, blocked: null };
    if (first.kind === 'whole') return this.#whole(first);
    await pause(secondLookMs);
    const again = await this.#look();
    if (again.kind === 'none') return { value: this.#parts.empty, blocked: null };
    return again.kind === 'whole' ? this.#whole(again) : await this.#giveUp(again);
  }

  #whole({ value, leftOut }: { readonly value: T; readonly leftOut: readonly string[] }): Read<T> {
    this.#tellLeftOut(leftOut);
    return { value, blocked: null, lacking: leftOut.length > 0 };
  }

  #tellLeftOut(leftOut: readonly string[]): void {
    if (leftOut.length === 0) return;
    const { what, path } = this.#parts;
    this.#note(`In the file of ${what}, ${path}, ${leftOut.join(', ')}; the rest of it is used.`);
  }

  async #look(): Promise<
    | { readonly kind: 'none' }
    | { readonly kind: 'whole'; readonly value: T; readonly leftOut: readonly string[] }
    | { readonly kind: 'bad'; readonly why: string; readonly lasts: boolean }
  > {
    let text: string;
    try {
      text = await readFile(this.#parts.path, 'utf8');
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return { kind: 'none' };
      return { kind: 'bad', why: `cannot be read: ${readFailure(error)}`, lasts: lasting.has(code) };
    }
    const json = readJsonEntries(text);
    if (!json.ok) {
      return {
        kind: 'bad',
        why: json.kind === 'empty' ? json.problem : `is damaged, for it ${json.problem}`,
        lasts: true,
      };
    }
    const value = this.#parts.parse(json.value);
    return value === null
      ? { kind: 'bad', why: 'is damaged', lasts: true }
      : { kind: 'whole', value, leftOut: json.leftOut };
  }

  async #giveUp({ why, lasts }: { why: string; lasts: boolean }): Promise<Read<T>> {
    const { path, what, empty } = this.#parts;
    const aside = lasts ? await setAside(path) : null;
    if (aside !== null) {
      this.#note(`The file of ${what}, ${path}, ${why}; it was set aside as ${aside}, and ${what} begin anew.`);
      return { value: empty, blocked: null };
    }
    const blocked = this.#notSetAside(why);
    this.#note(`${blocked.message} ${blocked.nextStep}`);
    return { value: empty, blocked };
  }

  #notSetAside(why: string): BenchError {
    const { path, what } = this.#parts;
    return benchError('disk', `${upper(what)} cannot be changed: ${path} ${why}, and it could not be set aside.`, {
      nextStep: 'Move that file away or make it readable; until then nothing is written over it.',
      facts: { path },
    });
  }

  #note(text: string): void {
    if (text !== this.#lastNote) this.#parts.note(text);
    this.#lastNote = text;
  }
}

export interface JsonFolderParts<T> {
  readonly folder: string;
  /** For sentences, in the singular: `the reconciliation`. */
  readonly what: string;
  /** What a file holds. One that names a `version` above `version` is a newer bench's: it is left where it is. */
  readonly schema: z.ZodType<T>;
  readonly version: number;
  /** The id that a file says it has, where it says one: a copy under another name is not used. */
  readonly idOf?: (value: T) => string;
  /** Hears of files that cannot be used, once each, in whole sentences. */
  readonly note: (text: string) => void;
}

type Looked<T> =
  | { readonly kind: 'none' }
  | { readonly kind: 'whole'; readonly value: T }
  /** `damaged`: nobody can use it; otherwise another version, or this one later, may. */
  | { readonly kind: 'bad'; readonly why: string; readonly damaged: boolean };

/** Where a value does not fit, as code spells it: `days[3].cost`. */
const placeOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (place, step) =>
      typeof step === 'number' ? `${place}[${step}]` : place === '' ? String(step) : `${place}.${String(step)}`,
    '',
  );

/**
 * A folder of JSON files of one kind, each replaced as a whole, named by an id that was checked before. What is read fits its
 * schema; a file that does not is set aside and named, and takes no other with it.
 */
export class JsonFolder<T> {
  readonly #parts: JsonFolderParts<T>;
  readonly #told = new Set<string>();

  constructor(parts: JsonFolderParts<T>) {
    this.#parts = parts;
  }

  /** Ids of all files, in no order. */
  async ids(): Promise<string[]> {
    const names = await readdir(this.#parts.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') this.#tell(this.#parts.folder, `cannot be read: ${readFailure(error)}`, '');
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
    const first = await this.#look(id);
    if (first.kind === 'none') return null;
    if (first.kind === 'whole') return first.value;
    if (!first.damaged) {
      this.#tell(this.#path(id), first.why, 'The file is untouched.');
      return null;
    }
    // Two who find it damaged at once would set aside what the first of them put in its place.
    return await exclusive(this.#path(id), async () => {
      const again = await this.#look(id);
      if (again.kind === 'whole') return again.value;
      if (again.kind === 'bad') {
        const aside = await setAside(this.#path(id));
        const where = aside === null ? 'It could not be set aside.' : `It was set aside as ${aside}.`;
        this.#tell(this.#path(id), again.why, where);
      }
      return null;
    });
  }

  async write(id: string, value: T): Promise<Result> {
    const path = this.#path(id);
    try {
      await makeFolder(this.#parts.folder);
      await replaceFile(path, `${JSON.stringify(value)}\n`);
      this.#told.delete(path);
      return ok({});
    } catch (error) {
      return refuse(diskError(error, this.#parts.what, path));
    }
  }

  /** Changes what a file holds: one at a time, over all hosts. null: there is none, or none that can be used. */
  async change(id: string, change: (now: T) => T): Promise<Result<{ value: T }> | null> {
    const found = await this.read(id);
    if (found === null) return null;
    return exclusive(this.#path(id), async () => {
      const now = await this.#look(id);
      if (now.kind !== 'whole') return null;
      const value = change(now.value);
      const written = await this.write(id, value);
      return written.ok ? ok({ value }) : written;
    });
  }

  async delete(id: string): Promise<Result> {
    try {
      await rm(this.#path(id), { force: true });
      return ok({});
    } catch (error) {
      return refuse(diskError(error, this.#parts.what, this.#path(id)));
    }
  }

  async #look(id: string): Promise<Looked<T>> {
    let text: string;
    try {
      text = await readFile(this.#path(id), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'none' };
      return { kind: 'bad', why: `cannot be read: ${readFailure(error)}`, damaged: false };
    }
    const json = readOwnJson(text);
    if (!json.ok) {
      const why = json.kind === 'empty' ? json.problem : `is damaged, for it ${json.problem}`;
      return { kind: 'bad', why, damaged: true };
    }
    const { schema, version, idOf } = this.#parts;
    const read = schema.safeParse(json.value);
    if (read.success) {
      const said = idOf?.(read.data) ?? id;
      if (said === id) return { kind: 'whole', value: read.data };
      return { kind: 'bad', why: `says that it is ${repeated(said)}`, damaged: false };
    }
    if ((asNumber(atPath(json.value, 'version')) ?? 0) > version) {
      return { kind: 'bad', why: 'was written by a newer version of Voxtally', damaged: false };
    }
    const place = placeOf(read.error.issues[0]?.path ?? []);
    const where = place === '' ? '' : ` (${repeated(place)})`;
    return { kind: 'bad', why: `does not hold what Voxtally writes there${where}`, damaged: true };
  }

  #tell(path: string, why: string, done: string): void {
    if (this.#told.has(path)) return;
    this.#told.add(path);
    const { what, note } = this.#parts;
    note(`${path} ${why}, so ${what} in it is left out. ${done}`.trimEnd());
  }

  #path(id: string): string {
    return join(this.#parts.folder, `${id}.json`);
  }
}
