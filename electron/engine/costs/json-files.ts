import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { ok, refuse, type Result } from '../../../shared/errors.ts';
import { asNumber, atPath, readKeptJson } from '../../../shared/json.ts';
import { repeated } from '../../../shared/foreign/repeated.ts';
import { exclusive } from '../kept/exclusive.ts';
import { makeFolder } from '../kept/make-folder.ts';
import { replaceFile } from '../kept/replace-file.ts';
import { diskError } from '../kept/disk-error.ts';
import { readFailure } from '../kept/read-failure.ts';
import { setAside } from '../kept/set-aside.ts';

export interface JsonFilesParts<T> {
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
export class JsonFiles<T> {
  readonly #parts: JsonFilesParts<T>;
  readonly #told = new Set<string>();

  constructor(parts: JsonFilesParts<T>) {
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
    const json = readKeptJson(text);
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
