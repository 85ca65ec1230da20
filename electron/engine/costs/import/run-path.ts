import { relative, resolve } from 'node:path';

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
export function readRunPath(path: string): RunPath {
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
