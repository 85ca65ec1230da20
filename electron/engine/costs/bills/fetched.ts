import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { ok, refuse, type Result } from '../../../../shared/errors.ts';
import { diskError } from '../../kept/disk-error.ts';
import type { BillSource } from '../import/sources.ts';
import { parseJson } from '../../../../shared/json.ts';

/** What was fetched and never imported is of no use after a day. */
const keptMs = 24 * 60 * 60 * 1000;
const fetchIdPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const sourceFile = 'source.json';
const sourceSchema = z.object({
  files: z.array(z.string()),
  promisedRows: z.number().nullable(),
  exportPath: z.string().nullable(),
  period: z.string().nullable(),
  runId: z.string().nullable(),
});

/** What Cost Management answered, byte for byte: `<data>/fetched-costs/<import>/`, under the fetch's own id until it is imported. */
export class FetchedCostsStore {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'fetched-costs');
  }

  folderOf(id: string): string {
    return join(this.#folder, id);
  }

  async begin(fetchId: string): Promise<Result<{ folder: string }>> {
    const folder = this.folderOf(fetchId);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return ok({ folder });
    } catch (error) {
      return refuse(diskError(error, 'what was fetched', folder));
    }
  }

  /** Writes down what the files are, so that they can be imported later. */
  async describe(fetchId: string, source: BillSource): Promise<Result> {
    const path = join(this.folderOf(fetchId), sourceFile);
    const names = source.files.map((file) => basename(file));
    try {
      await writeFile(path, `${JSON.stringify({ ...source, files: names }, null, 2)}\n`, { mode: 0o600 });
      return ok({});
    } catch (error) {
      return refuse(diskError(error, 'what was fetched', path));
    }
  }

  /** null: there is no such fetch any more. */
  async source(fetchId: string): Promise<BillSource | null> {
    const folder = this.folderOf(fetchId);
    const text = await readFile(join(folder, sourceFile), 'utf8').catch(() => null);
    const read = text === null ? null : sourceSchema.safeParse(parseJson(text));
    if (read?.success !== true) return null;
    return { ...read.data, files: read.data.files.map((name) => join(folder, basename(name))) };
  }

  /** The files belong to an import from now on, and go when it is forgotten. */
  async adopt(fetchId: string, importId: string): Promise<string> {
    const to = this.folderOf(importId);
    await rm(to, { recursive: true, force: true });
    await rename(this.folderOf(fetchId), to);
    return to;
  }

  forget(id: string): Promise<void> {
    return rm(this.folderOf(id), { recursive: true, force: true });
  }

  async clean(nowMs: number): Promise<void> {
    for (const id of await readdir(this.#folder).catch(() => [])) {
      const facts = fetchIdPattern.test(id) ? await stat(this.folderOf(id)).catch(() => null) : null;
      if (facts !== null && nowMs - facts.mtimeMs > keptMs) await this.forget(id);
    }
  }
}
