import { lstat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { benchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { readJson } from '../../../../shared/kit/json.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import { readRegular } from '../../data/regular-file.ts';

/** What the folders of an export say about a file. */
export interface RunPath {
  /** The export itself: everything above the period. Two runs of one export share it. null: no folder names the export. */
  readonly exportPath: string | null;
  /** `20260301-20260331`. */
  readonly period: string | null;
  readonly runId: string | null;
}

const periodFolder = /^\d{8}-\d{8}$/;
/** Runs are named by a GUID, alone or after the time of the run. */
const runFolder = /^(?:\d{8,14}[-_]?)?[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;

/**
 * Reads `…/{period}/{run}/…/part.csv`. A run of a month to date replaces the one before it.
 * @param path as storage writes it, or of this computer
 */
function readRunPath(path: string): RunPath {
  const folders = path.split(/[\\/]/).slice(0, -1);
  const at = folders.findLastIndex((folder) => periodFolder.test(folder));
  if (at < 0) return { exportPath: null, period: null, runId: null };
  const run = folders.slice(at + 1).find((folder) => runFolder.test(folder));
  const above = folders.slice(0, at).join('/');
  return { exportPath: above === '' ? null : above, period: folders[at] ?? null, runId: run ?? null };
}

/**
 * The same for a file of this computer.
 * @param root the folder of an upload, made for it: what lies above says nothing of the export
 */
export function runPath(file: string, root?: string): RunPath {
  const path = resolve(file);
  return readRunPath(root === undefined ? path : relative(resolve(root), path));
}

const manifestSchema = z.object({
  blobCount: z.number().int().optional(),
  dataRowCount: z.number().int().optional(),
  exportConfig: z.object({ exportName: z.string().optional(), resourceId: z.string().optional() }).optional(),
  runInfo: z
    .object({ runId: z.string().optional(), startDate: z.string().optional(), endDate: z.string().optional() })
    .optional(),
  blobs: z.array(
    z.object({ blobName: z.string().optional(), blobLink: z.string().optional(), byteCount: z.number().optional() }),
  ),
});

/** The parts of one run, as its manifest lists them. */
export interface ManifestParts extends RunPath {
  readonly files: readonly string[];
  /** Rows of data in all parts, where the manifest says. */
  readonly rows: number | null;
}

type Manifest = z.infer<typeof manifestSchema>;

const dayOf = (text: string | undefined): string => text?.slice(0, 10).replaceAll('-', '') ?? '';

/** Which run of which export it is, by the manifest's own words, else by the place in storage that it names. */
function runOf({ blobs, exportConfig, runInfo }: Manifest): RunPath {
  const stored = readRunPath(blobs[0]?.blobName ?? blobs[0]?.blobLink?.split('?')[0] ?? '');
  const stated = `${dayOf(runInfo?.startDate)}-${dayOf(runInfo?.endDate)}`;
  return {
    exportPath: exportConfig?.resourceId?.toLowerCase() ?? stored.exportPath ?? exportConfig?.exportName ?? null,
    period: stored.period ?? (/^\d{8}-\d{8}$/.test(stated) ? stated : null),
    runId: runInfo?.runId ?? stored.runId,
  };
}

export const manifestName = 'manifest.json';

/** The file a manifest names: where the manifest's own folder holds it. A name never leads out of that folder. */
function partName(blob: { blobName?: string | undefined; blobLink?: string | undefined }): string {
  const path = blob.blobName ?? blob.blobLink?.split('?')[0] ?? '';
  return basename(path);
}

/** A manifest of ten thousand parts is a few megabytes. */
const mostManifestBytes = 64 * 1024 * 1024;

/** Missing parts that a refusal names. */
const mostNamed = 5;

const bad = (message: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep: 'Download the whole folder of the run again.' }));

/** Reads a manifest. Refuses one whose parts are not all beside it, or not of their size: a run is imported whole or not at all. */
export async function readManifest(path: string): Promise<Result<ManifestParts>> {
  const json = readJson(
    (await readRegular(path, { links: 'followed', mostBytes: mostManifestBytes })).toString('utf8'),
  );
  if (!json.ok) return bad(`${path} ${json.problem}.`);
  const read = manifestSchema.safeParse(json.value);
  if (!read.success) return bad(`${path} is no manifest of an export.`);
  const { blobs, blobCount, dataRowCount } = read.data;
  if (blobs.length === 0) return bad(`${path} names no parts.`);
  if (blobCount !== undefined && blobCount !== blobs.length) {
    return bad(`${path} speaks of ${count(blobCount)} parts and names ${count(blobs.length)}.`);
  }
  const files = new Set<string>();
  const missing: string[] = [];
  for (const blob of blobs) {
    const name = partName(blob);
    const file = join(dirname(path), name);
    const facts = await lstat(file).catch(() => null);
    if (name === '' || facts === null || !facts.isFile()) missing.push(name === '' ? 'a part without a name' : name);
    else if (blob.byteCount !== undefined && blob.byteCount !== facts.size) {
      return bad(`${name} has ${count(facts.size)} bytes, and its manifest says ${count(blob.byteCount)}.`);
    } else files.add(file);
  }
  if (missing.length > 0) {
    const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : '';
    const verb = missing.length === 1 ? 'is' : 'are';
    return bad(`${missing.slice(0, mostNamed).join(', ')}${more} ${verb} missing beside ${path}.`);
  }
  return ok({ files: [...files], rows: dataRowCount ?? null, ...runOf(read.data) });
}
