import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { mimeType } from './mime-types.ts';

export type PageFile =
  { readonly status: 200; readonly type: string; readonly bytes: Buffer } | { readonly status: 404 };

/**
 * The file under `folder` that a path of an address names, or null when it names anything else. Decoded before it is judged, for
 * `..%2f` passes the address parser; encoded twice, it is a strange file name and nothing more.
 */
export function fileOf(folder: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const root = resolve(folder);
  const path = resolve(join(root, decoded === '/' ? 'index.html' : decoded));
  return path.startsWith(root + sep) ? path : null;
}

/** Reads one file of the page. Anything that is not a file of a known type under `folder` does not exist. */
export async function readPageFile(folder: string, pathname: string): Promise<PageFile> {
  const path = fileOf(folder, pathname);
  const type = path === null ? undefined : mimeType(extname(path));
  if (path === null || type === undefined) return { status: 404 };
  const bytes = await readFile(path).catch(() => null);
  return bytes === null ? { status: 404 } : { status: 200, type, bytes };
}
