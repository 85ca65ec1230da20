import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, refuse, type Result } from '../../../shared/errors.ts';
import { type Json, readKeptJson } from '../../../shared/json.ts';
import { exclusive } from '../kept/exclusive.ts';
import { makeFolder } from '../kept/make-folder.ts';
import { replaceFile } from '../kept/replace-file.ts';
import { diskError } from '../kept/disk-error.ts';
import { readFailure } from '../kept/read-failure.ts';

export interface JsonFilesParts {
  readonly folder: string;
  /** For sentences, in the singular: `the reconciliation`. */
  readonly what: string;
  /** Hears of files that cannot be used, once each. They are left where they are: no other file takes their name. */
  readonly note: (text: string) => void;
}

/** A folder of small JSON files, each replaced as a whole, named by an id that was checked before. */
export class JsonFiles {
  readonly #parts: JsonFilesParts;
  readonly #told = new Set<string>();

  constructor(parts: JsonFilesParts) {
    this.#parts = parts;
  }

  /** Ids of all files, in no order. */
  async ids(): Promise<string[]> {
    const names = await readdir(this.#parts.folder).catch(() => []);
    return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  }

  /** What `parse` makes of a file; null when there is none, or none that can be used. */
  async read<T>(id: string, parse: (value: Json) => T | null): Promise<T | null> {
    let text: string;
    try {
      text = await readFile(this.#path(id), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#tell(id, `cannot be read: ${readFailure(error)}`);
      return null;
    }
    const json = readKeptJson(text);
    if (!json.ok) {
      this.#tell(id, json.kind === 'empty' ? json.problem : `is damaged, for it ${json.problem}`);
      return null;
    }
    const read = parse(json.value);
    if (read === null) this.#tell(id, 'is not as this version of Voxtally writes one');
    return read;
  }

  async write(id: string, value: unknown): Promise<Result> {
    const path = this.#path(id);
    try {
      await makeFolder(this.#parts.folder);
      await replaceFile(path, `${JSON.stringify(value)}\n`);
      return ok({});
    } catch (error) {
      return refuse(diskError(error, this.#parts.what, path));
    }
  }

  /** Work that begins with what a file holds and ends with what it is to hold: one at a time, over all hosts. */
  exclusively<T>(id: string, work: () => Promise<T>): Promise<T> {
    return exclusive(this.#path(id), work);
  }

  async delete(id: string): Promise<Result> {
    try {
      await rm(this.#path(id), { force: true });
      return ok({});
    } catch (error) {
      return refuse(diskError(error, this.#parts.what, this.#path(id)));
    }
  }

  #tell(id: string, why: string): void {
    if (this.#told.has(id)) return;
    this.#told.add(id);
    const { what, note } = this.#parts;
    note(`${this.#path(id)} ${why}, so ${what} in it is left out. The file is untouched.`);
  }

  #path(id: string): string {
    return join(this.#parts.folder, `${id}.json`);
  }
}
