import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { readRow } from '../../../../shared/billing/cost-file-rows.ts';
import { expectedOnly, isExpectedOnly, RowTally } from '../../../../shared/billing/cost-file-tally.ts';
import { benchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { fileError } from '../../data/disk-errors.ts';
import { type PageRun, pagesOfOneAnswer } from './answer-pages.ts';
import { BadFile } from './file-bytes.ts';
import { manifestName, type ManifestParts, readManifest, runPath, type RunPath } from './manifest.ts';
import { type OpenFile, openFiles } from './open-files.ts';
import { pageChains } from './openai-pages.ts';
import { fileRows } from './rows.ts';

/** What is imported as one: a file, or all parts of one run. */
export interface BillSource extends RunPath {
  readonly files: readonly string[];
  /** Rows that the manifest promises; null: no manifest. */
  readonly promisedRows: number | null;
  /** What was passed over beside these files, in whole sentences. */
  readonly notes?: readonly string[];
}

/** Files that systems and editors lay beside others. */
const aside = /^(?:\.|~\$)/;

/** What a folder is searched for. JSON lies in folders for many reasons, so it is read only where it is named. */
const dataFile = /\.(csv|csv\.gz|parquet)$/i;
const jsonFile = /\.json$/i;
const partFile = /^(?:part[_-]?)?\d+(?:[_-]\d+)*\.(csv|csv\.gz|parquet)$/i;

const singleRun = (files: readonly string[], root: string | undefined): BillSource => ({
  ...runPath(files[0] ?? '', root),
  files,
  promisedRows: null,
});

/** A run by its manifest, whose own words on what it is go before the folders it was copied to. */
function whole({ files, rows, ...stated }: ManifestParts, root: string | undefined): BillSource {
  const byPath = runPath(files[0] ?? '', root);
  return {
    files,
    promisedRows: rows,
    exportPath: stated.exportPath ?? byPath.exportPath,
    period: stated.period ?? byPath.period,
    runId: stated.runId ?? byPath.runId,
  };
}

/** Everything to import in a folder: each manifest with its parts, and files no manifest speaks of; numbered parts of one folder are one run. */
async function inFolder(folder: string, root: string | undefined): Promise<Result<{ sources: BillSource[] }>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sources: BillSource[] = [];
  for (const path of paths.filter((path) => basename(path) === manifestName).sort()) {
    const parts = await readManifest(path);
    if (!parts.ok) return parts;
    sources.push(whole(parts, root));
  }
  const taken = new Set(sources.flatMap(({ files }) => files));
  const rest = paths.filter((path) => dataFile.test(path) && !aside.test(basename(path)) && !taken.has(path));
  const { costs, notes } = await sorted(rest.sort());
  const [lead, ...others] = [...sources, ...asRuns(costs, root)];
  if (lead !== undefined) return ok({ sources: [{ ...lead, notes }, ...others] });
  return refuse(
    benchError('not-found', [`${folder} holds no export of costs.`, ...notes].join(' '), {
      nextStep: 'Give a CSV, JSON or Parquet file, or the folder of an export with its manifest.json.',
    }),
  );
}

/** Whether a file is of Voxtally's own making and holds no row of a bill. Read to its end only where all rows before it say so. */
async function holdsExpectedOnly({ path, format, header, headerLine }: OpenFile): Promise<boolean> {
  if (header.columns.expected === undefined) return false;
  const tally = new RowTally();
  for await (const rows of fileRows(path, format, { signal: null, onBytes: () => {} })) {
    for (const { line, cells } of rows) {
      if (line === headerLine) continue;
      // How it writes numbers and dates says nothing of whether it is a bill.
      tally.add(readRow(cells, line, header, { decimalMark: '.', dateOrder: 'month-first' }), line);
    }
    if (tally.result.rows > 0 && !isExpectedOnly(tally.result)) return false;
  }
  return isExpectedOnly(tally.result);
}

/** Files of a folder that are tables of costs, and what the others are instead: a folder may hold anything. */
async function sorted(paths: readonly string[]): Promise<{ costs: string[]; notes: string[] }> {
  const costs: string[] = [];
  const notes: string[] = [];
  for (const path of paths) {
    const passedOver = await passedOverFor(path).catch((error: unknown) => {
      // One that is an export and is damaged is refused when it is its turn.
      if (error instanceof BadFile) return null;
      throw error;
    });
    if (passedOver === null) costs.push(path);
    else notes.push(`Passed over in this folder: ${passedOver}`);
  }
  return { costs, notes };
}

