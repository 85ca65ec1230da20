import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, refuse, type Result } from '../../../shared/errors.ts';
import { writeAtomically } from '../recorder/atomic-write.ts';
import { diskError } from '../recorder/disk-error.ts';

/** A folder of small JSON files, each replaced as a whole, named by an id that was checked before. */
export class JsonFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Ids of all files, in no order. */
  async ids(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  }

  /** The value of a file; undefined when there is none or it is no JSON. */
  async read(id: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.#path(id), 'utf8'));
    } catch {
      return undefined;
    }
  }

  async write(id: string, value: unknown, what: string): Promise<Result> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeAtomically(this.#path(id), [`${JSON.stringify(value)}\n`]);
      return ok({});
    } catch (error) {
      return refuse(diskError(error, what, this.#path(id)));
    }
  }

  async delete(id: string, what: string): Promise<Result> {
    try {
      await rm(this.#path(id), { force: true });
      return ok({});
    } catch (error) {
      return refuse(diskError(error, what, this.#path(id)));
    }
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}