/** What a file of a folder is in place of a bill, in a sentence; null: it is one. */
async function passedOverFor(path: string): Promise<string | null> {
  const opened = await openFiles([path], { signal: null });
  if (!opened.ok) return opened.error.message;
  const [file] = opened.files;
  const isOwn = file !== undefined && (await holdsExpectedOnly(file));
  return isOwn ? `${file.name}: ${expectedOnly.message}` : null;
}

/** Numbered parts that lie together are one run; any other file is one by itself. */
function asRuns(paths: readonly string[], root: string | undefined): BillSource[] {
  const runs = new Map<string, string[]>();
  for (const path of paths) {
    const key = partFile.test(basename(path)) ? `${dirname(path)}\n${extname(path)}` : path;
    runs.set(key, [...(runs.get(key) ?? []), path]);
  }
  return [...runs.values()].map((files) => singleRun(files, root));
}

interface Pages extends PageRun {
  /** The files of the run, and those that hold no more than they do. */
  readonly taken: readonly string[];
}

/** Pages of one answer that were named side by side: answers with the same columns, of which one says that another follows. */
async function pagesAmong(paths: readonly string[]): Promise<Result<{ pages: Pages[] }>> {
  const runs = new Map<string, OpenFile[]>();
  if (paths.length < 2) return ok({ pages: [] });
  for (const path of paths) {
    const opened = await openFiles([path], { signal: null }).catch((error: unknown) => {
      // A damaged one is refused when it is its turn.
      if (error instanceof BadFile) return null;
      throw error;
    });
    const [file] = opened?.ok === true ? opened.files : [];
    if (file?.format.kind !== 'json') continue;
    const key = JSON.stringify([file.header.shape, file.header.columns]);
    runs.set(key, [...(runs.get(key) ?? []), file]);
  }
  const pages: Pages[] = [];
  for (const answers of runs.values()) {
    const found = await pagesOfOneAnswer(answers).catch((error: unknown) => {
      if (error instanceof BadFile) return ok({ run: null });
      throw error;
    });
    if (!found.ok) return found;
    if (found.run !== null) pages.push({ ...found.run, taken: answers.map(({ path }) => path) });
  }
  return ok({ pages });
}

/**
 * Sorts what a person named (files, manifests, folders) into imports. Refuses what is not there and runs that are not whole.
 * @param root the folder of an upload, made for it
 */
export async function billSources(
  paths: readonly string[],
  root?: string,
): Promise<Result<{ sources: readonly BillSource[] }>> {
  try {
    return await sourcesOf([...new Set(paths.map((path) => resolve(path)))], root);
  } catch (error) {
    const refusal = fileError(error);
    if (refusal === null) throw error;
    return refuse(refusal);
  }
}

async function sourcesOf(
  paths: readonly string[],
  root: string | undefined,
): Promise<Result<{ sources: readonly BillSource[] }>> {
  const sources: BillSource[] = [];
  const files: string[] = [];
  for (const path of paths) {
    const facts = await stat(path);
    if (facts.isDirectory()) {
      const found = await inFolder(path, root);
      if (!found.ok) return found;
      sources.push(...found.sources);
    } else if (basename(path) === manifestName) {
      const parts = await readManifest(path);
      if (!parts.ok) return parts;
      sources.push(whole(parts, root));
    } else files.push(path);
  }
  // A manifest and its parts may have been named side by side.
  const taken = new Set(sources.flatMap((source) => source.files));
  const rest = files.filter((file) => !taken.has(file));
  const among = await pagesAmong(rest);
  if (!among.ok) return among;
  const unpaged = rest.filter((file) => !among.pages.some((run) => run.taken.includes(file)));
  const chains = (await pageChains(unpaged.filter((file) => jsonFile.test(file)))).filter((chain) => chain.length > 1);
  const single = unpaged.filter((file) => !chains.some((chain) => chain.includes(file)));
  const pages = among.pages.map(({ files: run, notes }) => ({ ...singleRun(run, root), notes }));
  const runs = chains.map((run) => singleRun(run, root));
  return ok({ sources: [...sources, ...pages, ...runs, ...asRuns(single, root)] });
}
